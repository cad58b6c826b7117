"""Inner products with all vectors of an index, by FAISS: exact, because a guide has a few thousand vectors."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np

faiss.omp_set_num_threads(1)  # a search takes 50 µs; waking another thread takes longer


class Vectors:
    """Rows of length 1, so that an inner product is a cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self._places = np.arange(index.ntotal, dtype=np.int64)

    @classmethod
    def of(cls, vectors: np.ndarray) -> Vectors:
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def __len__(self) -> int:
        return self._index.ntotal

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        """(vectors,) float32, in the order they were added."""
        found = np.zeros(len(self), dtype=np.float32)
        if not len(self):
            return found
        asked = np.ascontiguousarray(vector, dtype=np.float32)
        # Not `search`: it sorts what it finds, which for ten thousand takes ten times as long as finding it.
        self._index.compute_distance_subset(
            1, faiss.swig_ptr(asked), len(self), faiss.swig_ptr(found), faiss.swig_ptr(self._places)
        )
        return found

    def rows(self) -> np.ndarray:
        """(vectors, dimension) float32: what was added."""
        return self._index.reconstruct_n(0, len(self))

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> Vectors:
        return cls(faiss.read_index(str(file)))
