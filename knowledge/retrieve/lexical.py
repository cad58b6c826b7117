"""BM25 over terms, by bm25s."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np


class Lexical:
    """Scores of all documents for a query's terms; higher is better, 0 where no term occurs."""

    def __init__(self, ranker: bm25s.BM25, size: int) -> None:
        self._ranker = ranker
        self._size = size

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> Lexical:
        ranker = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        # bm25s cannot index nothing at all: a word that nobody asks for stands in for it.
        ranker.index(
            [list(terms) for terms in documents] if any(documents) else [["\0"]], show_progress=False
        )
        return cls(ranker, len(documents))

    def scores(self, terms: Sequence[str]) -> np.ndarray:
        """(documents,) float32."""
        known = [term for term in terms if term in self._ranker.vocab_dict]
        if not known or not self._size:
            return np.zeros(self._size, dtype=np.float32)
        return self._ranker.get_scores(known)[: self._size]

    def save(self, folder: Path) -> None:
        self._ranker.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Lexical:
        return cls(bm25s.BM25.load(folder), size)
