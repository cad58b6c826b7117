"""Which sentence of a passage is quoted: the one that answers best, verbatim and whole.

A sentence is as good as it is near to the question, shares its terms, and proved answers to authored questions that are
near to it. The weights were chosen on 542 authored questions, each left out: 90 % get a sentence with their own quote,
74 % by nearness alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np

from knowledge.retrieve.features import Scores
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.normalise import terms

_TERMS = 0.1  # for all of the question's terms
_PROVED = 2.0  # for each unit of cosine above
_PROVED_FROM = 0.85  # which questions have nothing to do with each other


class Quoter:
    """Prepared once for an edition."""

    def __init__(self, index: EditionIndex) -> None:
        self._index = index
        self._of_passage: list[list[int]] = [[] for _ in index.edition.passages]
        for place, sentence in enumerate(index.sentences):
            self._of_passage[sentence.passage].append(place)
        self._terms = [set(terms(sentence.text)) for sentence in index.sentences]
        self._proves = self._questions_proved()

    def quote(self, passage: int, query_terms: Collection[str], scores: Scores) -> str:
        places = self._of_passage[passage]
        asked = set(query_terms)
        return self._index.sentences[max(places, key=lambda place: self._worth(place, asked, scores))].text

    def _worth(self, place: int, asked: set[str], scores: Scores) -> float:
        shared = len(asked & self._terms[place]) / max(len(asked), 1)
        nearest = scores.question_cosines[self._proves[place]].max(initial=_PROVED_FROM)
        return float(scores.sentence_cosines[place] + _TERMS * shared + _PROVED * (nearest - _PROVED_FROM))

    def _questions_proved(self) -> list[np.ndarray]:
        """For every sentence the authored questions of which a quote begins in it."""
        found: list[list[int]] = [[] for _ in self._index.sentences]
        for passage, places in enumerate(self._of_passage):
            if len(places) < 2:
                continue  # nothing to choose from
            identity = self._index.edition.passages[passage].id
            texts = [_squeezed(self._index.sentences[place].text) for place in places]
            begins = np.cumsum([0, *map(len, texts)])
            whole = "".join(texts)
            for number, question in enumerate(self._index.edition.questions):
                if identity not in question.passage_ids:
                    continue
                for quote in question.quotes:
                    at = whole.find(quote)
                    if at >= 0:
                        found[places[int(np.searchsorted(begins, at, side="right")) - 1]].append(number)
        return [np.array(numbers, dtype=np.int64) for numbers in found]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
