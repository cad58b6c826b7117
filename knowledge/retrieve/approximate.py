"""The nearest of very many vectors, by FAISS: an inverted list of 8-bit codes, of which a search reads a part.

The lists are as many as twice the root of the vectors, and a search reads the same number of them at any size: with
a hundred times the vectors it reads ten times as many codes. A graph (HNSW) is read faster still, but takes several times as long
to build, and keeps each vector's neighbours in memory beside its code; every change at the desk builds an index anew.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import faiss
import numpy as np

READ = 96  # lists a search reads; what it finds by that is in eval/growth.md
_TRAINED_ON = 64  # vectors for each list
_SEED = 2020

faiss.omp_set_num_threads(1)  # a search takes less time than waking another thread


class ManyVectors:
    """Rows of length 1, so that an inner product is a cosine."""

    def __init__(self, index: faiss.IndexIVF) -> None:
        index.nprobe = READ
        index.make_direct_map()  # where each code is, to read single ones
        self._index = index

    @classmethod
    def of(cls, vectors: np.ndarray) -> ManyVectors:
        size, dimension = vectors.shape
        lists = max(1, min(size, round(2 * math.sqrt(size))))
        index = faiss.index_factory(dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        index.by_residual = False  # a code is the vector itself, so that reading one needs nothing else
        index.cp.spherical, index.cp.niter, index.cp.min_points_per_centroid = True, 10, 1
        chosen = np.random.default_rng(_SEED).choice(size, min(size, lists * _TRAINED_ON), replace=False)
        with _all_cores():
            index.train(vectors[np.sort(chosen)])
            index.add(vectors)
        return cls(index)

    def __len__(self) -> int:
        return self._index.ntotal

    def nearest(self, vector: np.ndarray, count: int) -> np.ndarray:
        """Places of the nearest, the best first; some may be missed."""
        _, places = self._index.search(vector.reshape(1, -1), count)
        return places[0][places[0] >= 0]

    def rows_of(self, places: np.ndarray) -> np.ndarray:
        """(places, dimension) float32: what was added, exact but for the codes' 8 bits."""
        if not len(places):
            return np.zeros((0, self._index.d), dtype=np.float32)
        return self._index.reconstruct_batch(places)

    def save(self, file: Path) -> None:
        faiss.write_index(self._index, str(file))

    @classmethod
    def load(cls, file: Path) -> ManyVectors:
        return cls(faiss.read_index(str(file)))


@contextmanager
def _all_cores() -> Iterator[None]:
    """A build has the machine for itself; a search does not."""
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
