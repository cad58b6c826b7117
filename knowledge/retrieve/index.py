"""What a release holds for searching: for every edition its passages, sentences and questions, as terms and as vectors.

    <release>/retrieve.json            format, model, editions, and the digest of every other file
    <release>/parameters.yml           the fitted numbers, as they were when the release was made
    <release>/choosing.yml             those of choosing approved answers
    <release>/synonyms.yml
    <release>/<edition>/edition.json   passages, sentences, questions of both kinds
    <release>/<edition>/{passages,sentences,questions,unanswerable}.faiss
    <release>/<edition>/leaning.json   what words speak for (leaning.py)
    <release>/<edition>/wordings.json  terms of the questions of both kinds
    <release>/<edition>/written.json   the questions as they are compared (query.py)
    <release>/<edition>/spelling.json  what is written beside what (spelling.py)
    <release>/<edition>/{passage,question}_terms/
    <release>/<edition>/voice…             what the questions speak for (voices.py)
    <release>/<edition>/answer…            see knowledge/answers/index.py

A release never changes after it was written, so that the same question gets the same answer from it for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.answers import index as answer_index
from knowledge.answers import parameters as choosing
from knowledge.model import AuthoredQuestion, Edition, Passage
from knowledge.ports import Progress
from knowledge.retrieve import metric, parameters, synonyms
from knowledge.retrieve.approximate import ManyVectors
from knowledge.retrieve.dense import Vectors
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.errors import BadRelease, BadSettings
from knowledge.retrieve.leaning import Leaning
from knowledge.retrieve.lexical import Lexical
from knowledge.retrieve.metric import Metric
from knowledge.retrieve.normalise import comparable, readable, terms
from knowledge.retrieve.query import understand
from knowledge.retrieve.remembering import RememberingEmbedder
from knowledge.retrieve.sentences import sentences
from knowledge.retrieve.spelling import Spelling
from knowledge.retrieve.unanswerable import FILE as UNANSWERABLE
from knowledge.retrieve.unanswerable import read_unanswerable
from knowledge.retrieve.voices import Voices, grouped
from knowledge.retrieve.wording import Wordings

FORMAT = 9
_MANIFEST = "retrieve.json"
_OF_TEXT = ("passages", "sentences")
_WORDINGS = "wordings.json"
_WRITTEN = "written.json"
_SPELLING = "spelling.json"
_LEANING = "leaning.json"
_DOCUMENTS = Path(__file__).parents[1] / "documents"
_AT_ONCE = 64
# Passages up to which every one is looked at for every question; see eval/growth.md for what was measured on both sides of it.
LOOKED_THROUGH = 10_000


@dataclass(frozen=True)
class Sentence:
    passage: int  # place in the edition's passages
    text: str


@dataclass(frozen=True)
class EditionIndex:
    """One edition, ready to be searched. The vectors and terms are in the order of what they are of."""

    edition: Edition
    written: tuple[str, ...]  # the edition's questions as a search sees them (query.py)
    unanswerable: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    places: dict[str, int]  # passage id → place
    passage_terms: Lexical
    question_terms: Lexical
    passage_vectors: Vectors | ManyVectors
    sentence_vectors: Vectors | ManyVectors
    metric: Metric
    question_vectors: Vectors  # by the metric, as are those of unanswerable questions and of near misses
    unanswerable_vectors: Vectors
    leaning: Leaning
    wordings: Wordings
    spelling: Spelling
    voices: Voices
    answers: answer_index.AnswerIndex

    @property
    def large(self) -> bool:
        """Whether a search looks at candidates only."""
        return len(self.edition.passages) > LOOKED_THROUGH


@dataclass(frozen=True)
class Index:
    editions: dict[str, EditionIndex]  # the newest last
    parameters: parameters.Parameters
    synonyms: synonyms.Synonyms
    choosing: choosing.Choosing


class Writer:
    """Fills the folder of a release."""

    def __init__(self, embedder: Embedder | RememberingEmbedder, documents: Path = _DOCUMENTS) -> None:
        self._embedder = embedder
        self._documents = documents
        self.dimension = embedder.dimension

    def write(self, folder: Path, editions: Sequence[Edition], progress: Progress) -> None:
        synonyms_file = self._documents / "synonyms.yml"
        parameters.read_parameters()
        choosing.read_choosing()
        known = synonyms.read(synonyms_file)
        for file in (parameters.FILE, choosing.FILE, metric.FILE, synonyms_file):
            (folder / file.name).write_bytes(file.read_bytes())
        for edition in editions:
            unanswerable = read_unanswerable(self._documents / edition.id / UNANSWERABLE)
            self._write_edition(folder / edition.id, edition, known, unanswerable, progress)
        manifest = {
            "format": FORMAT,
            "model": self._embedder.fingerprint,
            "editions": [edition.id for edition in editions],
            "files": {
                str(file.relative_to(folder)): _digest(file)
                for file in sorted(folder.rglob("*"))
                if file.is_file()
            },
        }
        _write_json(folder / _MANIFEST, manifest)

    def _write_edition(
        self,
        folder: Path,
        edition: Edition,
        known: synonyms.Synonyms,
        unanswerable: Sequence[str],
        progress: Progress,
    ) -> None:
        folder.mkdir()
        pieces = [
            Sentence(place, text)
            for place, passage in enumerate(edition.passages)
            for text in sentences(passage.text)
        ]
        _write_json(folder / "edition.json", _written(edition, pieces, unanswerable))
        understood = [understand(question.text, known) for question in edition.questions]
        not_settled = [understand(text, known) for text in unanswerable]
        unsettled = [each.written for each in not_settled]
        wordings = [[terms(each.written) for each in understood], [terms(text) for text in unsettled]]
        _write_json(folder / _WORDINGS, wordings)
        _write_json(folder / _WRITTEN, [each.written for each in understood])
        Leaning.of([each.written for each in understood], unsettled).save(folder / _LEANING)
        stated = [each.text for each in edition.passages] + [each.text["zh-Hans"] for each in edition.answers]
        Spelling.of((each.written for each in understood), map(comparable, stated)).save(folder / _SPELLING)
        Lexical.of(terms(with_path(passage)) for passage in edition.passages).save(folder / "passage_terms")
        Lexical.of(each.terms for each in understood).save(folder / "question_terms")
        passages = edition.passages
        embed, embed_queries = self._embedder.passages, self._embedder.queries
        jobs = (
            ("passages", embed, [with_heading(each, each.text) for each in passages]),
            ("sentences", embed, [with_heading(passages[each.passage], each.text) for each in pieces]),
            ("questions", embed_queries, [each.written for each in understood]),
            ("unanswerable", embed_queries, unsettled),
        )
        total = sum(len(texts) for _, _, texts in jobs)
        done = 0
        many = len(passages) > LOOKED_THROUGH
        asked = []
        between_questions = Metric.read(metric.FILE, self.dimension)
        for name, embedding, texts in jobs:
            vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
            for begin in range(0, len(texts), _AT_ONCE):
                progress(f"{edition.id} 版向量", done, total)
                chunk = texts[begin : begin + _AT_ONCE]
                vectors[begin : begin + len(chunk)] = embedding(chunk)
                done += len(chunk)
            if name not in _OF_TEXT:
                vectors = between_questions.of(vectors)
                asked.append(vectors)
            kind = ManyVectors if many and name in _OF_TEXT else Vectors
            kind.of(vectors).save(folder / f"{name}.faiss")
        progress(f"{edition.id} 版向量", done, total)
        owners = grouped(edition.questions, edition.answers)
        said = [each.terms for each in (*understood, *not_settled)]
        Voices.of(owners, np.concatenate(asked), said).save(folder)
        answer_index.write(folder, edition, known, self._embedder, between_questions)


def with_path(passage: Passage) -> str:
    """What BM25 reads of a passage: a clause is often found by what stands above it."""
    return " ".join((*passage.path, passage.text))


def with_heading(passage: Passage, text: str) -> str:
    """What is embedded of a passage or its sentence: with the nearest heading; the whole path made it worse."""
    return readable(" ".join((*passage.path[-1:], text)))


def load(folder: Path, embedder: Embedder) -> Index:
    """Raises BadRelease; every file is checked against the digest taken when it was written."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise BadRelease(f"{folder} 是另一版程序做的索引，请运行 python -m knowledge build")
        if manifest["model"] != embedder.fingerprint:
            raise BadRelease(f"{folder} 是用另一个向量模型做的索引，请运行 python -m knowledge build")
        for name, digest in manifest["files"].items():
            if _digest(folder / name) != digest:
                raise BadRelease(
                    f"{folder / name} 在发布之后被改动过，请运行 python -m knowledge build --anew"
                )
        between_questions = Metric.read(folder / metric.FILE.name, embedder.dimension)
        return Index(
            {name: _load_edition(folder / name, between_questions) for name in manifest["editions"]},
            parameters.read_parameters(folder / "parameters.yml"),
            synonyms.read(folder / "synonyms.yml"),
            choosing.read_choosing(folder / choosing.FILE.name),
        )
    except BadRelease:
        raise
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, BadSettings) as error:
        raise BadRelease(f"{folder} 不完整（{error}），请运行 python -m knowledge build --anew") from error


