"""Gives the approved answer to a question, where one is likely enough to be the right one, and a second that may be meant."""

from __future__ import annotations

from datetime import date

import numpy as np

from knowledge.answers import choose, premise
from knowledge.answers.features import AnswerFeaturer, Candidates
from knowledge.answers.index import AnswerIndex
from knowledge.answers.parameters import Choosing
from knowledge.model import Chosen, Edition
from knowledge.retrieve.query import Query
from knowledge.retrieve.synonyms import Synonyms


class Chooser:
    """Prepared once for an edition. `passages` are the places of passages by id."""

    def __init__(
        self,
        index: AnswerIndex,
        edition: Edition,
        passages: dict[str, int],
        synonyms: Synonyms,
        fitted: Choosing,
    ) -> None:
        self.featurer = AnswerFeaturer(index, edition, passages, synonyms)
        self._answers = index.answers
        self._questions = edition.questions
        self._fitted = fitted

    def chosen(
        self,
        query: Query,
        vector: np.ndarray,
        question_cosines: np.ndarray,
        question_terms: np.ndarray,
        shares: np.ndarray,
        day: date,
    ) -> tuple[Chosen | None, Chosen | None]:
        """Scores of the edition's questions and shares of its passages → the answer that is given on that day, and another
        that may be meant; None where none is likely enough."""
        candidates = self.featurer.candidates(query, vector, question_cosines, question_terms, shares)
        given = np.array([self._answers[place].given_on(day) for place in candidates.places], dtype=bool)
        strengths = np.where(given, choose.strengths(candidates, self._fitted.strength), -np.inf)
        first = choose.best(strengths)
        if first is None:
            return None, None
        chosen = self._chosen(query, candidates, strengths, first)
        if chosen.confidence < self._fitted.threshold:
            return None, None
        second = None if chosen.correction else choose.second(strengths, first)
        return chosen, None if second is None else self._chosen(query, candidates, strengths, second)

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
