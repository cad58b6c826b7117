"""The cases under cases/, written for the award's staff to read and to add to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from actions.eligibility import assess

HERE = Path(__file__).parent
APPLICANTS = yaml.safe_load((HERE / "applicants.yml").read_text(encoding="utf-8"))
DEFAULT_DAY = "2020-06-01"
EXPECTATIONS = {
    "edition",
    "verdict",
    "earliest_date",
    "next_fact",
    "open_facts",
    "open_facts_without",
    "rules",
    "failing",
    "consequences",
    "consequences_say",
    "consequences_do_not_say",
    "warnings_say",
    "warnings_do_not_say",
}


def cases() -> list:
    return [
        pytest.param(case, id=f"{file.stem}-{case['case']}")
        for file in sorted((HERE / "cases").glob("*.yml"))
        for case in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", cases())
def test_case(case):
    assert set(case) <= {"case", "of", "as_of", "edition", "facts", "expect"}
    facts = {**APPLICANTS[case["of"]], **case.get("facts", {})}
    report = assess(facts, case.get("as_of", DEFAULT_DAY), case.get("edition"))
    expected = case["expect"]
    assert expected and set(expected) <= EXPECTATIONS
    for key in ("edition", "verdict", "earliest_date", "next_fact", "open_facts", "consequences"):
        if key in expected:
            assert report[key] == expected[key], key
    statuses = {rule["id"]: rule["status"] for rule in report["rules"]}
    assert {rule: statuses[rule] for rule in expected.get("rules", {})} == expected.get("rules", {})
    if "failing" in expected:
        assert [rule for rule, status in statuses.items() if status == "fail"] == expected["failing"]
    assert not set(expected.get("open_facts_without", ())) & set(report["open_facts"])
    for key in ("consequences", "warnings"):
        said = "\n".join(report[key])
        assert [words for words in expected.get(f"{key}_say", ()) if words not in said] == []
        assert [words for words in expected.get(f"{key}_do_not_say", ()) if words in said] == []


def test_the_cases_are_many_and_named_apart():
    names = [param.id for param in cases()]
    assert len(names) == len(set(names)) >= 80


@pytest.mark.parametrize("name", [name for name in APPLICANTS if APPLICANTS[name]])
def test_the_applicants_the_cases_start_from_are_eligible(name):
    assert assess(APPLICANTS[name], DEFAULT_DAY)["verdict"] == "eligible"
