"""A later edition with other numbers and other rules is data: engine, dialogue and API stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from actions.eligibility import assess
from actions.eligibility.conditions import ALWAYS, Is
from actions.eligibility.editions import edition_for
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.facts import YesNo
from actions.eligibility.inquiry import Inquiry
from actions.eligibility.model import Article, Clause, Rule

APPLICANTS = yaml.safe_load((Path(__file__).parent / "applicants.yml").read_text(encoding="utf-8"))
COMPANY = APPLICANTS["其他行业的企业"]

# An invented edition: five years and rank 30, losses no longer matter, unpaid tax does.
LATER = replace(
    EDITION,
    id="2028",
    title="《申报指引》2028 版",
    valid_from=date(2028, 1, 1),
    valid_until=date(2030, 12, 31),
    numbers={
        **EDITION.numbers,
        "registration_years": 5,
        "leading_rank": 30,
        "gold_wait_years": 4,
        "penalty_years": 2,
    },
    facts=(*EDITION.facts, YesNo("tax_paid", "是否没有欠税")),
    rules=(
        *(rule for rule in EDITION.rules if rule.id != "no_loss_3_years"),
        Rule(
            id="no_tax_owed",
            title="没有欠税",
            applies=ALWAYS,
            passes=Is("tax_paid", True),
            met="没有欠税。",
            broken="有欠税。",
            remedy="缴清税款后，符合这一条。",
        ),
    ),
    articles={
        **EDITION.articles,
        "no_tax_owed": Article(Clause("2028-1.6-aaaaaa", ("一、说明",), "没有欠税")),
    },
)
EDITIONS = (EDITION, LATER)


def judged(facts: dict, as_of: str, edition: str | None = None) -> dict:
    return assess(facts, as_of, edition, editions=EDITIONS)


def rule(report: dict, id_: str) -> dict:
    return next(rule for rule in report["rules"] if rule["id"] == id_)


@pytest.mark.parametrize(
    "day, edition",
    [
        ("0001-01-01", "2020"),
        ("2020-01-01", "2020"),
        ("2020-12-31", "2020"),
        ("2024-06-30", "2020"),  # 1277 days after the one, 1280 before the other
        ("2024-07-02", "2028"),
        ("2028-01-01", "2028"),
        ("2030-12-31", "2028"),
        ("9999-12-31", "2028"),
    ],
)
def test_a_day_is_judged_by_the_edition_in_force_or_the_nearest(day, edition):
    report = judged({}, day)
    assert report["edition"] == edition
    in_force = "2020-01-01" <= day <= "2020-12-31" or "2028-01-01" <= day <= "2030-12-31"
    assert any("以当年通知" in warning for warning in report["warnings"]) == (not in_force)


def test_of_two_equally_near_editions_the_later_judges():
    midway = date(2024, 7, 2)
    later = replace(LATER, valid_from=date(2028, 1, 2))
    assert midway - EDITION.valid_until == later.valid_from - midway
    assert edition_for(midway, editions=(EDITION, later)) is later


def test_the_edition_asked_for_judges_and_says_so_when_it_is_not_in_force():
    report = judged(COMPANY, "2020-06-01", "2028")
    assert report["edition"] == "2028"
    assert any("2028 版" in warning for warning in report["warnings"])


def test_the_numbers_are_the_editions_in_statuses_dates_and_words():
    facts = {**COMPANY, "registration_date": "2024-06-01", "city_rank": 25, "tax_paid": True}
    report = judged(facts, "2028-06-01")
    assert rule(report, "industry_position")["status"] == "pass"
    assert "前 30 位" in rule(report, "industry_position")["reason"]
    registered = rule(report, "registered_3_years")
    assert (registered["status"], registered["title"]) == ("fail", "在深圳登记注册满 5 年")
    assert report["earliest_date"] == "2029-06-01"
    assert judged({key: value for key, value in facts.items() if key != "tax_paid"}, "2028-06-01", "2020")[
        "verdict"
    ] == (
        "ineligible"  # rank 25
    )


def test_a_rule_that_is_gone_is_neither_judged_nor_asked_for():
    report = judged({**COMPANY, "loss_last_3_years": True, "tax_paid": True}, "2028-06-01")
    assert report["verdict"] == "eligible"
    assert "no_loss_3_years" not in [rule["id"] for rule in report["rules"]]
    assert "loss_last_3_years" not in judged({"applicant": "organization"}, "2028-06-01")["open_facts"]


def test_a_new_rule_is_judged_and_asked_for_in_the_api_and_the_dialogue():
    report = judged(COMPANY, "2028-06-01")
    assert (report["verdict"], report["next_fact"]) == ("undetermined", "tax_paid")
    assert judged({**COMPANY, "tax_paid": False}, "2028-06-01")["verdict"] == "ineligible"
    inquiry = Inquiry(COMPANY, "2028-06-01", editions=EDITIONS)
    assert inquiry.next_question() == "tax_paid"
    assert inquiry.explain("tax_paid")["grounds"][0]["citation"]["edition"] == "2028"
    assert inquiry.numbers["penalty_years"] == 2


def test_the_calendar_is_guarded_by_the_editions_own_years():
    assert judged({"last_penalty_date": "9998-06-01"}, "9999-01-01", "2020")["verdict"] == "ineligible"
    with pytest.raises(Exception, match="last_penalty_date"):
        judged({"last_penalty_date": "9998-06-01"}, "9999-01-01", "2028")


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_every_wording_of_every_rule_can_be_said(edition):
    for rule in edition.rules:
        for wording in (rule.met, rule.broken, rule.remedy):
            for text in [wording] if isinstance(wording, str) else [choice.text for choice in wording]:
                said = text.format(**edition.numbers, as_of="某日", from_date="某日")
                assert said.endswith("。") and "  " not in said
        assert rule.title.format_map(edition.numbers)
        assert bool(rule.scope) == (rule.applies is not ALWAYS)
    for fact in edition.facts:
        assert "{" not in edition.title_of(fact.name)
