"""How well passages are found and silence is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval import metrics, questions
from eval.questions import Question
from knowledge.model import Passage, SearchOutcome
from knowledge.retrieve.search import Searcher

DEPTH = 10
_COVERAGES = tuple(round(share / 100, 2) for share in range(50, 101))  # what is drawn


@dataclass(frozen=True)
class Answered:
    question: Question
    outcome: SearchOutcome

    @property
    def rank(self) -> int | None:
        return questions.gold_rank(self.question, self._found)

    @property
    def ndcg(self) -> float:
        return metrics.ndcg(questions.quote_ranks(self.question, self._found), DEPTH)

    @property
    def _found(self) -> list[Passage]:
        return [each.passage for each in self.outcome.results]


def measure(
    searcher: Searcher, threshold: float, sets: Sequence[tuple[str, str]] = questions.SETS_AND_USES
) -> dict[str, Any]:
    """Everything of every set that is there."""
    report = {}
    for name, use in sets:
        settled = _search(searcher, questions.read(name))
        unsettled = _search(searcher, questions.read(f"{name}_unanswerable"))
        if settled and unsettled:
            report[name] = {"use": use} | _measured(settled, unsettled, threshold)
            if name != "dev":  # for judging alone
                del report[name]["missed"]
    return report


def _search(searcher: Searcher, asked: Sequence[Question]) -> list[Answered]:
    return [Answered(question, searcher.search(question.text, DEPTH)) for question in asked]


def _measured(settled: list[Answered], unsettled: list[Answered], threshold: float) -> dict[str, Any]:
    certain = np.array([each.outcome.probability for each in settled])
    uncertain = np.array([each.outcome.probability for each in unsettled])
    best = [each.outcome.results[0].score for each in settled + unsettled]
    right = [each.rank == 0 for each in settled] + [False] * len(unsettled)
    return {
        "questions": len(settled),
        "unanswerable": len(unsettled),
        "ranking": _ranking(settled),
        "quote": float(np.mean([_quoted(each) for each in settled])),
        "groups": _groups(settled),
        "refusal_curve": metrics.refusal_curve(certain, uncertain),
        "whole_curve": metrics.refusal_curve(certain, uncertain, _COVERAGES),
        "operating_point": {
            "threshold": threshold,
            "coverage": float(np.mean(certain >= threshold)),
            "unanswerable_answered": float(np.mean(uncertain >= threshold)),
            "answered_by_kind": _answered_by_kind(unsettled),
        },
        "calibration_error": metrics.calibration_error(np.array(best), np.array(right)),
        "missed": [each.question.text for each in settled if each.rank is None or each.rank > 4],
    }


def _quoted(answered: Answered) -> bool:
    """Whether the first result's quote holds the whole of a right quote."""
    quote = questions.squeezed(answered.outcome.results[0].quote)
    return any(each in quote for each in answered.question.quotes)


def _groups(settled: list[Answered]) -> dict[str, dict[str, Any]]:
    members = defaultdict(list)
    for each in settled:
        for group in each.question.groups:
            members["=".join(group)].append(each)
    return {name: {"questions": len(found)} | _ranking(found) for name, found in sorted(members.items())}


def _ranking(settled: list[Answered]) -> dict[str, float]:
    ndcg = float(np.mean([each.ndcg for each in settled]))
    return metrics.ranking([each.rank for each in settled]) | {f"nDCG@{DEPTH}": ndcg}


def _answered_by_kind(unsettled: list[Answered]) -> dict[str, str]:
    kinds = defaultdict(list)
    for each in unsettled:
        kinds[dict(each.question.groups).get("kind", "")].append(each.outcome.answerable)
    return {kind: f"{sum(answered)}/{len(answered)}" for kind, answered in sorted(kinds.items())}


def described(report: dict[str, Any]) -> str:
    """The report as text."""
    lines = []
    for name, measured in report.items():
        lines += [
            f"{name} ({measured['use']}): {measured['questions']} questions, {measured['unanswerable']} unanswerable",
            f"  {'':24}{'n':>5}" + "".join(f"{cut:>8}" for cut in measured["ranking"]),
            _row("all", measured["questions"], measured["ranking"]),
            *(
                _row(group, values["questions"], {key: values[key] for key in measured["ranking"]})
                for group, values in measured["groups"].items()
            ),
            f"  right quote first: {measured['quote']:.3f}; calibration error of scores: {measured['calibration_error']:.3f}",
            "  coverage → unanswerable answered: "
            + ", ".join(
                f"{p['coverage']:.0%} → {p['unanswerable_answered']:.1%}" for p in measured["refusal_curve"]
            ),
            "  at the threshold {threshold}: {coverage:.1%} answered, {unanswerable_answered:.1%} of unanswerable ones".format(
                **measured["operating_point"]
            ),
            "  answered by kind: "
            + ", ".join(f"{kind} {n}" for kind, n in measured["operating_point"]["answered_by_kind"].items()),
            "",
        ]
    return "\n".join(lines)


def _row(name: str, number: int, values: dict[str, float]) -> str:
    return f"  {name:24}{number:>5}" + "".join(f"{value:>8.3f}" for value in values.values())
