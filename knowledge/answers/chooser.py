"""Gives the approved answer to a question, where one is likely enough to be the right one, and a second that may be meant.

A second that quotes nothing beyond the first is not worth reading; one that quotes all of the first and more stands alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from knowledge.answers import choose, premise
from knowledge.answers.features import AnswerFeaturer, Candidates
from knowledge.answers.parameters import Choosing
from knowledge.model import Chosen
from knowledge.retrieve.features import Scores
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.query import Query
from knowledge.retrieve.synonyms import Synonyms


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
        self._quotes = [
            frozenset((each.passage_id, each.quote) for each in answer.citations)
            for answer in index.answers.answers
        ]
        self._questions = index.edition.questions
        self._fitted = fitted

    def chosen(
        self,
        query: Query,
        vector: np.ndarray,
        scores: Scores,
        shares: np.ndarray,
        day: date,
    ) -> tuple[Chosen | None, Chosen | None]:
        """What was scored and shares of the edition's passages → the answer that is given on that day, and another
        that may be meant; None where none is likely enough."""
        candidates = self._featurer.candidates(query, vector, scores, shares)
        given = np.array([self._answers[place].given_on(day) for place in candidates.places], dtype=bool)
        strengths = np.where(given, choose.strengths(candidates, self._fitted.strength), -np.inf)
        first = choose.best(strengths)
        if first is None:
            return None, None
        chosen = self._chosen(query, candidates, strengths, first)
        if chosen.confidence < self._fitted.threshold:
            return None, None
        if chosen.correction:
            return chosen, None
        quoted = [self._quotes[place] for place in candidates.places]
        adds = np.array([not each <= quoted[first] for each in quoted], dtype=bool)
        second = choose.second(strengths, first, adds)
        if second is None:
            return chosen, None
        other = self._chosen(query, candidates, strengths, second)
        if quoted[second] > quoted[first]:
            return replace(other, confidence=chosen.confidence), None
        return chosen, other

    def _chosen(self, query: Query, candidates: Candidates, strengths: np.ndarray, place: int) -> Chosen:
        confidence = choose.confidence(
            choose.evidence(candidates, strengths, place),
            self._fitted.confidence,
            self._fitted.confidence_bias,
        )
        answer = self._answers[candidates.places[place]]
        return Chosen(
            answer=answer,
            confidence=round(confidence, 4),
            question=self._questions[candidates.nearest[place]].text,
            correction=premise.contradicted(query.written, answer),
        )