def _load_edition(folder: Path, between_questions: Metric) -> EditionIndex:
    content = json.loads((folder / "edition.json").read_text("utf-8"))
    edition = _edition(content)
    answers = answer_index.load(folder)
    of_text = ManyVectors if len(edition.passages) > LOOKED_THROUGH else Vectors
    return EditionIndex(
        edition=edition,
        written=tuple(json.loads((folder / _WRITTEN).read_text("utf-8"))),
        unanswerable=tuple(content["unanswerable"]),
        sentences=tuple(Sentence(place, text) for place, text in content["sentences"]),
        places={passage.id: place for place, passage in enumerate(edition.passages)},
        passage_terms=Lexical.load(folder / "passage_terms", len(edition.passages)),
        question_terms=Lexical.load(folder / "question_terms", len(edition.questions)),
        passage_vectors=of_text.load(folder / "passages.faiss"),
        sentence_vectors=of_text.load(folder / "sentences.faiss"),
        metric=between_questions,
        question_vectors=Vectors.load(folder / "questions.faiss"),
        unanswerable_vectors=Vectors.load(folder / "unanswerable.faiss"),
        leaning=Leaning.load(folder / _LEANING),
        wordings=Wordings(*json.loads((folder / _WORDINGS).read_text("utf-8"))),
        spelling=Spelling.load(folder / _SPELLING),
        voices=Voices.load(folder, grouped(edition.questions, answers.answers)),
        answers=answers,
    )


