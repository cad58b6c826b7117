"""What a client may send, and the error for each kind of mistake: it names the field and says how to mend it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from actions.eligibility import FactError, UnknownEdition, assess
from actions.eligibility.assessment import today_in_shanghai
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.facts import Choice, Day, Whole, YesNo
from tests.eligibility import oracle

AS_OF = "2020-06-01"
YES_NO = [fact.name for fact in EDITION.facts if isinstance(fact, YesNo)]
CHOICES = [fact.name for fact in EDITION.facts if isinstance(fact, Choice)]
DAYS = [fact.name for fact in EDITION.facts if isinstance(fact, Day)]
WHOLE = [fact.name for fact in EDITION.facts if isinstance(fact, Whole)]


def refused(facts: object, as_of: object = AS_OF, edition: object = None) -> FactError:
    with pytest.raises(FactError) as caught:
        assess(facts, as_of, edition)
    error = caught.value
    assert re.search(r"[\u4e00-\u9fff]", error.message) and error.message.endswith(("。", "？"))
    return error


def test_the_facts_are_those_of_the_table():
    asked_by_rules = {fact for facts in oracle.RULE_FACTS.values() for fact in facts}
    assert {fact.name for fact in EDITION.facts} == asked_by_rules | {"fully_fiscal_funded"}
    assert (len(YES_NO), len(CHOICES), len(DAYS), len(WHOLE)) == (17, 5, 5, 2)


@pytest.mark.parametrize("name", YES_NO)
@pytest.mark.parametrize("value", ["true", "false", "是", 1, 0, 1.0, [], {}, "null"])
def test_yes_or_no_is_true_or_false_and_nothing_else(name, value):
    error = refused({name: value})
    assert (error.field, error.code) == (name, "wrong_type")
    assert "true 或 false" in error.message


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize(
    "value, code",
    [
        (True, "wrong_type"),
        (1, "wrong_type"),
        (["project"], "wrong_type"),
        ("", "unknown_option"),
        ("Project", "unknown_option"),
        ("组织", "unknown_option"),
    ],
)
def test_a_choice_is_one_of_its_words(name, value, code):
    error = refused({name: value})
    assert (error.field, error.code) == (name, code)
    assert EDITION.fact(name).options[0] in error.message


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [True, False, 5.0, 2015.5, "5", "二十", [5]])
def test_a_whole_number_is_no_boolean_no_fraction_and_no_text(name, value):
    error = refused({name: value})
    assert (error.field, error.code) == (name, "wrong_type")


@pytest.mark.parametrize(
    "name, value",
    [
        ("city_rank", 0),
        ("city_rank", -1),
        ("city_rank", 1_000_001),
        ("city_rank", 10**400),
        ("previous_award_year", 2003),
        ("previous_award_year", 2021),
        ("previous_award_year", 10**400),
    ],
)
def test_a_number_stays_in_its_range(name, value):
    error = refused({name: value})
    assert (error.field, error.code) == (name, "out_of_range")
    assert len(error.message) < 60


@pytest.mark.parametrize(
    "name, value",
    [
        ("city_rank", 1),
        ("city_rank", 1_000_000),
        ("previous_award_year", 2004),
        ("previous_award_year", 2020),
    ],
)
def test_the_ends_of_a_range_belong_to_it(name, value):
    assess({name: value}, AS_OF)


@pytest.mark.parametrize("name", [*DAYS, "as_of"])
@pytest.mark.parametrize(
    "value",
    [
        "2019-1-1",
        "2019/01/01",
        "2019-01-01T00:00:00",
        "20190101",
        "2019-W01-1",
        "2019-01",
        "２０１９-01-01",
        " 2019-01-01",
        "2019-01-01\n",
        "-2019-01-01",
        "",
        "昨天",
        20190101,
        2019.5,
        True,
        ["2019-01-01"],
        {"year": 2019},
    ],
)
def test_a_day_is_written_in_one_way_only(name, value):
    error = refused({}, value) if name == "as_of" else refused({name: value})
    assert (error.field, error.code) == (name, "wrong_type")
    assert "YYYY-MM-DD" in error.message


@pytest.mark.parametrize("name", [*DAYS, "as_of"])
@pytest.mark.parametrize(
    "value",
    [
        "2019-02-29",
        "2019-02-30",
        "2019-13-01",
        "2019-00-10",
        "2019-04-31",
        "0000-01-01",
        "2019-01-00",
        "1900-02-29",
    ],
)
def test_a_day_is_in_the_calendar(name, value):
    error = refused({}, value) if name == "as_of" else refused({name: value})
    assert (error.field, error.code) == (name, "impossible_date")
    assert value in error.message


@pytest.mark.parametrize("name", DAYS)
def test_an_event_is_no_later_than_the_day_judged_on(name):
    assess({name: AS_OF}, AS_OF)
    error = refused({name: "2020-06-02"})
    assert (error.field, error.code) == (name, "later_than_as_of")
    assert AS_OF in error.message


def test_a_project_to_come_has_a_word_of_its_own():
    assert "not_started" in refused({"project_start_date": "2020-06-02"}).message
    assess({"project_start_date": "not_started"}, AS_OF)
    assert refused({"registration_date": "not_started"}).code == "wrong_type"


@pytest.mark.parametrize(
    "free, latest",
    [
        ("penalty_free", "last_penalty_date"),
        ("accident_free", "last_accident_date"),
        ("env_dishonesty_free", "last_env_dishonesty_date"),
    ],
)
def test_a_clean_record_and_an_event_contradict_each_other(free, latest):
    error = refused({free: True, latest: "2010-01-01"})
    assert (error.field, error.code) == (latest, "contradiction")
    assert free in error.message
    assess({free: False, latest: "2010-01-01"}, AS_OF)
    assess({latest: "2010-01-01"}, AS_OF)
    assess({free: True, latest: None}, AS_OF)


@pytest.mark.parametrize(
    "name, value",
    [
        ("registration_date", "9997-01-01"),
        ("project_start_date", "9999-01-01"),
        ("last_penalty_date", "9999-01-01"),
        ("last_accident_date", "9997-01-01"),
        ("last_env_dishonesty_date", "9998-12-31"),
        ("previous_award_year", 9997),
    ],
)
def test_years_that_are_full_after_the_end_of_the_calendar_are_refused(name, value):
    error = refused({name: value, "previous_award": "gold"}, "9999-12-31")
    assert (error.field, error.code) == (name, "beyond_calendar")


@pytest.mark.parametrize("as_of", ["0001-01-01", "0004-02-29", "9999-12-31"])
def test_any_day_of_the_calendar_can_be_judged_on(as_of):
    facts = {"applicant": "organization", "registration_date": as_of if as_of < "9000" else "9996-12-31"}
    assert assess(facts, as_of)["as_of"] == as_of


@pytest.mark.parametrize(
    "name, near",
    [
        ("aplicant", "applicant"),
        ("registration_data", "registration_date"),
        ("Applicant", "applicant"),
        ("penality_free", "penalty_free"),
    ],
)
def test_a_misspelt_fact_is_told_the_name_it_is_near_to(name, near):
    error = refused({name: None})
    assert (error.field, error.code) == (name, "unknown_fact")
    assert f"是不是想填 {near}" in error.message


@pytest.mark.parametrize("name", ["", "注册资本", "x" * 5000, "\ud800", "edition", "verdict"])
def test_an_unknown_fact_is_named_and_the_error_can_always_be_sent(name):
    error = refused({name: True})
    assert error.code == "unknown_fact"
    assert (error.field + error.message).encode("utf-8")
    assert len(error.message) < 1000


@pytest.mark.parametrize("facts", [None, [], "facts", 1, True, [["applicant", "project"]]])
def test_facts_are_an_object(facts):
    error = refused(facts)
    assert (error.field, error.code) == ("facts", "wrong_type")


def test_nothing_known_is_a_case_too():
    report = assess({}, AS_OF)
    assert report["verdict"] == "undetermined" and report["next_fact"] == "applicant"
    assert assess({fact.name: None for fact in EDITION.facts}, AS_OF) == report


def test_a_year_is_ignored_where_there_was_no_award():
    for award in ("none", "silver", "bronze"):
        report = assess({"previous_award": award, "previous_award_year": 2020}, AS_OF)
        assert report["rules"][-1]["status"] == "pass"


@pytest.mark.parametrize("edition", ["2019", "", "2020 ", "二〇二〇", "\ud800", "x" * 5000])
def test_an_unknown_edition_is_not_a_wrong_fact(edition):
    with pytest.raises(UnknownEdition) as caught:
        assess({}, AS_OF, edition)
    assert "2020" in caught.value.message and len(caught.value.message.encode("utf-8")) < 400


@pytest.mark.parametrize("edition", [2020, True, ["2020"], {}])
def test_an_edition_is_named_by_text(edition):
    assert refused({}, AS_OF, edition).field == "edition"


def test_the_clock_decides_the_day_only_where_none_is_given():
    assert assess({}, today=lambda: date(2020, 2, 29))["as_of"] == "2020-02-29"
    assert assess({}, AS_OF, today=lambda: date(1999, 1, 1))["as_of"] == AS_OF
    assert assess({}, date(2020, 6, 1)) == assess({}, AS_OF)
    before, found, after = today_in_shanghai(), assess({})["as_of"], today_in_shanghai()
    assert before.isoformat() <= found <= after.isoformat()
