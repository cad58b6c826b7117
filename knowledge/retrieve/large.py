"""What is known of the passages of an edition too large to look at every one of them for every question.

Each ranker names its best passages; these candidates, and no others, get features, a share and a place in the order. What a score
is worth beside those of all passages (features.py takes standard deviations from their mean) is estimated on a sample of
them that is scored for every question. Authored questions are written by people and stay few: they are looked at
one and all, as in a small edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from knowledge.retrieve import fusion
from knowledge.retrieve.features import (
    NAMES,
    SPREAD,
    SUPPORT,
    Candidates,
    Led,
    Scores,
    Words,
    loud,
    numbers_missing,
    of_known_questions,
    of_questions,
    side_bits,
    side_counts,
)
from knowledge.retrieve.index import EditionIndex, with_path
from knowledge.retrieve.nearest import nearest
from knowledge.retrieve.normalise import comparable
from knowledge.retrieve.query import Query, numbers
from knowledge.retrieve.synonyms import Synonyms
from knowledge.retrieve.voices import Heard

# Passages that each ranker names; twice as many sentences, as a passage has several.
_EACH = 100
_GUARDED = 48  # of these, by all but the guards of exact words, which are read off the text
_SAMPLE = 512
_SEED = 2020
_KEPT = 100_000  # passages whose numbers and sides are remembered, about 1 kB each


def sample(index: EditionIndex) -> np.ndarray:
    """Places of text passages, the same each time, ascending."""
    text = np.array(
        [place for place, each in enumerate(index.edition.passages) if each.kind == "text"], dtype=np.int64
    )
    return np.sort(np.random.default_rng(_SEED).choice(text, min(_SAMPLE, len(text)), replace=False))


class Finder:
    """Prepared once for an edition."""

    def __init__(
        self, index: EditionIndex, synonyms: Synonyms, weights: Mapping[str, float], sample: np.ndarray
    ) -> None:
        self._index, self._synonyms, self._weights, self._sample = index, synonyms, weights, sample
        self._known = of_known_questions(index)
        self._owners = np.array([each.passage for each in index.sentences], dtype=np.int64)
        self._begins = np.searchsorted(self._owners, np.arange(len(index.edition.passages) + 1))
        self._is_text = np.array([each.kind == "text" for each in index.edition.passages], dtype=bool)
        self._questions = of_questions(index)
        self._led = Led(index)
        self._sample_vectors = index.passage_vectors.rows_of(sample)
        sentences, self._sample_begins = self._sentences_of(sample)
        self._sample_sentence_vectors = index.sentence_vectors.rows_of(sentences)
        self._guards = lru_cache(maxsize=_KEPT)(self._read_guards)

    def words(self, query: Query) -> Words:
        index = self._index
        return Words(np.zeros(0), index.question_terms.scores(query.terms), index.voices.alike(query))

    def find(self, query: Query, said: Words, vector: np.ndarray) -> Candidates:
        index, terms = self._index, said.question_terms
        cosines, unanswerable, near_misses = self._known.cosines(index.metric.of(vector))
        heard = index.voices.heard(said.alike, cosines, unanswerable)
        by_question = (
            self._questions.of_owners(terms, factor=SUPPORT[0]),
            self._questions.of_owners(cosines, discount=SUPPORT[1]),
        )
        places = np.unique(
            np.concatenate(
                [
                    index.passage_vectors.nearest(vector, _EACH),
                    self._owners[index.sentence_vectors.nearest(vector, 2 * _EACH)],
                    index.passage_terms.nearest(query.terms, _EACH),
                    *(self._questions.owners[nearest(each, _EACH)] for each in by_question),
                ]
            )
        )
        terms_of_both = index.passage_terms.scores_of(query.terms, np.concatenate([self._sample, places]))
        passage_terms = terms_of_both[len(self._sample) :]
        passage_cosines = index.passage_vectors.rows_of(places) @ vector
        sentences, begins = self._sentences_of(places)
        sentence_cosines = index.sentence_vectors.rows_of(sentences) @ vector
        columns = [
            _standard(passage_terms, terms_of_both[: len(self._sample)]),
            _standard(passage_cosines, self._sample_vectors @ vector),
            _standard(
                _best(sentence_cosines, begins),
                _best(self._sample_sentence_vectors @ vector, self._sample_begins),
            ),
            *(self._standard_by_question(each, places) for each in by_question),
            self._voices(heard, places),
            *np.zeros((3, len(places))),
            ~self._is_text[places],
        ]
        features = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
        kept = np.sort(fusion.order(fusion.strengths(features, self._weights))[:_GUARDED])
        places, features = places[kept], features[kept]
        features[:, [NAMES.index(name) for name in ("numbers_missing", "other_side", "same_side")]] = (
            self._guarded(query, places)
        )
        of_all_sentences = np.zeros(
            len(self._owners), dtype=np.float32
        )  # takes memory where it is written to
        of_all_sentences[sentences] = sentence_cosines
        scores = Scores(
            passage_terms[kept],
            passage_cosines[kept],
            of_all_sentences,
            terms,
            cosines,
            unanswerable,
            near_misses,
            heard,
        )
        return Candidates(places, features, scores)

    def _sentences_of(self, passages: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places of the passages' sentences, one passage after the other, and where each one's begin; at last, where they end."""
        begins = self._begins[passages]
        counts = self._begins[passages + 1] - begins
        ends = np.cumsum(counts)
        return np.arange(counts.sum()) + np.repeat(begins - (ends - counts), counts), np.append(0, ends)

    def _standard_by_question(self, values: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Every passage with a question counts, as in a small edition."""
        of_places = np.full(len(places), -np.inf)
        _, at, owners = np.intersect1d(places, self._questions.owners, return_indices=True)
        of_places[at] = values[owners]
        return _standard(of_places, values[self._is_text[self._questions.owners]])

    def _voices(self, heard: Heard, places: np.ndarray) -> np.ndarray:
        found = np.full(len(places), loud(0.0))
        _, at, owners = np.intersect1d(places, self._led.owners, return_indices=True)
        found[at] = self._led.of_owners(heard)[owners]
        return found

    def _guarded(self, query: Query, places: np.ndarray) -> np.ndarray:
        guards = [self._guards(place) for place in places.tolist()]
        missing = numbers_missing(query, [known for known, _ in guards])
        sides = np.array([sides for _, sides in guards], dtype=np.int64).reshape(
            len(guards), len(query.sides)
        )
        return np.stack([missing, *side_counts(query, sides)], axis=1)

    def _read_guards(self, place: int) -> tuple[frozenset[str], list[int]]:
        text = comparable(with_path(self._index.edition.passages[place]))
        return numbers(text), side_bits(self._synonyms.sides(text))


def _best(values: np.ndarray, begins: np.ndarray) -> np.ndarray:
    """Of the sentences of each passage; minus infinity where it has none."""
    best = np.full(len(begins) - 1, -np.inf)
    some = begins[1:] > begins[:-1]
    if some.any():
        best[some] = np.maximum.reduceat(values, begins[:-1][some])
    return best


def _standard(values: np.ndarray, beside: np.ndarray) -> np.ndarray:
    """In standard deviations from the mean of `beside`."""
    values, beside = values.astype(np.float64), beside.astype(np.float64)
    known = beside[np.isfinite(beside)]
    if not len(known):
        return np.zeros(len(values))
    return (np.where(np.isfinite(values), values, known.min()) - known.mean()) / (known.std() + SPREAD)
