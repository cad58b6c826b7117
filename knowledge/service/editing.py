"""Editions as the shipped documents and the desk's changes make them together."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from knowledge.answers.checks import Checker
from knowledge.ingest.answers import Entry, read_answers
from knowledge.ingest.edition import folders, read_documents
from knowledge.ingest.edits import Edits
from knowledge.ingest.errors import IngestError
from knowledge.ingest.meta import FILE as META
from knowledge.ingest.meta import read_meta
from knowledge.ingest.release import Releases
from knowledge.model import Passage
from knowledge.service.builds import Builds
from knowledge.service.errors import Failure


@dataclass(frozen=True)
class Known:
    """An edition as the shipped documents and the desk's changes make it; `state` names the files it was read from."""

    state: tuple[tuple[str, int], ...]
    passages: tuple[Passage, ...]
    answers: dict[str, tuple[Entry, str]]
    checker: Checker


class Editing:
    def __init__(self, documents: Path, edits: Edits, releases: Releases, builds: Builds) -> None:
        self.edits, self.releases, self.builds = edits, releases, builds
        self.documents = documents
        self._known: dict[str, Known] = {}
        self._reading = threading.Lock()

    def folders(self) -> list[Path]:
        """Of all editions, those that are only being prepared at the desk too; the newest last."""
        both = {folder.name: folder for folder in (*folders(self.edits.folder), *folders(self.documents))}
        return [both[name] for name in sorted(both)]

    def folder(self, edition: str) -> Path:
        """Raises Failure."""
        try:
            for folder in (self.documents / edition, self.edits.of(edition)):
                if (folder / META).is_file() and folder.name == edition:
                    return folder
        except IngestError:
            pass
        raise Failure(404, "edition_not_found", "没有这个版次的申报指引")

    def known(self, edition: str) -> Known:
        """Read again only when a file has changed."""
        folder = self.folder(edition)
        with self._reading:
            state = _state(folder, self.edits.of(edition))
            if edition not in self._known or self._known[edition].state != state:
                self._known[edition] = self._read(folder, edition, state)
            return self._known[edition]

    def _read(self, folder: Path, edition: str, state: tuple[tuple[str, int], ...]) -> Known:
        passages = tuple(
            passage for document in read_documents(folder, read_meta(folder)) for passage in document.passages
        )
        withdrawn = self.edits.withdrawn(edition)
        answers = {entry.id: (entry, "shipped") for _, entry in read_answers(folder)}
        answers |= {entry.id: (entry, "desk") for entry in self.edits.answers(edition)}
        answers = {identity: each for identity, each in answers.items() if identity not in withdrawn}
        return Known(state, passages, answers, Checker(passages, [entry for entry, _ in answers.values()]))


def _state(*folders: Path) -> tuple[tuple[str, int], ...]:
    """Without what is hidden: files that are just being written."""
    files = (file for folder in folders for file in folder.rglob("[!.]*") if file.is_file())
    return tuple(sorted((str(file), _changed(file)) for file in files))


def _changed(file: Path) -> int:
    """Nanoseconds; 0 where somebody has just taken the file away."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
