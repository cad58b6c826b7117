"""Makes an index release when anything that it depends on has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.ingest.edition import folders, read_edition
from knowledge.ingest.errors import IngestError
from knowledge.ingest.release import Inputs, Manifest, Releases
from knowledge.ports import IndexWriter, Progress

_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Outcome:
    """`made`: a new release, and the current one now. Else the newest one was made of the same inputs already."""

    manifest: Manifest
    made: bool


def build(
    documents: Path, releases: Releases, writer: IndexWriter, progress: Progress, anew: bool = False
) -> Outcome:
    """The release of the documents as they are; `anew` makes one even of unchanged inputs.

    Only the newest release is compared, and a current one that someone switched back to stays current: a rollback
    holds until the documents, the model or the code change.
    """
    with releases.changing():
        inputs = Inputs(_corpus(documents), writer.model, writer.dimension, code_version())
        newest = next(reversed(releases.all()), None)
        if newest and newest.inputs == inputs and not anew:
            if releases.current_folder() is None:
                releases.switch(newest.id)
            return Outcome(newest, made=False)
        editions = [read_edition(folder) for folder in folders(documents)]
        if not editions:
            raise IngestError(f"{documents} 里没有任何版次，请先用 python -m knowledge add 添加申报指引")
        manifest = releases.publish(
            inputs,
            editions=tuple(edition.id for edition in editions),
            passages=sum(len(edition.passages) for edition in editions),
            fill=lambda folder: writer.write(folder, editions, progress),
        )
        return Outcome(manifest, made=True)


def code_version() -> str:
    """A digest of the code and settings that turn documents into an index."""
    parts = (_PACKAGE / "ingest", _PACKAGE / "retrieve", _PACKAGE / "answers")
    files = [
        file
        for part in parts
        for file in part.rglob("*")
        if file.suffix in (".py", ".yml", ".json", ".npy", ".txt")
    ]
    return _digest([_PACKAGE / "model.py", *files], _PACKAGE)


def _corpus(documents: Path) -> str:
    return _digest(
        (file for file in documents.rglob("*") if file.is_file() and file.name[0] != "."), documents
    )


def _digest(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]
