"""An edition's folder: `meta.yml`, its source documents, and the authored questions. Read whole, strictly."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from knowledge.ingest import answers, questions, readers
from knowledge.ingest.errors import BadContent
from knowledge.ingest.furniture import Dropped, strip_furniture
from knowledge.ingest.lines import Line, squeezed
from knowledge.ingest.meta import Meta, SourceDocument, read_meta
from knowledge.ingest.paragraphs import rejoin
from knowledge.ingest.structure import classify, passages
from knowledge.model import Edition, Passage

DOCUMENTS = Path(__file__).parents[1] / "documents"


@dataclass(frozen=True)
class Document:
    """A source document taken apart: what it says, and what was left out as page furniture."""

    meta: SourceDocument
    lines: tuple[Line, ...]
    passages: tuple[Passage, ...]
    dropped: tuple[Dropped, ...]


def folders(documents: Path = DOCUMENTS) -> list[Path]:
    """The editions' folders, the newest last."""
    return sorted(file.parent for file in documents.glob("*/meta.yml"))


def read_edition(folder: Path) -> Edition:
    """The edition with its passages in order and its questions; raises IngestError."""
    meta = read_meta(folder)
    found = [passage for document in read_documents(folder, meta) for passage in document.passages]
    authored = questions.read_questions(folder / questions.FILE)
    entries = answers.read_answers(folder)
    approved = answers.approved(entries, found)
    questions.refuse_unknown_answers(authored, {answer.id for answer in approved}, folder / questions.FILE)
    # A question written in both places counts once, as its answer's.
    asked = (*questions.resolved(authored, found, folder / questions.FILE), *answers.asked(entries, found))
    return Edition(
        id=meta.edition,
        title=meta.title,
        valid_from=meta.valid_from,
        valid_until=meta.valid_until,
        source=meta.source,
        passages=tuple(found),
        questions=tuple({squeezed(question.text): question for question in asked}.values()),
        answers=approved,
    )


def read_documents(folder: Path, meta: Meta) -> list[Document]:
    """The documents of an edition, the guide first."""
    documents: list[Document] = []
    for source in meta.documents:
        file = folder / source.file
        if not file.is_file():
            raise BadContent(
                folder / "meta.yml", f"documents: {source.file}", "没有这个文件，请放回或删去这一条"
            )
        documents.append(
            read_document(file, source, meta.edition, sum(len(each.passages) for each in documents))
        )
    _refuse_equal_ids(documents, folder)
    return documents


def read_document(file: Path, source: SourceDocument, edition: str, first_order: int = 0) -> Document:
    """One document; `first_order` is the place of its first passage in the edition."""
    lines = readers.read(file)
    kept, dropped = strip_furniture(lines, source.title)
    found = passages(
        classify(rejoin(kept)),
        edition,
        title=source.title,
        document=source.key,
        first_order=first_order,
    )
    return Document(source, tuple(lines), tuple(found), tuple(dropped))


def _refuse_equal_ids(documents: list[Document], folder: Path) -> None:
    counts = Counter(passage.id for document in documents for passage in document.passages)
    if twice := [identity for identity, count in counts.items() if count > 1]:
        raise BadContent(
            folder / "meta.yml", "documents", f"段落编号重复：{twice[0]}，请检查 key 是否各不相同"
        )
