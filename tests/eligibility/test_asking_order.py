"""Asking by next_fact: it ends, it reaches a verdict, and nothing is asked in vain."""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterator
from datetime import date

import pytest

from actions.eligibility import assess
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.model import Edition
from eval import eligibility_questions as questions
from tests.eligibility import oracle

AS_OF = date(2020, 6, 1)

# One value for every way an answer can turn out.
ANSWERS = {
    "applicant": ("organization", "project"),
    "category": ("economic", "culture"),
    "registration_date": ("2010-01-01", "2019-01-01"),
    "leading_evidence": ("certificate", "none"),
    "city_rank": (1, 21),
    "project_role": ("owner", "implementer", "none"),
    "project_start_date": ("2015-01-01", "2020-01-01", "not_started"),
    "last_penalty_date": ("2010-01-01", "2020-01-01"),
    "last_accident_date": ("2010-01-01", "2020-01-01"),
    "last_env_dishonesty_date": ("2010-01-01", "2020-01-01"),
    "previous_award": ("none", "gold", "silver"),
    "previous_award_year": (2010, 2019),
}


def answers_to(fact: str) -> tuple:
    return ANSWERS.get(fact, (True, False))


def as_dates(facts: dict) -> dict:
    """The facts as the oracle takes them."""
    return {
        name: date.fromisoformat(value) if name.endswith("_date") and value != "not_started" else value
        for name, value in facts.items()
    }


def conversations(facts: dict | None = None) -> Iterator[tuple[dict, dict]]:
    """Every conversation by next_fact, turn by turn: the facts so far and the report on them."""
    facts = facts or {}
    report = assess(facts, AS_OF)
    yield facts, report
    if report["next_fact"] is not None:
        for answer in answers_to(report["next_fact"]):
            yield from conversations({**facts, report["next_fact"]: answer})


@pytest.fixture(scope="module")
def turns() -> list[tuple[dict, dict]]:
    return list(conversations())


def test_every_conversation_ends_with_a_verdict(turns):
    assert len(turns) > 400
    for facts, report in turns:
        assert (report["next_fact"] is None) == (report["verdict"] != "undetermined"), facts


def test_only_facts_that_can_still_change_the_outcome_are_asked(turns):
    for facts, report in turns:
        assert set(report["open_facts"]) == oracle.open_facts(as_dates(facts), AS_OF)
        if report["next_fact"] is not None:
            assert report["next_fact"] == report["open_facts"][0]


def test_no_answer_turns_out_to_have_been_needless(turns):
    """Taking any answer back from a way to an eligible verdict leaves it undetermined."""
    follow_ups = {fact.follows: fact.name for fact in EDITION.facts if fact.follows}
    ended = [facts for facts, report in turns if report["verdict"] == "eligible"]
    assert len(ended) > 50
    for facts in ended:
        for name in facts:
            if follow_ups.get(name) in facts:
                continue  # the date of an event says by itself that there was one
            fewer = {other: value for other, value in facts.items() if other != name}
            assert assess(fewer, AS_OF)["verdict"] == "undetermined", (name, facts)


def test_going_on_after_a_failure_settles_every_rule(turns):
    failed = [(facts, report) for facts, report in turns if report["verdict"] == "ineligible"]
    for facts, report in failed[::25]:
        while report["open_facts"]:
            fact = report["open_facts"][0]
            facts = {**facts, fact: answers_to(fact)[0]}
            report = assess(facts, AS_OF)
            assert report["verdict"] == "ineligible"
            assert report["next_fact"] is None
        assert all(rule["status"] != "unknown" for rule in report["rules"])


def test_what_tells_whether_a_rule_applies_is_asked_before_what_the_rule_asks():
    place = {fact.name: nth for nth, fact in enumerate(EDITION.facts)}
    for rule in EDITION.rules:
        for gate in rule.applies.facts:
            for fact in set(rule.passes.facts) - set(rule.applies.facts):
                assert place[gate] < place[fact], (rule.id, gate, fact)
    for fact in EDITION.facts:
        if fact.follows:
            assert place[fact.follows] < place[fact.name]


def test_the_prize_alone_is_never_a_reason_to_ask(turns):
    assert all("fully_fiscal_funded" not in report["open_facts"] for _, report in turns)


def test_asking_by_next_fact_is_shorter_than_in_order_and_than_a_form():
    """As `python -m eval.eligibility_questions` measures on more applicants."""
    chance = random.Random(1)
    applicants = [questions.random_applicant(chance) for _ in range(200)]
    in_order = questions.in_table_order(EDITION)

    def mean(edition: Edition, **how: bool) -> float:
        return statistics.mean(questions.settled(edition, applicant, **how)[0] for applicant in applicants)

    assert mean(EDITION) < 0.9 * mean(in_order) < 0.7 * mean(in_order, all_rules=True)
