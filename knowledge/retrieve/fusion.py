"""The one place where the rankers' scores become one: a conditional logit, that is a softmax of weighted features.

Fitted so that a passage's share is the probability that it is the one that answers, if any does (`eval/fit.py`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from knowledge.retrieve.features import NAMES


def strengths(features: np.ndarray, weights: Mapping[str, float]) -> np.ndarray:
    """(passages, NAMES) → (passages,): higher is better."""
    return features @ np.array([weights[name] for name in NAMES])


def shares(strengths: np.ndarray) -> np.ndarray:
    """(passages,) probabilities that sum to 1."""
    powers = np.exp(strengths - strengths.max(initial=-np.inf))
    return powers / powers.sum() if len(powers) else powers


def order(strengths: np.ndarray) -> np.ndarray:
    """Places of passages, the best first; equals in the order of the document."""
    return np.argsort(-strengths, kind="stable")
