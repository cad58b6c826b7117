"""Fills releases (`knowledge.ports.IndexWriter`). The model is loaded when there is something to write: most builds find nothing
changed, and every start of the product asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from knowledge.model import Edition
from knowledge.ports import Progress
from knowledge.retrieve import description


class ReleaseWriter:
    def __init__(self, model: Path, documents: Path, remembered: Path) -> None:
        """`remembered`: the file of vectors that the build before met."""
        about = description.read(model)
        self.model, self.dimension = about.model, about.dimension
        self._folder, self._documents, self._remembered = model, documents, remembered

    def write(self, folder: Path, editions: Sequence[Edition], progress: Progress) -> None:
        from knowledge.retrieve.embed import Embedder
        from knowledge.retrieve.index import Writer
        from knowledge.retrieve.remembering import RememberingEmbedder

        embedder = RememberingEmbedder(Embedder(self._folder), self._remembered)
        Writer(embedder, self._documents).write(folder, editions, progress)
        embedder.save()
