"""How much of its wording a question shares with those that the guide does not settle: Dice's coefficient, every term counted by its rarity.

Vectors see what two questions are about; words see better what one of them adds, such as another year or a payment date.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from knowledge.retrieve.nearest import nearest

_NEAREST = 30  # by cosine; the wording of the others is not looked at


class Wordings:
    """Prepared once for an edition, from the terms of the questions that it settles and of those that it does not."""

    def __init__(self, settled: Sequence[Iterable[str]], unsettled: Sequence[Iterable[str]]) -> None:
        self.settled = [frozenset(terms) for terms in settled]
        self._unsettled = [frozenset(terms) for terms in unsettled]
        known = Counter(term for terms in (*self.settled, *self._unsettled) for term in terms)
        size = len(self.settled) + len(self._unsettled) + 1
        self._rarity = {term: math.log(size / (count + 1)) for term, count in known.items()}
        self._of_unknown = math.log(size)
        self._weights = [sum(self._rarity[term] for term in terms) for terms in self._unsettled]

    def shared(self, terms: Iterable[str], cosines: np.ndarray) -> float:
        """The best of the nearest unsettled questions; 0 to 1."""
        asked = {term: self._rarity.get(term, self._of_unknown) for term in terms}
        weight = sum(asked.values())
        near = nearest(cosines, _NEAREST)
        return max(
            (
                2
                * sum(asked[term] for term in asked if term in self._unsettled[place])
                / (weight + self._weights[place])
                for place in near.tolist()
                if weight + self._weights[place] > 0
            ),
            default=0.0,
        )
