"""What is known of each approved answer for a question: what its own questions say, what is quoted in it, and the guards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.model import Citation, Edition
from knowledge.retrieve.features import Scores, numbers_missing, side_counts, side_table
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.normalise import comparable
from knowledge.retrieve.query import Query, numbers
from knowledge.retrieve.synonyms import Synonyms

NAMES = (
    "voice",  # what the authored questions together say for it (voices.py): about 1 where all near ones have it
    "passage_share",  # log of the best share (fusion.py) of the passages it quotes
    "numbers_missing",  # share of the question's numbers that the answer lacks
    "other_side",  # groups kept apart of which the answer speaks only of another side
    "same_side",
    "negation_differs",  # only one of the question and the answer's nearest question denies something
    "near_miss",  # cosine of its nearest near miss, less that of its nearest question, where that is more than 0
)
AGAINST = ("numbers_missing", "other_side", "negation_differs", "near_miss")  # the more, the worse
_LEAST_SHARE = 1e-3
_NEGATION = re.compile(r"不|没|无|未|非|别|勿|\b(?:not|no|never|without)\b|n't")


@dataclass(frozen=True)
class Candidates:
    """The answers that the nearest questions have, with what is known of each."""

    places: np.ndarray  # (candidates,) places of answers
    features: np.ndarray  # (candidates, NAMES) float64
    nearest: np.ndarray  # (candidates,) place of the question of each that is nearest
    question_cosines: np.ndarray  # (candidates,) of that question
    near_miss_cosines: np.ndarray  # (candidates,) of the nearest near miss of each, -1 where there is none


class AnswerFeaturer:
    """Prepared once for an edition."""

    def __init__(self, index: EditionIndex, synonyms: Synonyms) -> None:
        known, edition = index.answers, index.edition
        answers = known.answers
        self._questions = _members(index.voices.owners, len(answers))
        self._near_misses = _members(known.near_miss_owners, len(answers))
        self._cited = [
            np.array([index.places[citation.passage_id] for citation in answer.citations])
            for answer in answers
        ]
        said = [comparable(_said(answer.text["zh-Hans"], answer.citations)) for answer in answers]
        under = [_headings(edition, places) for places in self._cited]
        self._numbers = [numbers(text) for text in said]
        around = [f"{text} {path}" for text, path in zip(said, under, strict=True)]
        self._sides, self._sides_around = side_table(said, synonyms), side_table(around, synonyms)
        self._denies = np.array([denies(comparable(question.text)) for question in edition.questions])

    def candidates(
        self,
        query: Query,
        scores: Scores,
        shares: np.ndarray,
        without_near_miss: int | None = None,
    ) -> Candidates:
        """What was scored and shares of the edition's passages → what speaks for which of the answers that are heard."""
        near_misses = scores.near_miss_cosines.copy()
        if without_near_miss is not None:
            near_misses[without_near_miss] = -1.0
        is_answer = scores.heard.groups < len(self._cited)
        places = scores.heard.groups[is_answer]
        nearest = np.array(
            [self._nearest(place, scores.question_cosines) for place in places], dtype=np.int64
        )
        cosines = scores.question_cosines[nearest].astype(np.float64)
        missed = np.array([near_misses[self._near_misses[place]].max(initial=-1.0) for place in places])
        values = (
            scores.heard.voices[is_answer],
            np.log([shares[self._cited[place]].max() + _LEAST_SHARE for place in places]),
            numbers_missing(query, [self._numbers[place] for place in places]),
            side_counts(query, self._sides_around[places])[0],
            side_counts(query, self._sides[places])[1],
            self._denies[nearest] != denies(query.written),
            np.maximum(missed - cosines, 0),
        )
        columns = [np.asarray(column, dtype=np.float64).reshape(len(places)) for column in values]
        return Candidates(places, np.stack(columns, axis=1), nearest, cosines, missed)

    def _nearest(self, answer: int, cosines: np.ndarray) -> int:
        own = self._questions[answer]
        return int(own[cosines[own].argmax()])


def denies(written: str) -> bool:
    """Whether a comparable text denies something; asking "能不能" or "有没有" does not."""
    return bool(_NEGATION.search(re.sub(r"(.)[不没]\1|有没有|是否|除非|非经济|无论|不管", "", written)))


def _members(owners: np.ndarray, size: int) -> list[np.ndarray]:
    order = np.argsort(owners, kind="stable")
    return np.split(order, np.searchsorted(owners[order], np.arange(size + 1)))[1:-1]


def _said(text: str, citations: Sequence[Citation]) -> str:
    return " ".join((text, *(citation.quote for citation in citations)))


def _headings(edition: Edition, places: np.ndarray) -> str:
    return comparable(" ".join(step for place in places for step in edition.passages[place].path))
