"""Which sentence of a passage is quoted: the one that answers best, verbatim and whole.

A sentence is as good as it is near to the question, shares its terms, and proved answers to authored questions that are
near to it. The weights were chosen on 542 authored questions, each left out: 90 % get a sentence with their own quote,
74 % by nearness alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache

import numpy as np

from knowledge.retrieve.features import Scores
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.normalise import terms

_TERMS = 0.1  # for all of the question's terms
_PROVED = 2.0  # for each unit of cosine above
_PROVED_FROM = 0.85  # which questions have nothing to do with each other
_NONE = np.zeros(0, dtype=np.int64)
_KEPT = 10_000  # sentences whose terms are remembered, some kB each


class Quoter:
    """Prepared once for an edition."""

    def __init__(self, index: EditionIndex) -> None:
        self._index = index
        owners = np.array([sentence.passage for sentence in index.sentences], dtype=np.int64)
        self._begins = np.searchsorted(owners, np.arange(len(index.edition.passages) + 1)).tolist()
        self._terms = lru_cache(maxsize=_KEPT)(self._read_terms)
        self._proves = self._questions_proved()

    def quote(self, passage: int, query_terms: Collection[str], scores: Scores) -> str:
        places = self._of_passage(passage)
        asked = set(query_terms)
        return self._index.sentences[max(places, key=lambda place: self._worth(place, asked, scores))].text

    def _of_passage(self, passage: int) -> range:
        """Places of its sentences, which stand side by side."""
        return range(self._begins[passage], self._begins[passage + 1])

    def _worth(self, place: int, asked: set[str], scores: Scores) -> float:
        shared = len(asked & self._terms(place)) / max(len(asked), 1)
        nearest = scores.question_cosines[self._proves.get(place, _NONE)].max(initial=_PROVED_FROM)
        return float(scores.sentence_cosines[place] + _TERMS * shared + _PROVED * (nearest - _PROVED_FROM))

    def _read_terms(self, place: int) -> frozenset[str]:
        return frozenset(terms(self._index.sentences[place].text))

    def _questions_proved(self) -> dict[int, np.ndarray]:
        """For a sentence the authored questions of which a quote begins in it."""
        leading: defaultdict[str, list[int]] = defaultdict(list)
        for number, question in enumerate(self._index.edition.questions):
            for identity in dict.fromkeys(question.passage_ids):
                leading[identity].append(number)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for identity, numbers in leading.items():
            places = self._of_passage(self._index.places[identity])
            if len(places) < 2:
                continue  # nothing to choose from
            texts = [_squeezed(self._index.sentences[place].text) for place in places]
            begins = np.cumsum([0, *map(len, texts)])
            whole = "".join(texts)
            for number in numbers:
                for quote in self._index.edition.questions[number].quotes:
                    at = whole.find(quote)
                    if at >= 0:
                        found[places[int(np.searchsorted(begins, at, side="right")) - 1]].append(number)
        return {place: np.array(numbers, dtype=np.int64) for place, numbers in found.items()}


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
