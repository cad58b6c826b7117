"""How near two questions are: their vectors after a linear map that brings questions with the same answer together.

Learnt on the authored questions by `eval/train/metric.py`. The model's own vectors tell texts of any subject apart and stay as they are
for passages and for other guides' texts; what makes two questions on this award the same question is known better.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("metric.npy")


class Metric:
    def __init__(self, matrix: np.ndarray) -> None:
        """(dimension, dimension), invertible."""
        self._matrix = np.asarray(matrix, dtype=np.float32)
        self._inverse = np.linalg.inv(np.asarray(matrix, dtype=np.float64)).astype(np.float32)

    @classmethod
    def read(cls, file: Path, dimension: int) -> Metric:
        """The learnt one, where it is for vectors of that dimension; else none is changed. Raises ValueError, OSError."""
        matrix = np.load(file, allow_pickle=False)
        return cls(matrix if matrix.shape == (dimension, dimension) else np.eye(dimension))

    def of(self, vectors: np.ndarray) -> np.ndarray:
        """(dimension,) or (questions, dimension) of the model → the same of length 1, to compare questions by."""
        return _of_length_1(vectors @ self._matrix.T)

    def undone(self, vectors: np.ndarray) -> np.ndarray:
        """What `of` was given."""
        return _of_length_1(vectors @ self._inverse.T)


def write(matrix: np.ndarray, file: Path = FILE) -> None:
    np.save(file, matrix.astype(np.float16))


def _of_length_1(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.ascontiguousarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
