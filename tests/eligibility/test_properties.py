"""What holds for any facts on any day."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.eligibility import assess
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.facts import Day, Fact, Whole
from actions.eligibility.inquiry import Inquiry
from tests.eligibility import oracle

STATUSES = {"pass", "fail", "unknown", "not_applicable"}


@st.composite
def cases(draw, earliest: date = date(2004, 1, 1)) -> tuple[dict, date]:
    """Some facts as a client sends them, and the day to judge on."""
    as_of = draw(st.dates(earliest, date(2100, 12, 31)))
    facts: dict = {}
    for fact in EDITION.facts:
        no_award_yet = fact.name == "previous_award_year" and as_of.year < fact.low
        if draw(st.booleans()) and not no_award_yet:
            facts[fact.name] = draw(values(fact, as_of))
    for free, latest in oracle.PAIRS.items():
        if facts.get(free) is True:
            facts.pop(latest, None)
    return facts, as_of


def values(fact: Fact, as_of: date) -> st.SearchStrategy:
    """The values a fact can have, those near where rules change their mind often enough."""
    if isinstance(fact, Day):
        back = min(4 * 366, (as_of - date.min).days)
        recent = st.integers(0, back).map(lambda days: as_of - timedelta(days=days))
        days = st.one_of(recent, st.dates(max_value=as_of)).map(date.isoformat)
        return st.one_of(days, st.just(fact.instead)) if fact.instead else days
    if isinstance(fact, Whole):
        high = fact.high or as_of.year
        near = min(high, fact.low + 25)
        return st.one_of(
            st.integers(fact.low, high),
            st.integers(fact.low, near),
            st.integers(max(fact.low, high - 5), high),
        )
    return st.sampled_from(fact.options)


def as_dates(facts: dict) -> dict:
    days = {fact.name for fact in EDITION.facts if isinstance(fact, Day)}
    return {
        name: date.fromisoformat(value) if name in days and value != "not_started" else value
        for name, value in facts.items()
    }


def statuses(report: dict) -> dict[str, str]:
    return {rule["id"]: rule["status"] for rule in report["rules"]}


@settings(max_examples=150, deadline=None)
@given(cases())
def test_statuses_and_open_facts_are_the_independent_readings(case):
    facts, as_of = case
    report = assess(facts, as_of)
    known = as_dates(facts)
    assert statuses(report) == {rule: oracle.three_valued(rule, known, as_of) for rule in oracle.RULE_FACTS}
    assert set(report["open_facts"]) == oracle.open_facts(known, as_of)


@settings(max_examples=150, deadline=None)
@given(cases(earliest=date(1, 1, 1)))
def test_a_report_is_whole_and_consistent(case):
    facts, as_of = case
    report = assess(facts, as_of.isoformat())
    assert json.loads(json.dumps(report)) == report
    assert assess(facts, as_of.isoformat()) == report
    found = statuses(report)
    assert len(found) == 20 and set(found.values()) <= STATUSES
    verdict = (
        "ineligible"
        if "fail" in found.values()
        else "undetermined"
        if "unknown" in found.values()
        else "eligible"
    )
    assert report["verdict"] == verdict
    assert bool(report["open_facts"]) == ("unknown" in found.values())
    assert report["next_fact"] == (report["open_facts"][0] if verdict == "undetermined" else None)
    assert not set(report["open_facts"]) & set(facts)
    assert verdict == "eligible" or report["consequences"] == []
    for rule in report["rules"]:
        assert rule["reason"] and "{" not in json.dumps(rule, ensure_ascii=False).replace('{"', "")
        assert ("remedy" in rule) == (rule["status"] == "fail")


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_a_further_fact_only_makes_the_outcome_more_definite(case, data):
    facts, as_of = case
    before = assess(facts, as_of)
    unknown = [
        fact
        for fact in EDITION.facts
        if fact.name not in facts
        and facts.get(fact.follows) is not True
        and oracle.PAIRS.get(fact.name) not in facts
    ]
    if not unknown:
        return
    fact = data.draw(st.sampled_from(unknown))
    after = assess({**facts, fact.name: data.draw(values(fact, as_of))}, as_of)
    for rule, status in statuses(before).items():
        assert status == "unknown" or statuses(after)[rule] == status
    assert before["verdict"] == "undetermined" or after["verdict"] == before["verdict"]
    assert set(after["open_facts"]) <= set(before["open_facts"])


@settings(max_examples=200, deadline=None)
@given(cases())
def test_the_earliest_date_is_the_first_day_without_the_failures(case):
    facts, as_of = case
    report = assess(facts, as_of)
    failed = [rule for rule in report["rules"] if rule["status"] == "fail"]
    if report["earliest_date"] is None:
        assert not failed or any("from_date" not in rule["remedy"] for rule in failed)
        return
    day = date.fromisoformat(report["earliest_date"])
    assert day > as_of

    def still_failing(on: date) -> set[str]:
        now = statuses(assess(facts, on))
        return {rule["id"] for rule in failed if now[rule["id"]] == "fail"}

    assert still_failing(day) == set()
    assert still_failing(day - timedelta(days=1)) != set()


@settings(max_examples=100, deadline=None)
@given(cases(), st.sampled_from(EDITION.facts))
def test_null_is_the_same_as_not_given(case, fact):
    facts, as_of = case
    assert assess({**facts, fact.name: facts.get(fact.name)}, as_of) == assess(facts, as_of)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_the_dialogue_asks_what_the_api_names(case):
    facts, as_of = case
    assert Inquiry(facts, as_of).next_question() == assess(facts, as_of)["next_fact"]
