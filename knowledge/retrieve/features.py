"""What is known of each passage for a question: the rankers' scores side by side, and the guards of exact words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.retrieve.dense import Product
from knowledge.retrieve.index import EditionIndex, with_path
from knowledge.retrieve.normalise import comparable
from knowledge.retrieve.query import Query, numbers
from knowledge.retrieve.synonyms import Synonyms
from knowledge.retrieve.voices import Heard

NAMES = (
    "passage_terms",  # BM25 of the passage with its headings
    "passage_cosine",
    "sentence_cosine",  # the best of the passage's sentences
    "question_terms",  # BM25 of the best authored question that leads to the passage
    "question_cosine",
    "voice",  # log of what the authored questions together say for the passage (voices.py)
    "numbers_missing",  # share of the question's numbers that the passage lacks
    "other_side",  # groups kept apart of which the passage speaks only of another side
    "same_side",
    "not_text",  # a heading or a figure's caption
)
AGAINST = (
    "numbers_missing",
    "other_side",
    "not_text",
)  # the more, the worse; of all others the more, the better
SPREAD = 1e-6
SUPPORT = (0.9, 0.02)  # factor of terms and discount of cosine where the passage is not a question's first
_SUPPORTING_VOICE = 0.5  # factor, likewise
_SILENCE = 0.02  # added to a voice before its logarithm


@dataclass(frozen=True)
class Words:
    """What the words of a question say, for which no vector is needed; higher is better."""

    passage_terms: np.ndarray  # (passages,), of a very large edition (large.py) none
    question_terms: np.ndarray  # (questions,)
    alike: np.ndarray  # (questions of both kinds,), see voices.py


@dataclass(frozen=True)
class Scores:
    """One ranker each, for everything in an edition; higher is better."""

    passage_terms: np.ndarray  # (passages,)
    passage_cosines: np.ndarray  # (passages,)
    sentence_cosines: np.ndarray  # (sentences,)
    question_terms: np.ndarray  # (questions,)
    question_cosines: np.ndarray  # (questions,)
    unanswerable_cosines: np.ndarray  # (unanswerable questions,)
    near_miss_cosines: np.ndarray  # (near misses of answers,)
    heard: Heard


@dataclass(frozen=True)
class Candidates:
    """The passages that may answer a question: of all but very large editions (large.py), every one."""

    places: np.ndarray  # (candidates,) of passages, ascending
    features: np.ndarray  # (candidates, NAMES) float64
    scores: Scores  # of the candidates, of all questions, and of all sentences (0 where nobody looked)


def _scores(said: Words, vector: np.ndarray, index: EditionIndex, known: Product) -> Scores:
    between_questions = index.metric.of(vector)
    cosines, unanswerable, near_misses = known.cosines(between_questions)
    return Scores(
        said.passage_terms,
        index.passage_vectors.cosines(vector),
        index.sentence_vectors.cosines(vector),
        said.question_terms,
        cosines,
        unanswerable,
        near_misses,
        index.voices.heard(said.alike, cosines, unanswerable),
    )


class Featurer:
    """Prepared once for an edition."""

    def __init__(self, index: EditionIndex, synonyms: Synonyms) -> None:
        passages = index.edition.passages
        self._index = index
        self._known = of_known_questions(index)
        self._places = np.arange(len(passages))
        self._is_text = np.array([passage.kind == "text" for passage in passages], dtype=bool)
        self._sentences = Best([(each.passage,) for each in index.sentences], len(passages))
        self._questions = of_questions(index)
        self._led = Led(index)
        texts = [comparable(with_path(passage)) for passage in passages]
        self._numbers = [numbers(text) for text in texts]
        self._sides = side_table(texts, synonyms)

    def words(self, query: Query) -> Words:
        index = self._index
        terms, asked = (each.scores(query.terms) for each in (index.passage_terms, index.question_terms))
        return Words(terms, asked, index.voices.alike(query))

    def find(self, query: Query, said: Words, vector: np.ndarray) -> Candidates:
        scores = _scores(said, vector, self._index, self._known)
        return Candidates(self._places, self._features(query, scores), scores)

    def _features(self, query: Query, scores: Scores) -> np.ndarray:
        """(passages, NAMES) float64. Scores are in standard deviations from the mean of the edition's text passages."""
        ranked = np.stack(
            [
                scores.passage_terms,
                scores.passage_cosines,
                self._sentences.of(scores.sentence_cosines),
                self._questions.of(scores.question_terms, factor=SUPPORT[0]),
                self._questions.of(scores.question_cosines, discount=SUPPORT[1]),
            ]
        )
        rows = (
            _standard(ranked, self._is_text),
            self._led.of(scores.heard),
            numbers_missing(query, self._numbers),
            *side_counts(query, self._sides),
            ~self._is_text,
        )
        return np.vstack(rows).T


def _standard(values: np.ndarray, is_text: np.ndarray) -> np.ndarray:
    """(rankers, passages), minus infinity where a ranker knows nothing, which is as bad as its worst. All at once, as numpy takes
    longer to begin than to compute."""
    finite = np.isfinite(values)
    known = finite & is_text
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    mean = np.where(known, values, 0).sum(axis=1, keepdims=True) / count
    worst = np.where(known, values, np.inf).min(axis=1, keepdims=True, initial=np.inf)
    apart = np.where(finite, values, worst) - mean
    spread = np.sqrt((np.where(known, apart, 0) ** 2).sum(axis=1, keepdims=True) / count)
    return np.where(known.any(axis=1, keepdims=True), apart / (spread + SPREAD), 0)


