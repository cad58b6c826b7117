"""What the authored questions speak for, all of them together: kernel ridge regression.

Authored questions that have the same approved answer are a group, and so are those without one that lead to the same passages.
Each is worth 1 for its own group and 0 for all others; an unanswerable one is worth 0 for all. A new question hears each of them by
how near it is, in meaning and in words, and by weights that are solved for once, when the index is made. One near question is
often chance; a dozen ways of asking the same are not. See Rasmussen and Williams, Gaussian Processes for Machine Learning
(2006), section 2.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.model import ApprovedAnswer, AuthoredQuestion
from knowledge.retrieve.nearest import nearest
from knowledge.retrieve.query import Query
from knowledge.retrieve.tfidf import TermVectors

# Chosen on authored questions left out of the index, as by `eval/fit.py`: how often the loudest group has their own answer.
NEARNESS = 4.0  # a cosine lower by 0.25 counts a factor of e less
WORDS = 0.4  # what the same words count, where the same meaning counts 1
RIDGE = 0.1

_NEAREST = 64  # questions, whose groups are heard
_AT_ONCE = 1024  # rows of the kernel
_WEIGHTS = "voices.npy"
_WORDS = "voice"


@dataclass(frozen=True)
class Heard:
    groups: np.ndarray  # places of groups, ascending
    voices: np.ndarray  # (groups,): about 1 for one that all near questions are of
    settled: float  # about 1 among questions that the guide settles, -1 among unanswerable ones

    @property
    def loudest(self) -> float:
        return float(self.voices.max(initial=0.0))


@dataclass(frozen=True)
class Voices:
    owners: np.ndarray  # (authored questions,) place of the group of each
    words: TermVectors  # of the questions of both kinds
    weights: (
        np.ndarray
    )  # (groups and one, questions of both kinds) float32; the last row is for being settled

    @classmethod
    def of(cls, owners: np.ndarray, vectors: np.ndarray, terms: Sequence[Sequence[str]]) -> Voices:
        """From the vectors, rows of length 1, and terms of the authored questions, then of the unanswerable ones."""
        words = TermVectors.of(terms)
        return cls(owners, words, _solved(vectors, words, _wanted(owners, len(terms))))

    def alike(self, query: Query) -> np.ndarray:
        """(questions of both kinds,) cosines of the words"""
        words = self.words.cosines(query.terms)
        return (words + self.words.cosines(query.around)) / 2 if query.around else words

    def heard(self, alike: np.ndarray, cosines: np.ndarray, unanswerable: np.ndarray) -> Heard:
        """`alike` are the words of the questions of both kinds, `cosines` and `unanswerable` the meanings of each."""
        near = _nearness(np.concatenate([cosines, unanswerable]), alike)
        groups = np.unique(self.owners[nearest(near[: len(cosines)], _NEAREST)])
        # Row by row: taking the rows out together copies some megabytes first.
        voices = np.array([self.weights[group] @ near for group in groups.tolist()], dtype=np.float64)
        return Heard(groups, voices, float(self.weights[-1] @ near))

    def save(self, folder: Path) -> None:
        np.save(folder / _WEIGHTS, self.weights)
        self.words.save(folder, _WORDS)

    @classmethod
    def load(cls, folder: Path, owners: np.ndarray) -> Voices:
        """Raises what reading a broken file raises."""
        return cls(owners, TermVectors.load(folder, _WORDS), np.load(folder / _WEIGHTS))


def grouped(questions: Sequence[AuthoredQuestion], answers: Sequence[ApprovedAnswer]) -> np.ndarray:
    """(questions,) the place of the group of each: that of its approved answer, or one after all of these."""
    places: dict[str | tuple[str, ...], int] = {answer.id: place for place, answer in enumerate(answers)}
    return np.array(
        [places.setdefault(each.answer or each.passage_ids, len(places)) for each in questions],
        dtype=np.int64,
    )


def _nearness(cosines: np.ndarray, words: np.ndarray) -> np.ndarray:
    found = np.exp(np.float32(NEARNESS) * (cosines - np.float32(1)))
    found += np.float32(WORDS) * words
    return found


def _wanted(owners: np.ndarray, size: int) -> np.ndarray:
    """(questions of both kinds, groups and one more) float32"""
    groups = int(owners.max(initial=-1)) + 1
    wanted = np.zeros((size, groups + 1), dtype=np.float32)
    wanted[np.arange(len(owners)), owners] = 1
    wanted[:, -1] = np.where(np.arange(size) < len(owners), 1, -1)
    return wanted


def _solved(vectors: np.ndarray, words: TermVectors, wanted: np.ndarray) -> np.ndarray:
    """(columns of `wanted`, questions) float32.

    Cholesky's factor by blocks (Golub and Van Loan, Matrix Computations, 4.2), in single precision, with which at this ridge the
    values differ in the fifth digit, and of the lower half alone: forty-seven thousand questions take 4.5 GB. LAPACK's own packed
    format ends at 46,340, where their half is no longer counted in 32 bits.
    """
    from scipy.linalg import cholesky, solve_triangular  # making an index needs it, serving does not

    size = len(vectors)
    parts = [slice(begin, min(begin + _AT_ONCE, size)) for begin in range(0, size, _AT_ONCE)]
    lower: list[np.ndarray] = []  # the rows of each part, up to the diagonal
    for part in parts:
        upto, before = slice(0, part.stop), slice(0, part.start)
        rows = _nearness(vectors[part] @ vectors[upto].T, words.cosines_among(part, upto))
        for above, other in zip(lower, parts, strict=False):
            block = rows[:, other] - rows[:, : other.start] @ above[:, : other.start].T
            rows[:, other] = solve_triangular(above[:, other], block.T, lower=True, check_finite=False).T
        own = rows[:, part] - rows[:, before] @ rows[:, before].T
        np.fill_diagonal(own, own.diagonal() + np.float32(RIDGE))
        rows[:, part] = cholesky(own, lower=True, check_finite=False)
        lower.append(rows)
    solved = wanted.astype(np.float32)
    for rows, part in zip(lower, parts, strict=True):
        solved[part] -= rows[:, : part.start] @ solved[: part.start]
        solved[part] = solve_triangular(rows[:, part], solved[part], lower=True, check_finite=False)
    for rows, part in zip(reversed(lower), reversed(parts), strict=True):
        solved[part] = solve_triangular(
            rows[:, part], solved[part], lower=True, trans="T", check_finite=False
        )
        solved[: part.start] -= rows[:, : part.start].T @ solved[part]
    return np.ascontiguousarray(solved.T)
