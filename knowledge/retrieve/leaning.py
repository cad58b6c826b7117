"""Whether a question leans to those that the guide settles, or to those that it does not: kernel ridge regression.

Every authored question counts +1 and every unanswerable one -1, each by its nearness to the question and by a weight
that is solved for once, when the index is made. The two kinds weigh the same as wholes, however many they are.
See Rasmussen and Williams, Gaussian Processes for Machine Learning (2006), section 2.2.
"""

from __future__ import annotations

import numpy as np

NEARNESS = 20.0  # a cosine lower by 0.05 counts a factor of e less; chosen by the values left out
RIDGE = 0.3


def solve(settled: np.ndarray, unsettled: np.ndarray) -> np.ndarray:
    """Vectors of length 1 as rows → the weights; settled ones first. Ten thousand take half a gigabyte and some seconds."""
    from scipy.linalg import cho_factor, cho_solve  # making an index needs it, serving does not

    vectors = np.concatenate([settled, unsettled]).astype(np.float32)
    if not len(settled) or not len(unsettled):
        return np.zeros(len(vectors))
    sides = np.concatenate([np.ones(len(settled)), -np.ones(len(unsettled))])
    importance = np.where(sides > 0, len(sides) / (2 * len(settled)), len(sides) / (2 * len(unsettled)))
    matrix = vectors @ vectors.T
    matrix -= 1
    matrix *= NEARNESS
    np.exp(matrix, out=matrix)
    matrix[np.diag_indices_from(matrix)] += RIDGE / importance
    factor = cho_factor(matrix, lower=True, overwrite_a=True)
    return cho_solve(factor, sides.astype(np.float32)).astype(np.float64)


def leaning(settled_cosines: np.ndarray, unsettled_cosines: np.ndarray, weights: np.ndarray) -> float:
    """About 1 for a question like those that the guide settles, about -1 for one like the others."""
    cosines = np.concatenate([settled_cosines, unsettled_cosines]).astype(np.float64)
    # Not `@`: above ten thousand numbers it wakes other threads, which takes longer than the sum.
    return float((np.exp(NEARNESS * (cosines - 1)) * weights).sum())