def numbers_missing(query: Query, known: Sequence[frozenset[str]]) -> Sequence[float]:
    """For the numbers of each text the share of the question's that are not among them."""
    if not query.numbers:
        return np.zeros(len(known))
    return [len(query.numbers - each) / len(query.numbers) for each in known]


def side_bits(sides: Sequence[frozenset[int]]) -> list[int]:
    """The sides that a text mentions, a number for each group that is kept apart."""
    return [sum(1 << side for side in each) for each in sides]


def side_table(texts: Sequence[str], synonyms: Synonyms) -> np.ndarray:
    """(texts, groups) of `side_bits`, of comparable texts"""
    mentioned = [side_bits(synonyms.sides(text)) for text in texts]
    return np.array(mentioned, dtype=np.int64).reshape(len(texts), len(synonyms.apart))


def side_counts(query: Query, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(texts, groups) of `side_bits` → of each text, how many groups speak only of another side, and of the same."""
    asked = np.array(side_bits(query.sides), dtype=np.int64)
    known = known[:, asked != 0]
    meets = known & asked[asked != 0] != 0
    return ((known != 0) & ~meets).sum(axis=1), meets.sum(axis=1)


def of_known_questions(index: EditionIndex) -> Product:
    """With the authored questions, the unanswerable ones, and the near misses of answers."""
    return Product(index.question_vectors, index.unanswerable_vectors, index.answers.near_miss_vectors)


def of_questions(index: EditionIndex) -> Best:
    """Authored questions by the passages that they lead to."""
    leads = [tuple(index.places[each] for each in asked.passage_ids) for asked in index.edition.questions]
    return Best(leads, len(index.edition.passages))


class Led:
    """What the authored questions together say for the passages that they lead to: of each group (voices.py) as much as its
    questions lead there."""

    def __init__(self, index: EditionIndex) -> None:
        groups = index.voices.owners.tolist()
        sizes, leads = Counter(groups), Counter[tuple[int, int]]()
        for question, group in zip(index.edition.questions, groups, strict=True):
            for nth, identity in enumerate(question.passage_ids):
                leads[index.places[identity], group] += (_SUPPORTING_VOICE if nth else 1.0) / sizes[group]
        passages = np.array([passage for passage, _ in leads], dtype=np.int64)
        self.owners, self._at = np.unique(passages, return_inverse=True)
        self._groups = np.array([group for _, group in leads], dtype=np.int64)
        self._shares = np.array(list(leads.values()), dtype=np.float64)
        self._number, self._size = len(index.voices.weights) - 1, len(index.edition.passages)

    def of(self, heard: Heard) -> np.ndarray:
        """(passages,) logarithms"""
        found = np.full(self._size, loud(0.0))
        found[self.owners] = self.of_owners(heard)
        return found

    def of_owners(self, heard: Heard) -> np.ndarray:
        """(owners,) logarithms"""
        voices = np.zeros(self._number)
        voices[heard.groups] = heard.voices
        return loud(np.bincount(self._at, self._shares * voices[self._groups], len(self.owners)))


def loud(voices: np.ndarray | float) -> np.ndarray:
    """The logarithm of voices, which may be none and, by chance, below it."""
    return np.log(np.maximum(voices, 0) + _SILENCE)


class Best:
    """The best score of what belongs to each passage; minus infinity for a passage that nothing belongs to."""

    def __init__(self, leads: Sequence[tuple[int, ...]], size: int) -> None:
        """`leads` are the passages that each of what is scored belongs to; all but the first it only supports. Of those in a row
        that lead to the same, as the wordings of an answer do, the best is found first: that reads the scores from front to end.
        """
        begins = [place for place, led in enumerate(leads) if not place or led != leads[place - 1]]
        belongs = sorted(
            (owner, run, nth > 0)
            for run, place in enumerate(begins)
            for nth, owner in enumerate(leads[place])
        )
        owners, runs, supports = np.array(belongs, dtype=np.int64).reshape(-1, 3).T
        self._size = size
        self._runs_begin = np.array(begins, dtype=np.int64)
        self._runs, self._supporting = runs, np.flatnonzero(supports)
        self.owners, self._begins = np.unique(owners, return_index=True)

    def of(self, scores: np.ndarray, factor: float = 1.0, discount: float = 0.0) -> np.ndarray:
        """(passages,)"""
        best = np.full(self._size, -np.inf)
        best[self.owners] = self.of_owners(scores, factor, discount)
        return best

    def of_owners(self, scores: np.ndarray, factor: float = 1.0, discount: float = 0.0) -> np.ndarray:
        """(owners,) `factor` and `discount` apply to what only supports its owner."""
        if not len(self.owners):
            return np.zeros(0)
        values = np.maximum.reduceat(scores, self._runs_begin)[self._runs]
        values[self._supporting] = values[self._supporting] * factor - discount
        return np.maximum.reduceat(values, self._begins)