def _written(edition: Edition, pieces: Sequence[Sentence], unanswerable: Sequence[str]) -> dict[str, Any]:
    return {
        "id": edition.id,
        "title": edition.title,
        "valid_from": edition.valid_from and edition.valid_from.isoformat(),
        "valid_until": edition.valid_until and edition.valid_until.isoformat(),
        "source": edition.source,
        "passages": [asdict(passage) for passage in edition.passages],
        "sentences": [[piece.passage, piece.text] for piece in pieces],
        "questions": [asdict(question) for question in edition.questions],
        "unanswerable": list(unanswerable),
    }


def _edition(content: dict[str, Any]) -> Edition:
    return Edition(
        id=content["id"],
        title=content["title"],
        valid_from=content["valid_from"] and date.fromisoformat(content["valid_from"]),
        valid_until=content["valid_until"] and date.fromisoformat(content["valid_until"]),
        source=content["source"],
        passages=tuple(Passage(**each | {"path": tuple(each["path"])}) for each in content["passages"]),
        questions=tuple(
            AuthoredQuestion(each["text"], tuple(each["passage_ids"]), tuple(each["quotes"]), each["answer"])
            for each in content["questions"]
        ),
    )


def _write_json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def _digest(file: Path) -> str:
    """In pieces: the vectors of a large edition take gigabytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
