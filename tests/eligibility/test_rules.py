"""Every combination of boundary values of every rule's facts, unknown included, against the independent reading."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product

import pytest

from actions.eligibility.conditions import Case, Condition
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.model import Rule, Status
from tests.eligibility import oracle

DAYS = [
    date(2020, 6, 1),
    date(2020, 2, 29),  # a leap day
    date(2021, 2, 28),  # where a leap day's anniversary falls
    date(2020, 2, 28),  # the day before a leap day
    date(2005, 1, 1),  # before any gold award can be old enough
    date(2026, 11, 23),
]
EVERY_RULE = pytest.mark.parametrize("rule", EDITION.rules, ids=lambda rule: rule.id)


def combinations(rule: Rule, as_of: date):
    names = oracle.RULE_FACTS[rule.id]
    for values in product(*([*oracle.boundaries(name, as_of), None] for name in names)):
        facts = {name: value for name, value in zip(names, values, strict=True) if value is not None}
        if oracle.admissible(facts):
            yield facts


def judged(rule: Rule, facts: dict, as_of: date) -> Status:
    return rule.status(Case(facts, as_of, EDITION.numbers))


@EVERY_RULE
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_each_combination_has_the_status_its_completions_agree_on(rule, as_of):
    for facts in combinations(rule, as_of):
        assert judged(rule, facts, as_of) == oracle.three_valued(rule.id, facts, as_of), facts


@EVERY_RULE
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_the_open_facts_are_those_that_can_still_change_the_status(rule, as_of):
    for facts in combinations(rule, as_of):
        case = Case(facts, as_of, EDITION.numbers)
        assert set(rule.open_facts(case)) == oracle.open_facts_of(rule.id, facts, as_of), facts


@EVERY_RULE
def test_each_outcome_can_be_reached(rule):
    reached = Counter(judged(rule, facts, DAYS[0]) for facts in combinations(rule, DAYS[0]))
    expected = {Status.PASS, Status.FAIL, Status.UNKNOWN}
    assert set(reached) == expected | ({Status.NOT_APPLICABLE} if rule.scope else set())


@EVERY_RULE
def test_a_further_fact_never_changes_a_definite_status(rule):
    as_of = DAYS[0]
    for facts in combinations(rule, as_of):
        before = judged(rule, facts, as_of)
        if before is Status.UNKNOWN:
            continue
        for name in oracle.RULE_FACTS[rule.id]:
            for value in oracle.boundaries(name, as_of) if name not in facts else ():
                more = {**facts, name: value}
                assert not oracle.admissible(more) or judged(rule, more, as_of) == before, more


def test_the_rules_are_those_of_the_table_in_its_order():
    assert [rule.id for rule in EDITION.rules] == list(oracle.RULE_FACTS)
    for rule in EDITION.rules:
        assert set(rule.facts) == set(oracle.RULE_FACTS[rule.id])


def leaves(condition: Condition) -> list[Condition]:
    return [leaf for part in condition.parts for leaf in leaves(part)] or [condition]


@EVERY_RULE
def test_no_rule_asks_a_fact_in_two_places(rule):
    """What makes working through the parts of a condition exact."""
    looked_at = [
        fact for condition in (rule.applies, rule.passes) for leaf in leaves(condition) for fact in leaf.facts
    ]
    assert len(looked_at) == len(set(looked_at))


def test_every_number_of_the_edition_is_used():
    used = {
        getattr(leaf, name)
        for rule in EDITION.rules
        for leaf in leaves(rule.passes)
        for name in ("years", "number")
        if hasattr(leaf, name)
    }
    # no_loss_3_years asks its years of the applicant, in words only.
    assert used | {"loss_years"} == set(EDITION.numbers)
