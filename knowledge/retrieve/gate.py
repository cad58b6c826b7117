"""Whether the evidence settles a question: a calibrated probability (logistic regression, fitted by `eval/fit.py`).

Something is always found; the gate looks at how near the best authored question comes, whether a question known to be
unanswerable comes nearer, by vectors and by words, which of the two kinds the question leans to as a whole, and how
clearly one passage leads.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

NAMES = (
    "question_cosine",  # of the nearest authored question
    "unanswerable_lead",  # cosine of the nearest unanswerable question, less that
    "leaning",  # see leaning.py
    "question_wording",  # shared with an authored question (wording.py)
    "unanswerable_wording",
    "share",  # the best passage's share (fusion.py)
)


def evidence(
    question_cosines: np.ndarray,
    unanswerable_cosines: np.ndarray,
    leaning: float,
    wording: tuple[float, float],
    shares: np.ndarray,
) -> np.ndarray:
    """(NAMES,) float64. `wording` is what `Wordings.shared` gives."""
    nearest = max(question_cosines.max(initial=-1.0), -1.0)
    unanswerable = unanswerable_cosines.max(initial=-1.0)
    return np.array(
        [nearest, unanswerable - nearest, leaning, *wording, shares.max(initial=0.0)], dtype=np.float64
    )


def probability(evidence: np.ndarray, weights: Mapping[str, float], bias: float) -> float:
    """0 to 1."""
    strength = bias + float(evidence @ np.array([weights[name] for name in NAMES]))
    return float(1 / (1 + np.exp(-np.clip(strength, -30, 30))))
