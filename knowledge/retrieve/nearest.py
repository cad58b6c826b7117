"""The best of many scores, without sorting the rest: for ten thousand, sorting takes a fifth as long as embedding the question."""

from __future__ import annotations

import numpy as np

_GROUP = 16  # scores, of which first only the best is looked at


def nearest(scores: np.ndarray, number: int) -> np.ndarray:
    """(at most `number`,) places, the best first; equals in their own order."""
    groups = len(scores) // _GROUP
    if groups <= number:
        places = np.arange(len(scores))
    else:
        # So many groups hold something as good; what is not as good is not among the best.
        best = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
        least = np.partition(best, groups - number)[groups - number]
        places = np.flatnonzero(scores >= least)
    return places[np.argsort(-scores[places], kind="stable")][:number]
