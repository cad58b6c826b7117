"""Inner products with all vectors of an index: exact, because a guide has some ten thousand vectors. FAISS keeps them on disk."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np


class Vectors:
    """Rows of length 1, so that an inner product is a cosine."""

    def __init__(self, columns: np.ndarray) -> None:
        # The product reads the memory once from front to end and takes half of the time that `faiss.IndexFlatIP` takes
        # for all of them (its `search` sorts besides, which takes ten times as long).
        self._columns = columns

    @classmethod
    def of(cls, rows: np.ndarray) -> Vectors:
        """`rows` (vectors, dimension)"""
        return cls(np.ascontiguousarray(rows.T, dtype=np.float32))

    def __len__(self) -> int:
        return self._columns.shape[1]

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        """(vectors,) float32, in the order they were added."""
        return np.asarray(vector, dtype=np.float32) @ self._columns

    def row(self, place: int) -> np.ndarray:
        """(dimension,) float32"""
        return np.ascontiguousarray(self._columns[:, place])

    def rows(self) -> np.ndarray:
        """(vectors, dimension) float32: what was added."""
        return np.ascontiguousarray(self._columns.T)

    def save(self, file: Path) -> None:
        index = faiss.IndexFlatIP(len(self._columns))
        index.add(self.rows())
        faiss.write_index(index, str(file))

    @classmethod
    def load(cls, file: Path) -> Vectors:
        index = faiss.read_index(str(file))
        return cls.of(index.reconstruct_n(0, index.ntotal))
