"""Questions that mean about the same, put together: what an editor answers with one answer."""

from __future__ import annotations

import numpy as np
from sklearn.cluster import AgglomerativeClustering

FARTHEST = 0.1
MOST = 2000  # texts: the distances of all pairs are held in memory


def clustered(vectors: np.ndarray) -> list[list[int]]:
    """(texts, dimension) of length 1 → places of texts, the largest cluster first, the most typical text first in each."""
    if len(vectors) < 2:
        return [[place] for place in range(len(vectors))]
    labels = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=FARTHEST
    ).fit_predict(vectors)
    clusters = [_typical_first(np.flatnonzero(labels == label), vectors) for label in np.unique(labels)]
    return sorted(clusters, key=lambda places: (-len(places), min(places)))


def _typical_first(places: np.ndarray, vectors: np.ndarray) -> list[int]:
    nearness = vectors[places] @ vectors[places].mean(axis=0)
    return places[np.argsort(-nearness, kind="stable")].tolist()
