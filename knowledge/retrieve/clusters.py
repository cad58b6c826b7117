"""Questions that mean about the same, put together: what an editor answers with one answer.

Nearness is half of meaning (cosine of the vectors, which all lie close together) and half of shared terms: people who ask
the same at a desk word it much alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.retrieve.normalise import terms

FARTHEST = 0.66
MOST = 2000  # texts: the distances of all pairs are held in memory
_WIDEST = 0.2  # a cosine distance that counts as wholly different


def clustered(texts: Sequence[str], vectors: np.ndarray) -> list[list[int]]:
    """Texts with their vectors of length 1 → places of texts, the largest cluster first, in each the most typical first."""
    from sklearn.cluster import (
        AgglomerativeClustering,
    )  # the desk asks now and then; a search starts without it

    if len(texts) < 2:
        return [[place] for place in range(len(texts))]
    distances = (np.clip((1 - vectors @ vectors.T) / _WIDEST, 0, 1) + 1 - _shared(texts)) / 2
    np.fill_diagonal(distances, 0)
    labels = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=FARTHEST
    ).fit_predict(distances)
    clusters = [_typical_first(np.flatnonzero(labels == label), distances) for label in np.unique(labels)]
    return sorted(clusters, key=lambda places: (-len(places), min(places)))


def _shared(texts: Sequence[str]) -> np.ndarray:
    """(texts, texts) cosines of their terms; a text without any is like none."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not any(terms(text) for text in texts):
        return np.zeros((len(texts), len(texts)))
    weights = TfidfVectorizer(analyzer=terms, sublinear_tf=True).fit_transform(texts)
    return (weights @ weights.T).toarray()


def _typical_first(places: np.ndarray, distances: np.ndarray) -> list[int]:
    farness = distances[np.ix_(places, places)].mean(axis=1)
    return places[np.argsort(farness, kind="stable")].tolist()
