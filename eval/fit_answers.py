"""Fits the numbers of `knowledge/answers/choosing.yml` on what was authored: `python -m eval fit-answers`.

Strength: a conditional logit over the candidates. The sixth of the authored questions that the model was not trained on
(`train/texts.py`) is asked of an index without it: the likelihood that a question's own answer is chosen, and that no near miss,
left out itself, gets the answer that disowns it.

Confidence: logistic regression of the choices so made, right ones against wrong ones. A choice is right that quotes all
that the question's own answer quotes. The threshold is where an answer is right as often as the best passage instead.

Run it after `python -m eval fit`, whose shares it uses. Nothing in it is random: the same index gives the same file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from eval.fit import as_embedded, without_held_out
from eval.train.texts import held_out
from knowledge.answers import choose
from knowledge.answers.features import AGAINST, NAMES, AnswerFeaturer, Candidates
from knowledge.answers.parameters import Choosing
from knowledge.retrieve import fusion
from knowledge.retrieve.features import Featurer
from knowledge.retrieve.index import EditionIndex, Index
from knowledge.retrieve.query import understand

RIDGE = 1e-3
_SENSES = [(None, 0) if name in AGAINST else (0, None) for name in NAMES]


@dataclass(frozen=True)
class _Asked:
    """A question with its candidates, the place of its own answer, and whether the best passage is all that this quotes."""

    candidates: Candidates
    owner: int
    passage_right: bool = False


def fit(index: Index) -> Choosing:
    """From a release of the newest edition; writes nothing."""
    whole = next(reversed(index.editions.values()))
    rest = without_held_out(whole, index.synonyms)
    answers = whole.answers.answers
    cited = [{citation.passage_id for citation in answer.citations} for answer in answers]
    seen = _seen(rest, index)
    settled, missed = [], []
    for question, vector, owner in zip(
        whole.edition.questions,
        as_embedded(whole, whole.question_vectors),
        whole.voices.owners.tolist(),
        strict=True,
    ):
        if held_out(question.text) and owner < len(answers):
            candidates, best = seen(question.text, vector)
            settled.append(_Asked(candidates, owner, cited[owner] == {best}))
    near_misses = [text for answer in answers for text in answer.near_misses]
    for place, (text, vector) in enumerate(
        zip(near_misses, as_embedded(whole, whole.answers.near_miss_vectors), strict=True)
    ):
        candidates, _ = seen(text, vector, place)
        missed.append(_Asked(candidates, int(whole.answers.near_miss_owners[place])))
    weights = _strength(settled, missed)
    covering = _covering(answers)
    rows, right, _ = _choices(settled, weights, covering)
    others, _, disowned = _choices(missed, weights, covering)
    known = np.concatenate(
        [rows, others[disowned]]
    )  # which other answer is right for a near miss is not known
    spread = known.std(axis=0)
    model = LogisticRegression(C=100.0, max_iter=10_000)
    model.fit(known / spread, np.concatenate([right, np.zeros(disowned.sum(), dtype=bool)]))
    confidences = model.predict_proba(rows / spread)[:, 1]
    passage_right = np.array([each.passage_right for each in settled])
    return Choosing(
        fitted_on=f"edition {whole.edition.id}: {len(settled)} authored questions and {len(missed)} near misses",
        strength=_named(NAMES, weights),
        confidence=_named(choose.CONFIDENCE, model.coef_[0] / spread),
        confidence_bias=round(float(model.intercept_[0]), 4),
        threshold=_threshold(confidences, right, passage_right),
    )


def _seen(rest: EditionIndex, index: Index) -> Callable[..., tuple[Candidates, str]]:
    """A text with its vector, and the place of the near miss that it is → candidates for its answer, and the best passage's id."""
    of_passages = Featurer(rest, index.synonyms)
    of_answers = AnswerFeaturer(rest, index.synonyms)

    def seen(text: str, vector: np.ndarray, near_miss: int | None = None) -> tuple[Candidates, str]:
        query = understand(text, index.synonyms)
        found = of_passages.find(query, of_passages.words(query), vector)
        shares = fusion.shares(fusion.strengths(found.features, index.parameters.fusion))
        candidates = of_answers.candidates(query, found.scores, shares, without_near_miss=near_miss)
        return candidates, rest.edition.passages[int(shares.argmax())].id

    return seen


def _strength(settled: list[_Asked], missed: list[_Asked]) -> np.ndarray:
    """Weights of the features, none against its sense."""
    found, is_owner = _padded([each for each in settled if each.owner in each.candidates.places])
    others, is_disowned = _padded([each for each in missed if each.owner in each.candidates.places])

    def shares(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
        strengths = (
            rows[..., :-1] @ weights + rows[..., -1]
        )  # the last column is minus infinity where nothing is
        powers = np.exp(strengths - strengths.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        own, disowned = shares(found, weights), shares(others, weights)
        right = np.where(is_owner, own, 0).sum(axis=1)
        wrong = np.minimum(np.where(is_disowned, disowned, 0).sum(axis=1), 1 - 1e-6)
        value = -np.log(right + 1e-12).sum() - np.log(1 - wrong).sum()
        odds = (wrong / (1 - wrong))[:, None]
        slope = np.einsum("qc,qcn->n", own - is_owner, found[..., :-1])
        slope += np.einsum("qc,qcn->n", odds * (is_disowned - disowned), others[..., :-1])
        return value / len(found) + RIDGE * weights @ weights, slope / len(found) + 2 * RIDGE * weights

    return minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", bounds=_SENSES).x


def _padded(asked: list[_Asked]) -> tuple[np.ndarray, np.ndarray]:
    """(questions, most candidates, NAMES and one column of 0, or minus infinity where there is no candidate), and which
    of them is the owner."""
    most = max(len(each.candidates.places) for each in asked)
    rows = np.zeros((len(asked), most, len(NAMES) + 1))
    rows[..., -1] = -np.inf
    owners = np.zeros((len(asked), most))
    for number, each in enumerate(asked):
        size = len(each.candidates.places)
        rows[number, :size, :-1] = each.candidates.features
        rows[number, :size, -1] = 0
        owners[number, :size] = each.candidates.places == each.owner
    return rows, owners


def _choices(
    asked: list[_Asked], weights: np.ndarray, covering: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each choice looks like, whether it covers the question's own answer, and whether it is that answer."""
    named = dict(zip(NAMES, weights, strict=True))
    rows, covers, owns = [], [], []
    for each in asked:
        strengths = choose.strengths(each.candidates, named)
        chosen = choose.best(strengths)
        if chosen is None:
            continue
        place = int(each.candidates.places[chosen])
        rows.append(choose.evidence(each.candidates, strengths, chosen))
        covers.append(covering[each.owner, place])
        owns.append(place == each.owner)
    return np.stack(rows), np.array(covers), np.array(owns)


def _covering(answers) -> np.ndarray:
    """(answers, answers) bool: whether the second quotes from every passage that the first does."""
    cited = [frozenset(citation.passage_id for citation in answer.citations) for answer in answers]
    return np.array([[own <= other for other in cited] for own in cited])


def _threshold(confidences: np.ndarray, right: np.ndarray, passage_right: np.ndarray) -> float:
    """Giving answers from there on, and the best passage below, is right most often."""
    order = np.argsort(-confidences)
    gained = np.cumsum(right[order].astype(int) - passage_right[order].astype(int))
    return round(float(confidences[order][int(gained.argmax())]), 3)


def _named(names: tuple[str, ...], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
