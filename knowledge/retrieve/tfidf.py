"""Texts as bags of terms, each term weighted by how rare it is (tf-idf), as vectors of length 1.

As Salton and Buckley, Term-weighting approaches in automatic text retrieval (1988), with 1 + log for how often a term occurs.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

_VECTORS = "{}_vectors.npz"
_RARITY = "{}_rarity.json"


class TermVectors:
    """`rows` (terms, texts) float32; `rarity` by term, in the order of the rows."""

    def __init__(self, rows: sparse.csr_matrix, rarity: Mapping[str, float]) -> None:
        self._rows, self._rarity = rows, rarity
        self._places = {term: place for place, term in enumerate(rarity)}

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> TermVectors:
        """From the terms of each text."""
        from sklearn.feature_extraction.text import (
            TfidfVectorizer,
        )  # making an index needs it, serving does not

        if not any(texts):
            return cls(sparse.csr_matrix((0, len(texts)), dtype=np.float32), {})
        counted = TfidfVectorizer(analyzer=list, sublinear_tf=True, dtype=np.float32)
        rows = counted.fit_transform(texts).T.tocsr()
        rarity = zip(counted.get_feature_names_out().tolist(), counted.idf_.tolist(), strict=True)
        return cls(rows, dict(rarity))

    def __len__(self) -> int:
        return self._rows.shape[1]

    def cosines(self, terms: Sequence[str]) -> np.ndarray:
        """(texts,) float32; a term that none of them has counts for nothing."""
        known = {
            self._places[term]: (1 + math.log(times)) * self._rarity[term]
            for term, times in Counter(terms).items()
            if term in self._places
        }
        weights = np.array(list(known.values()), dtype=np.float32)
        length = np.linalg.norm(weights) or np.float32(1)
        return (weights / length) @ self._rows[list(known)]

    def cosines_among(self, part: slice, others: slice) -> np.ndarray:
        """(texts of the part, texts of the others) float32"""
        return (self._rows[:, part].T @ self._rows[:, others]).toarray()

    def save(self, folder: Path, name: str) -> None:
        sparse.save_npz(folder / _VECTORS.format(name), self._rows)
        rarity = json.dumps(self._rarity, ensure_ascii=False)
        (folder / _RARITY.format(name)).write_text(rarity, "utf-8")

    @classmethod
    def load(cls, folder: Path, name: str) -> TermVectors:
        """Raises what reading a broken file raises."""
        rows = sparse.load_npz(folder / _VECTORS.format(name))
        return cls(rows, json.loads((folder / _RARITY.format(name)).read_text("utf-8")))
