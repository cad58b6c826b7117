"""More sentences and answers, phrase by phrase (second_round.yml)."""

from pathlib import Path

import pytest
import yaml
from reading import facts_of

from actions.understanding.understand import understand

LIST = yaml.safe_load(Path(__file__).with_name("second_round.yml").read_text(encoding="utf-8"))
TODAY = LIST["today"]


@pytest.mark.parametrize(("phrase", "facts"), LIST["free"].items())
def test_sentence(phrase, facts):
    assert facts_of(understand(phrase, today=TODAY)) == facts


@pytest.mark.parametrize(
    ("asked", "phrase", "value"),
    [(asked, phrase, value) for asked, group in LIST["answers"].items() for phrase, value in group.items()],
)
def test_answer(asked, phrase, value):
    understood = understand(phrase, today=TODAY, asked=asked)
    said = facts_of(understood)
    if value is None:
        assert said == {}
    elif value == "unknown":
        assert (said, understood.outcome) == ({}, "unknown")
    else:
        assert said == (value if isinstance(value, dict) else {asked: value})


def test_a_time_sets_right_what_a_time_was_said_of():
    said = {"asked": "for_profit", "answered": ("registration_date", "applicant"), "today": TODAY}
    assert facts_of(understand("其实是2018年", **said)) == {"registration_date": "2018-01-01..2018-12-31"}
    assert facts_of(understand("2018年", **said)) == {}


def test_the_year_of_an_award_told_of_before_is_no_registration():
    said = {"asked": "registration_date", "known": {"previous_award": "gold"}, "today": TODAY}
    assert facts_of(understand("2021年拿的", **said)) == {"previous_award_year": 2021}
    assert facts_of(understand("2015年拿到执照", **said)) == {"registration_date": "2015-01-01..2015-12-31"}


def test_what_is_only_supposed_says_so():
    for phrase in ("如果我没亏呢", "要是改成战略性新兴产业呢", "如果我们上个月被人社局罚了呢"):
        understood = understand(phrase, today=TODAY)
        assert understood.facts
        assert understood.supposed
    assert not understand("我没亏", today=TODAY).supposed


def test_a_year_alone_is_that_of_an_award_told_of_without_one():
    said = {"asked": "policy_compliant", "today": TODAY}
    assert facts_of(understand("2018年", known={"previous_award": "gold"}, **said)) == {
        "previous_award_year": 2018
    }
    assert facts_of(understand("2018年", **said)) == {}
