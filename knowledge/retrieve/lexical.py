"""BM25 over terms, by bm25s.

A search of all documents takes time in proportion to how often the query's terms occur. Of very many documents only those are
looked at that have the query's rarer terms (`nearest`), and their scores are the exact ones (`scores_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import bm25s
import numpy as np

from knowledge.retrieve.nearest import nearest

# Occurrences that `nearest` reads: one rare term at least, and of the others as many as fit.
_READ = 100_000


class Lexical:
    """Scores of all documents for a query's terms; higher is better, 0 where no term occurs."""

    def __init__(self, ranker: bm25s.BM25, size: int) -> None:
        self._ranker = ranker
        self._size = size

    @classmethod
    def of(cls, documents: Iterable[Iterable[str]]) -> Lexical:
        """Takes one document after the other and keeps numbers of its terms only."""
        ranker = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
        vocabulary: dict[str, int] = {}
        numbered = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in documents]
        size = len(numbered)
        if not vocabulary:
            # bm25s cannot index nothing at all: a word that nobody asks for stands in for it.
            vocabulary, numbered = {"\0": 0}, [[0]]
        ranker.index((numbered, vocabulary), show_progress=False)
        return cls(ranker, size)

    def scores(self, terms: Sequence[str]) -> np.ndarray:
        """(documents,) float32."""
        known = [term for term in terms if term in self._ranker.vocab_dict]
        if not known or not self._size:
            return np.zeros(self._size, dtype=np.float32)
        return self._ranker.get_scores(known)[: self._size]

    def nearest(self, terms: Sequence[str], count: int) -> np.ndarray:
        """Places of documents by their scores for the rarer terms, the best first; some may be missed."""
        postings = sorted((self._postings(term) for term in terms), key=lambda found: len(found[0]))
        lengths = np.cumsum([len(places) for places, _ in postings])
        read = max(1, int(np.searchsorted(lengths, _READ, side="right")))
        found = np.zeros(self._size, dtype=np.float32)
        for places, values in postings[:read]:
            found[places] += values
        met = np.concatenate([places for places, _ in postings[:read]]) if postings else np.zeros(0, np.int64)
        met = np.unique(met[nearest(found[met], count * read)])  # a document is met once for each term
        return met[nearest(found[met], count)]

    def scores_of(self, terms: Sequence[str], places: np.ndarray) -> np.ndarray:
        """(places,) float32: what `scores` gives for these documents."""
        found = np.zeros(len(places), dtype=np.float32)
        for term in terms:
            holders, values = self._postings(term)
            if len(holders):
                at = np.minimum(np.searchsorted(holders, places), len(holders) - 1)
                found += np.where(holders[at] == places, values[at], np.float32(0))
        return found

    def _postings(self, term: str) -> tuple[np.ndarray, np.ndarray]:
        """Places of the documents with the term, ascending, and what it adds to the score of each."""
        number = self._ranker.vocab_dict.get(term)
        index = self._ranker.scores
        if number is None or number + 1 >= len(index["indptr"]):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        part = slice(index["indptr"][number], index["indptr"][number + 1])
        return index["indices"][part], index["data"][part]

    def save(self, folder: Path) -> None:
        self._ranker.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path, size: int) -> Lexical:
        return cls(bm25s.BM25.load(folder), size)
