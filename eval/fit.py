"""Fits the numbers of `knowledge/retrieve/parameters.yml` on what was authored: `python -m eval fit`.

The sixth of the questions that the model was not trained on (`train/texts.py`) is asked of an index without it: no question
meets its own copy, nor a vector that training has put beside it.

Fusion: a conditional logit over the passages; the likelihood that one of a question's passages is chosen, with a small
ridge; once more by what is known of the passages themselves, for an edition without questions. Gate: logistic regression
of settled against unanswerable questions, with shares from a fusion that was fitted without the question's fold. The
threshold is then read off the development sets, which are worded apart and searched in the whole index: as many questions
are answered as can be while 97.5 % of the unanswerable ones are refused, and more of these where that costs no answer: the
dialogue around the search lets one or two in a hundred more through, and 95 % are wanted of the whole. `sealed` and `test` are never looked at.

Nothing in it is random: the same documents and model give the same file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize

from eval import questions
from eval.train.texts import held_out
from knowledge.retrieve import features, fusion, gate
from knowledge.retrieve.dense import Vectors
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.features import Featurer, Scores
from knowledge.retrieve.index import EditionIndex, Index
from knowledge.retrieve.leaning import Leaning
from knowledge.retrieve.lexical import Lexical
from knowledge.retrieve.normalise import terms
from knowledge.retrieve.parameters import Parameters
from knowledge.retrieve.query import Query, understand
from knowledge.retrieve.search import Searcher
from knowledge.retrieve.synonyms import Synonyms
from knowledge.retrieve.voices import Voices
from knowledge.retrieve.wording import Wordings

FOLDS = 5
RIDGE = 1e-3
REFUSED = 0.975  # of the unanswerable development questions, at the threshold


@dataclass(frozen=True)
class _Asked:
    """One held-out question, as the index without it sees it."""

    query: Query
    scores: Scores
    features: np.ndarray  # (passages, names)


def fit(index: Index, embedder: Embedder) -> Parameters:
    """From a release of the newest edition; writes nothing."""
    whole = next(reversed(index.editions.values()))
    rest = without_held_out(whole, index.synonyms)
    settled = [
        (question, vector)
        for question, vector in zip(
            whole.edition.questions, as_embedded(whole, whole.question_vectors), strict=True
        )
        if held_out(question.text)
    ]
    unsettled = [
        (text, vector)
        for text, vector in zip(
            whole.unanswerable, as_embedded(whole, whole.unanswerable_vectors), strict=True
        )
        if held_out(text)
    ]
    featurer = Featurer(rest, index.synonyms)
    answered = [_ask(question.text, vector, featurer, index.synonyms) for question, vector in settled]
    refused = [_ask(text, vector, featurer, index.synonyms) for text, vector in unsettled]
    gold = np.zeros((len(settled), len(whole.places)), dtype=bool)
    for row, (question, _) in zip(gold, settled, strict=True):
        row[[whole.places[identity] for identity in question.passage_ids]] = True
    found = np.stack([each.features for each in answered])
    weights = conditional_logit(found, gold)
    judge = gate.Gate(rest)
    rows = np.stack(
        [
            judge.evidence(each.query, each.scores, shares)
            for each, shares in zip(
                [*answered, *refused],
                [*_cross_fitted(found, gold), *(fusion.shares(each.features @ weights) for each in refused)],
                strict=True,
            )
        ]
    )
    gate_weights, bias = logistic(rows, np.arange(len(rows)) < len(answered))
    fitted = Parameters(
        fitted_on=f"edition {whole.edition.id}: {len(answered)} of {len(whole.edition.questions)} authored and "
        f"{len(refused)} of {len(whole.unanswerable)} unanswerable questions, held out",
        fusion=_named(features.NAMES, weights),
        fusion_without_questions=_named(features.NAMES, conditional_logit(_without_questions(found), gold)),
        gate=_named(gate.NAMES, gate_weights),
        gate_bias=round(bias, 4),
        gate_threshold=0.5,
    )
    return replace(fitted, gate_threshold=_threshold(replace(index, parameters=fitted), embedder))


def as_embedded(index: EditionIndex, vectors: Vectors) -> np.ndarray:
    """Of indexed questions what the model made of them, as of one that is asked."""
    return index.metric.undone(vectors.rows())


def without_held_out(whole: EditionIndex, synonyms: Synonyms) -> EditionIndex:
    """The index as if the held-out questions of both kinds had never been written."""
    kept = [place for place, each in enumerate(whole.edition.questions) if not held_out(each.text)]
    left = [place for place, text in enumerate(whole.unanswerable) if not held_out(text)]
    asked = tuple(whole.edition.questions[place] for place in kept)
    owners = whole.voices.owners[kept]
    unanswerable = tuple(whole.unanswerable[place] for place in left)
    vectors, others = whole.question_vectors.rows()[kept], whole.unanswerable_vectors.rows()[left]
    understood = [understand(question.text, synonyms) for question in asked]
    not_settled = [understand(text, synonyms) for text in unanswerable]
    unsettled = [each.written for each in not_settled]
    said = [each.terms for each in (*understood, *not_settled)]
    return replace(
        whole,
        edition=replace(whole.edition, questions=asked),
        written=tuple(each.written for each in understood),
        unanswerable=unanswerable,
        question_terms=Lexical.of([each.terms for each in understood]),
        question_vectors=Vectors.of(vectors),
        unanswerable_vectors=Vectors.of(others),
        leaning=Leaning.of([each.written for each in understood], unsettled),
        wordings=Wordings(
            [terms(each.written) for each in understood],
            [terms(text) for text in unsettled],
        ),
        voices=Voices.of(owners, np.concatenate([vectors, others]), said),
    )


def _ask(text: str, vector: np.ndarray, featurer: Featurer, synonyms: Synonyms) -> _Asked:
    query = understand(text, synonyms)
    found = featurer.find(query, featurer.words(query), vector)
    return _Asked(query, found.scores, found.features)


def _without_questions(found: np.ndarray) -> np.ndarray:
    """Features as they are where nothing is known of questions."""
    known = [not name.startswith("question") and name != "voice" for name in features.NAMES]
    return np.where(known, found, 0)


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

    senses = _senses(features.NAMES, features.AGAINST)
    return minimize(loss, np.zeros(found.shape[2]), jac=True, method="L-BFGS-B", bounds=senses).x


def logistic(rows: np.ndarray, settled: np.ndarray) -> tuple[np.ndarray, float]:
    """(questions, names) of both kinds → weights and bias, none against its sense; the kinds are as frequent as they are."""
    spread = rows.std(axis=0) + 1e-9
    signs = np.where(settled, 1.0, -1.0)

    def loss(found: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (rows / spread @ found[:-1] + found[-1])
        slope = -signs / (1 + np.exp(margins)) / len(rows)
        ridge = np.append(2 * RIDGE * found[:-1], 0)
        total = np.logaddexp(0, -margins).mean() + RIDGE * found[:-1] @ found[:-1]
        return float(total), np.append(slope @ (rows / spread), slope.sum()) + ridge

    bounds = [*_senses(gate.NAMES, gate.AGAINST), (None, None)]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:-1] / spread, float(found[-1])


def _senses(names: Sequence[str], against: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(None, 0) if name in against else (0, None) for name in names]


def _cross_fitted(found: np.ndarray, gold: np.ndarray) -> list[np.ndarray]:
    """For every question the passages' shares, by weights that were fitted without the question's fold."""
    folds = np.arange(len(found)) % FOLDS
    weights = [conditional_logit(found[folds != fold], gold[folds != fold]) for fold in range(FOLDS)]
    return [fusion.shares(each @ weights[fold]) for each, fold in zip(found, folds, strict=True)]


def _threshold(index: Index, embedder: Embedder) -> float:
    """Of the thresholds that leave no more settled questions unanswered, the highest."""
    searcher = Searcher(index, embedder)
    settled, unanswerable = (
        np.array([searcher.search(question.text).probability for question in questions.read(name)])
        for name in ("dev", "dev_unanswerable")
    )
    lowest = float(np.quantile(unanswerable, REFUSED)) + 0.0005
    return math.floor(settled[settled >= lowest].min(initial=1.0) * 1000) / 1000


def _named(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
