"""Vectors of the texts of the release before, and of those that come with the product: embedding is most of a build."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.retrieve import packed
from knowledge.retrieve.embed import Embedder


class RememberingEmbedder:
    """An embedder for making an index, with a file of what it met in the last build; another model's file counts for nothing.
    `shipped` (packed.py) helps where there is no such file yet."""

    def __init__(self, embedder: Embedder, file: Path, shipped: Path = packed.FILE) -> None:
        self.name, self.fingerprint = embedder.name, embedder.fingerprint
        self.dimension = embedder.dimension
        self._embedder = embedder
        self._file = file
        self._known = packed.read(shipped, embedder.name) | read(file, embedder.fingerprint)
        self._met: dict[str, np.ndarray] = {}

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        return self._vectors("query", texts, self._embedder.queries)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        return self._vectors("passage", texts, self._embedder.passages)

    def save(self) -> None:
        """Keeps the vectors met since the start, and no others; where there was nothing to embed, the file stays."""
        if not self._met:
            return
        partial = self._file.with_suffix(".partial.npz")
        rows = np.array(list(self._met.values()), dtype=np.float32).reshape(-1, self.dimension)
        np.savez(partial, fingerprint=self.fingerprint, keys=np.array(list(self._met), dtype=str), rows=rows)
        os.replace(partial, self._file)

    def _vectors(
        self, kind: str, texts: Sequence[str], embed: Callable[[Sequence[str]], np.ndarray]
    ) -> np.ndarray:
        keys = [hashlib.sha256(f"{kind}\0{text}".encode()).hexdigest()[:32] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, embed(list(new.values())), strict=True))
        self._met.update((key, self._known[key]) for key in keys)
        rows = [self._met[key] for key in keys]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)


def read(file: Path, fingerprint: str) -> dict[str, np.ndarray]:
    """What a build has saved for the model of this fingerprint, by key."""
    try:
        with file.open("rb") as opened, np.load(opened) as kept:
            if str(kept["fingerprint"]) == fingerprint:
                return dict(zip(kept["keys"].tolist(), kept["rows"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        pass  # none yet, or a broken one: everything is embedded anew
    return {}
