"""Gives the approved answers to a question, or to a message in pieces, where some are likely enough to be the right ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from knowledge.answers import choose, premise
from knowledge.answers.covering import covering, coverings
from knowledge.answers.features import AnswerFeaturer, Candidates
from knowledge.answers.parameters import Choosing
from knowledge.model import Chosen
from knowledge.retrieve.features import Scores
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.query import Query
from knowledge.retrieve.synonyms import Synonyms

_LEAST_SHARE = 0.01
_OF_TOLD = 0.5  # what a piece counts that only tells beside one that asks; chosen with what is in covering.py


@dataclass(frozen=True)
class Likely:
    """What a question, or a piece of a message, probably wants, the likeliest first; what corrects it is all that it wants."""

    places: tuple[int, ...]  # of answers
    shares: tuple[float, ...]
    chosen: tuple[Chosen, ...]

    @property
    def confidence(self) -> float:
        """That the likeliest is right."""
        return self.chosen[0].confidence

    def and_of(self, other: Likely) -> Likely:
        """With what another reading of the same words probably wants; each counts as much. What is corrected stays as it is."""
        if self.chosen[0].correction or other.chosen[0].correction:
            return self
        shares: dict[int, float] = {}
        chosen: dict[int, Chosen] = {}
        for each in (self, other):
            for place, share, answer in zip(each.places, each.shares, each.chosen, strict=True):
                shares[place] = shares.get(place, 0.0) + share / 2
                chosen[place] = max(chosen.get(place, answer), answer, key=lambda known: known.confidence)
        places = tuple(sorted(shares, key=lambda place: -shares[place]))
        return Likely(
            places, tuple(shares[place] for place in places), tuple(chosen[place] for place in places)
        )


class Chooser:
    """Prepared once for an edition."""

    def __init__(
        self,
        index: EditionIndex,
        synonyms: Synonyms,
        fitted: Choosing,
    ) -> None:
        self._featurer = AnswerFeaturer(index, synonyms)
        self._answers = index.answers.answers
        self._covers = coverings(self._answers)
        self._quotes = np.array([len(answer.citations) for answer in self._answers])
        self._questions = index.edition.questions
        self._fitted = fitted

    def likely(self, query: Query, scores: Scores, shares: np.ndarray, day: date) -> Likely | None:
        """What was scored and shares of the edition's passages → the answers that may be meant, of those that are given on that
        day; None where no answer is, or none surely enough."""
        candidates = self._featurer.candidates(query, scores, shares)
        given = np.array([self._answers[place].given_on(day) for place in candidates.places], dtype=bool)
        strengths = np.where(given, choose.strengths(candidates, self._fitted.strength), -np.inf)
        best = choose.best(strengths)
        if best is None:
            return None
        powers = np.exp(strengths - strengths[best])
        of_all = powers / powers.sum()
        numbers = [
            each for each in np.argsort(-of_all, kind="stable").tolist() if of_all[each] >= _LEAST_SHARE
        ]
        first, *others = (self._chosen(candidates, strengths, number) for number in numbers)
        correction = premise.contradicted(query.written, first.answer)
        if correction:
            numbers, others = numbers[:1], []
        return Likely(
            places=tuple(candidates.places[numbers].tolist()),
            shares=tuple(of_all[numbers].tolist()),
            chosen=(replace(first, correction=correction), *others),
        )

    def given(self, likely: Likely | None) -> tuple[Chosen, ...]:
        """The answer to a question, and another that may be meant; none that is not sure enough."""
        return self._given([likely]) if likely and self._sure(likely) else ()

    def given_in_pieces(
        self, asked: Sequence[Likely | None], told: Collection[int] = ()
    ) -> tuple[Chosen, ...]:
        """What is wanted by a whole message and then by each of its pieces, None where that is not settled, and the numbers of those
        that only tell → the answers, what is for these last (`Chosen.asked`). A piece need not be sure by itself: the whole
        speaks for it."""
        whole, *pieces = asked
        return self._given([whole if whole and self._sure(whole) else None, *pieces], told)

    def _given(self, asked: Sequence[Likely | None], told: Collection[int] = ()) -> tuple[Chosen, ...]:
        wanted = np.zeros((len(asked), len(self._answers)))
        for row, likely in zip(wanted, asked, strict=True):
            if likely:
                row[list(likely.places)] = likely.shares
        if len(told) < len(asked) - 1:
            wanted[list(told)] *= _OF_TOLD
        places = covering(wanted, self._covers, self._quotes, told)
        held = wanted @ self._covers[places].T  # (asked, given)
        found = [
            self._chosen_for(place, asked, wanted, held[:, number]) for number, place in enumerate(places)
        ]

        def order(each: Chosen) -> tuple[bool, int]:
            """What is for the whole message comes first, or last where others cover more."""
            last = each.asked in told or (not each.asked and each is not found[0])
            return last, each.asked

        return tuple(sorted(found, key=order))

    def _sure(self, likely: Likely) -> bool:
        return likely.confidence >= self._fitted.threshold

    def _chosen_for(
        self, place: int, asked: Sequence[Likely | None], wanted: np.ndarray, held: np.ndarray
    ) -> Chosen:
        """The answer as the question knows it that most wants it, for the one of which it holds most."""
        known, number = asked[int(wanted[:, place].argmax())], int(held.argmax())
        chosen, first = known.chosen[known.places.index(place)], asked[number]
        sure = first.confidence if self._covers[place, first.places[0]] else 0.0
        return replace(chosen, asked=number, confidence=max(chosen.confidence, sure))

    def _chosen(self, candidates: Candidates, strengths: np.ndarray, number: int) -> Chosen:
        confidence = choose.confidence(
            choose.evidence(candidates, strengths, number),
            self._fitted.confidence,
            self._fitted.confidence_bias,
        )
        return Chosen(
            answer=self._answers[candidates.places[number]],
            confidence=round(confidence, 4),
            question=self._questions[candidates.nearest[number]].text,
        )
