"""Fits the numbers of `knowledge/retrieve/parameters.yml` on what was authored: `python -m eval fit`.

Fusion: a conditional logit over the passages, one authored question at a time with itself left out of the index; the
likelihood that one of its passages is chosen, with a small ridge.

Gate: logistic regression of authored against unanswerable questions, each left out of the index itself, and with shares
from a fusion that was fitted without its fold. The threshold is then read off the development sets, which are worded
apart; the test sets are never looked at.

Nothing in it is random: the same documents and model give the same file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from eval import questions
from knowledge.retrieve import features, fusion, gate
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.index import Index
from knowledge.retrieve.leaning import solve
from knowledge.retrieve.normalise import terms
from knowledge.retrieve.parameters import Parameters
from knowledge.retrieve.query import understand
from knowledge.retrieve.search import Searcher

FOLDS = 5
RIDGE = 1e-3
_SENSES = [(None, 0) if name in features.AGAINST else (0, None) for name in features.NAMES]
COVERAGE = 0.955  # of the development questions; what they ask for is answered at the threshold


def fit(index: Index, embedder: Embedder) -> Parameters:
    """From a release of the newest edition; writes nothing."""
    searcher = Searcher(index, embedder)
    settled, unsettled = _settled(searcher, index), _unsettled(searcher, index)
    weights = conditional_logit(settled.features, settled.gold)
    rows = np.concatenate(
        [settled.evidence(_cross_fitted(settled)), unsettled.evidence(_shares(unsettled, weights))]
    )
    spread = rows.std(axis=0)
    model = LogisticRegression(C=100.0, max_iter=10_000)
    model.fit(rows / spread, np.arange(len(rows)) < len(settled.features))
    edition = searcher.edition().index.edition
    fitted = Parameters(
        fitted_on=f"edition {edition.id}: {len(settled.features)} authored and {len(unsettled.features)} unanswerable questions",
        fusion=_named(features.NAMES, weights),
        gate=_named(gate.NAMES, model.coef_[0] / spread),
        gate_bias=round(float(model.intercept_[0]), 4),
        gate_threshold=0.5,
    )
    return replace(fitted, gate_threshold=_threshold(replace(index, parameters=fitted), embedder))


@dataclass(frozen=True)
class _Asked:
    """Questions as the index sees them without themselves."""

    features: np.ndarray  # (questions, passages, names)
    gold: np.ndarray  # (questions, passages) bool
    question_cosines: list[np.ndarray]
    unanswerable_cosines: list[np.ndarray]
    leanings: np.ndarray
    wordings: list[tuple[float, float]]

    def evidence(self, shares: np.ndarray) -> np.ndarray:
        """(questions, gate names)"""
        columns = (self.question_cosines, self.unanswerable_cosines, self.leanings, self.wordings, shares)
        return np.stack([gate.evidence(*each) for each in zip(*columns, strict=True)])


def _settled(searcher: Searcher, index: Index) -> _Asked:
    edition = searcher.edition()
    vectors, others = edition.index.question_vectors.rows(), edition.index.unanswerable_vectors
    gold = np.zeros((len(vectors), len(edition.index.edition.passages)), dtype=bool)
    found, cosines, wordings = [], [], []
    for place, question in enumerate(edition.index.edition.questions):
        query = understand(question.text, index.synonyms)
        scores = features.score(query, vectors[place], edition.index).without_question(place)
        found.append(edition.features(query, scores).astype(np.float32))
        gold[place, [edition.index.places[identity] for identity in question.passage_ids]] = True
        cosines.append(scores.question_cosines)
        wordings.append(
            edition.index.wordings.shared(terms(query.written), cosines[-1], others.cosines(vectors[place]))
        )
    leanings = solve(vectors, others.rows())[1][: len(vectors)]
    unanswerable = [others.cosines(vector) for vector in vectors]
    return _Asked(np.stack(found), gold, cosines, unanswerable, leanings, wordings)


def _unsettled(searcher: Searcher, index: Index) -> _Asked:
    edition = searcher.edition()
    settled, vectors = edition.index.question_vectors, edition.index.unanswerable_vectors.rows()
    found, cosines, others, wordings = [], [], [], []
    for place, text in enumerate(edition.index.unanswerable):
        query = understand(text, index.synonyms)
        scores = features.score(query, vectors[place], edition.index)
        found.append(edition.features(query, scores).astype(np.float32))
        cosines.append(scores.question_cosines)
        unanswerable = edition.index.unanswerable_vectors.cosines(vectors[place])
        unanswerable[place] = -np.inf
        others.append(unanswerable)
        wordings.append(edition.index.wordings.shared(terms(query.written), cosines[-1], unanswerable))
    leanings = solve(settled.rows(), vectors)[1][len(settled) :]
    return _Asked(np.stack(found), np.zeros((len(found), 0), dtype=bool), cosines, others, leanings, wordings)


def conditional_logit(found: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """(questions, passages, names) and which passages are right → weights of the names, none against its sense."""

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        strengths = found @ weights
        powers = np.exp(strengths - strengths.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        right = np.where(gold, shares, 0)
        total = right.sum(axis=1, keepdims=True) + 1e-12
        slope = np.einsum("qp,qpn->n", shares - right / total, found) / len(found)
        return float(-np.log(total).mean() + RIDGE * weights @ weights), slope + 2 * RIDGE * weights

    return minimize(loss, np.zeros(found.shape[2]), jac=True, method="L-BFGS-B", bounds=_SENSES).x


def _cross_fitted(asked: _Asked) -> np.ndarray:
    """(questions, passages) shares, each from weights that were fitted without the question's fold."""
    shares = np.empty(asked.gold.shape)
    folds = np.arange(len(shares)) % FOLDS
    for fold in range(FOLDS):
        rest = folds != fold
        weights = conditional_logit(asked.features[rest], asked.gold[rest])
        shares[~rest] = [fusion.shares(each @ weights) for each in asked.features[~rest]]
    return shares


def _shares(asked: _Asked, weights: np.ndarray) -> np.ndarray:
    return np.stack([fusion.shares(each @ weights) for each in asked.features])


def _threshold(index: Index, embedder: Embedder) -> float:
    searcher = Searcher(index, embedder)
    probabilities = [searcher.search(question.text).probability for question in questions.read("dev")]
    return round(float(np.quantile(probabilities, 1 - COVERAGE)), 3)


def _named(names: tuple[str, ...], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
