"""What the two halves of the knowledge service expect of each other: ingest orders a release, retrieval fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from knowledge.model import Edition

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


class IndexWriter(Protocol):
    """Writes everything that searching needs into the folder of a release, once."""

    model: str
    """Names the embedding model and its version; a release of another model is out of date."""
    dimension: int

    def write(self, folder: Path, editions: Sequence[Edition], progress: Progress) -> None:
        """`folder` exists and is empty; what it holds afterwards is never changed."""
