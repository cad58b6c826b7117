"""The best of many scores, without sorting the rest: for ten thousand, sorting takes a fifth as long as embedding the question."""

from __future__ import annotations

import numpy as np


def nearest(scores: np.ndarray, number: int) -> np.ndarray:
    """(at most `number`,) places, the best first; equals in their own order."""
    if len(scores) <= number:
        places = np.arange(len(scores))
    else:
        least = np.partition(scores, len(scores) - number)[len(scores) - number]
        places = np.flatnonzero(scores >= least)
    return places[np.argsort(-scores[places], kind="stable")][:number]
