"""Whether the evidence settles a question: a calibrated probability (logistic regression, `eval/fit.py`).

What is found is never certain to answer. The gate looks at how near the best passage and the best authored question
come, how clearly the best passage leads, and whether a question known to be unanswerable is nearer.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

NAMES = (
    "question_cosine",  # of the nearest authored question
    "sentence_cosine",  # of the nearest sentence
    "unanswerable_lead",  # cosine of the nearest unanswerable question less that of the nearest answerable one
    "share",  # the best passage's share (fusion)
    "terms_known",  # share of the question's terms that the best passage or its best question has
)


def evidence(
    question_cosines: np.ndarray,
    sentence_cosines: np.ndarray,
    unanswerable_cosines: np.ndarray,
    shares: np.ndarray,
    terms_known: float,
) -> np.ndarray:
    """(NAMES,) float64."""
    nearest = question_cosines.max(initial=0.0)
    return np.array(
        [
            nearest,
            sentence_cosines.max(initial=0.0),
            unanswerable_cosines.max(initial=0.0) - nearest,
            shares.max(initial=0.0),
            terms_known,
        ],
        dtype=np.float64,
    )


def probability(evidence: np.ndarray, weights: Mapping[str, float], bias: float) -> float:
    """0 to 1."""
    strength = bias + float(evidence @ np.array([weights[name] for name in NAMES]))
    return float(1 / (1 + np.exp(-np.clip(strength, -30, 30))))
