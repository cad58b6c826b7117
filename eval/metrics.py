"""Numbers from ranks and probabilities."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CUTS = (1, 3, 5, 10)


def ranking(ranks: Sequence[int | None]) -> dict[str, float]:
    """Share of questions with the right passage among the first 1, 3, 5, 10, and the mean reciprocal rank in 10."""
    found = np.array([np.inf if rank is None else rank for rank in ranks], dtype=np.float64)
    within = {f"R@{cut}": float(np.mean(found < cut)) for cut in CUTS}
    return within | {"MRR@10": float(np.mean(np.where(found < 10, 1 / (found + 1), 0)))}


def ndcg(ranks: Sequence[int | None], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of one question. `ranks` holds, for each passage that a whole answer needs, the
    place from 0 at which it was found; two that were found at the same place are one passage."""
    found = {rank for rank in ranks if rank is not None and rank < depth}
    missing = sum(rank is None or rank >= depth for rank in ranks)
    ideal = float(np.sum(1 / np.log2(np.arange(min(len(found) + missing, depth)) + 2)))
    return sum(1 / float(np.log2(rank + 2)) for rank in found) / ideal if ideal else 0.0


def refusal_curve(
    answerable: np.ndarray,
    unanswerable: np.ndarray,
    coverages: Sequence[float] = (0.99, 0.97, 0.95, 0.9, 0.85, 0.8),
) -> list[dict[str, float]]:
    """Probabilities of both kinds → for a coverage of the first, the threshold and the share of the second answered."""
    curve = []
    for coverage in coverages:
        threshold = float(np.quantile(answerable, 1 - coverage))
        curve.append(
            {
                "coverage": coverage,
                "threshold": threshold,
                "unanswerable_answered": float(np.mean(unanswerable >= threshold)),
            }
        )
    return curve


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    return {name: round(float(np.percentile(milliseconds, at)), 1) for name, at in (("p50", 50), ("p95", 95))}


def calibration_error(probabilities: np.ndarray, outcomes: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: mean distance of what was claimed from what came true, in bins of equal width."""
    places = np.minimum((probabilities * bins).astype(int), bins - 1)
    error = 0.0
    for place in np.unique(places):
        inside = places == place
        error += inside.mean() * abs(probabilities[inside].mean() - outcomes[inside].mean())
    return float(error)
