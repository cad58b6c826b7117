"""What of the product rests on a clause that a newer edition changed: rules, portal steps and stages, checklists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from actions.eligibility import assess
from actions.materials import checklist
from actions.portal.guide import Clause, portal
from bot.gateway.locale import DEFAULT


@dataclass(frozen=True)
class Touched:
    """`kind`: `rule`, `step`, `trouble`, `stage` or `material`."""

    kind: str
    title: str
    passages: frozenset[str]


def touched(passages: Collection[str]) -> list[Touched]:
    """Those that quote one of these passages of the older edition."""
    changed = frozenset(passages)
    found = []
    for each in _resting():
        if hit := each.passages & changed:
            found.append(Touched(each.kind, each.title, hit))
    return found


def _resting() -> Iterator[Touched]:
    for rule in assess({})["rules"]:
        yield Touched("rule", rule["title"], _cited(rule))
    told = portal()
    for step in told.steps:
        clauses = [*step.figures, *(clause for line in step.lines for clause in line.clauses)]
        yield Touched("step", step.title[DEFAULT], _of(clauses))
        for trouble in step.troubles:
            yield Touched("trouble", trouble.title[DEFAULT], _of(trouble.clauses))
    for form in (*told.forms,):
        yield Touched("step", form.title[DEFAULT], _of(form.line.clauses))
    for stage in told.stages:
        yield Touched("stage", stage.title[DEFAULT], _of(stage.clauses))
    seen: set[str] = set()
    for applicant, category in (
        ("organization", "economic"),
        ("organization", "culture"),
        ("project", "culture"),
    ):
        for item in checklist.items(applicant, category):
            if item["id"] not in seen:
                seen.add(item["id"])
                yield Touched("material", item["title"], _cited(item))


def _of(clauses: Iterable[Clause]) -> frozenset[str]:
    return frozenset(clause.passage_id for clause in clauses)


def _cited(value: Any) -> frozenset[str]:
    """The ids of all citations in a value, however deep."""
    if isinstance(value, dict):
        own = {value["passage_id"]} if "passage_id" in value else set()
        return frozenset(own.union(*map(_cited, value.values())))
    if isinstance(value, list | tuple):
        return frozenset().union(*map(_cited, value))
    return frozenset()
