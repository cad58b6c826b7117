"""Which approved answer is most likely the right one, and the probability that it is.

Strengths and shares are those of a conditional logit over the candidates, as for passages (`retrieve/fusion.py`); the
probability is a logistic regression on what the choice looks like. Both are fitted by `eval/fit_answers.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from knowledge.answers.features import NAMES, Candidates

CONFIDENCE = (
    "share",  # log odds of the best answer's share
    "voice",
    "passage_share",
)
_LIKE_A_NEAR_MISS = (
    0.985  # a cosine from which two questions have the same wording but for a sign or a particle
)


def strengths(candidates: Candidates, weights: Mapping[str, float]) -> np.ndarray:
    """(candidates,): higher is better; minus infinity for an answer that says of itself that it is not for this question."""
    found = candidates.features @ np.array([weights[name] for name in NAMES])
    return np.where(excluded(candidates), -np.inf, found)


def excluded(candidates: Candidates) -> np.ndarray:
    """(candidates,): whether the question is one of the answer's near misses, word by word."""
    nearer = candidates.near_miss_cosines > candidates.question_cosines
    return nearer & (candidates.near_miss_cosines >= _LIKE_A_NEAR_MISS)


def best(strengths: np.ndarray) -> int | None:
    """The place among the candidates; of equals the first. None where there is none."""
    return int(strengths.argmax()) if np.isfinite(strengths.max(initial=-np.inf)) else None


def evidence(candidates: Candidates, strengths: np.ndarray, chosen: int) -> np.ndarray:
    """(CONFIDENCE,) float64, of the candidate that was chosen."""
    rest = np.exp(np.delete(strengths, chosen) - strengths[chosen]).sum()
    named = dict(zip(NAMES, candidates.features[chosen], strict=True))
    return np.array([-np.log(rest + 1e-4), named["voice"], named["passage_share"]])


def confidence(evidence: np.ndarray, weights: Mapping[str, float], bias: float) -> float:
    """0 to 1."""
    strength = bias + float(evidence @ np.array([weights[name] for name in CONFIDENCE]))
    return float(1 / (1 + np.exp(-np.clip(strength, -30, 30))))
