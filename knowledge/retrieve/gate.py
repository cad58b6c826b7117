"""Whether the evidence settles a question: a calibrated probability (logistic regression, fitted by `eval/fit.py`).

Something is always found; the gate looks at whether a question known to be unanswerable comes nearer than one that is settled, by
vectors and by words, which of the two kinds all known questions together and its words speak for, how much they speak for any
one answer, what of the question nobody ever said of the best passage, and whether a quantity that it asks for is there at all.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from knowledge.retrieve import quantity
from knowledge.retrieve.features import Scores, loud
from knowledge.retrieve.index import EditionIndex, with_path
from knowledge.retrieve.normalise import comparable, terms
from knowledge.retrieve.query import Query

NAMES = (
    "unanswerable_lead",  # cosine of the nearest unanswerable question, less that of the nearest authored one
    "leaning",  # see leaning.py
    "settled",  # what known questions of both kinds say (voices.py)
    "voice",  # log of what they say for the answer that they say most for
    "unanswerable_wording",  # shared with an unanswerable question (wording.py)
    "unheard",  # what the question says, and neither the best passage nor any question that leads to it
    "quantity_missing",  # 1 where it asks for a quantity of a kind that no likely passage states (quantity.py)
)
AGAINST = ("unanswerable_lead", "unanswerable_wording", "unheard", "quantity_missing")
_LIKELY = 0.1  # share of a passage that may state a quantity
_USUAL = 2  # authored questions for a quantity, from which their passage is taken to settle it in other words


class Gate:
    """Prepared once for an edition; of a large one only a sample of passages is read beforehand (large.py)."""

    def __init__(self, index: EditionIndex, sample: Sequence[int] | None = None) -> None:
        self._index = index
        asked = index.wordings.settled
        places = range(len(index.edition.passages)) if sample is None else sample
        self._stated = {place: self._terms_of(place) for place in places}
        known = Counter(term for each in (*asked, *self._stated.values()) for term in each)
        self._asked: defaultdict[int, set[str]] = defaultdict(set)  # of the questions that lead to a passage
        self._quantities: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for question, said in zip(index.edition.questions, asked, strict=True):
            quantities = quantity.asked(comparable(question.text))
            for identity in question.passage_ids:
                self._asked[index.places[identity]] |= said
                self._quantities[index.places[identity]].update(quantities)
        self._settled = {place: self._quantities_of(place) for place in places}
        size = len(asked) + len(self._stated) + 1
        self._rarity = {term: math.log(size / (count + 1)) for term, count in known.items()}
        self._of_unknown = math.log(size)

    def _terms_of(self, passage: int) -> set[str]:
        return set(terms(with_path(self._index.edition.passages[passage])))

    def _quantities_of(self, passage: int) -> set[str]:
        usual = {kind for kind, count in self._quantities.get(passage, {}).items() if count >= _USUAL}
        return usual | quantity.stated(comparable(self._index.edition.passages[passage].text))

    def evidence(
        self,
        query: Query,
        scores: Scores,
        shares: np.ndarray,
        places: np.ndarray | None = None,
    ) -> np.ndarray:
        """(NAMES,) float64. `places` are those of the passages that the shares are of; None for all."""
        unanswerable = scores.unanswerable_cosines
        nearest = max(scores.question_cosines.max(initial=-1.0), -1.0)
        said = terms(query.written)
        first = int(shares.argmax())
        return np.array(
            [
                unanswerable.max(initial=-1.0) - nearest,
                self._index.leaning.odds(query.written),
                scores.heard.settled,
                loud(scores.heard.loudest),
                self._index.wordings.shared(said, unanswerable),
                self._unheard(said, first if places is None else int(places[first])),
                self._quantity_missing(query.written, shares, places),
            ],
            dtype=np.float64,
        )

    def _unheard(self, said: list[str], passage: int) -> float:
        """Counted by rarity, 0 to 1."""
        stated = self._stated[passage] if passage in self._stated else self._terms_of(passage)
        unheard = set(said) - stated - self._asked.get(passage, set())
        every = sum(self._rarity.get(term, self._of_unknown) for term in set(said))
        new = sum(self._rarity.get(term, self._of_unknown) for term in unheard)
        return new / every if every > 0 else 0.0

    def _quantity_missing(self, written: str, shares: np.ndarray, places: np.ndarray | None) -> bool:
        wanted = quantity.asked(written)
        if not wanted:
            return False
        likely = np.union1d(np.flatnonzero(shares >= _LIKELY), shares.argmax())
        stated = (
            self._settled[place] if place in self._settled else self._quantities_of(place)
            for place in (likely if places is None else places[likely]).tolist()
        )
        return not wanted <= set().union(*stated)


def probability(evidence: np.ndarray, weights: Mapping[str, float], bias: float) -> float:
    """0 to 1."""
    strength = bias + float(evidence @ np.array([weights[name] for name in NAMES]))
    return float(1 / (1 + np.exp(-np.clip(strength, -30, 30))))
