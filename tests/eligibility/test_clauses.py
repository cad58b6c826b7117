"""Rule and clause are bound both ways: change the guide's text and the rule that stands on it goes red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from actions.eligibility import assess
from actions.eligibility.conditions import Condition
from actions.eligibility.editions import EDITIONS
from actions.eligibility.editions.e2020 import EDITION
from actions.eligibility.model import Article, Clause, Edition
from knowledge.ingest.edition import read_edition
from knowledge.model import Passage

DOCUMENTS = Path(__file__).resolve().parents[2] / "knowledge" / "documents"


@pytest.fixture(scope="module")
def passages() -> dict[str, Passage]:
    return {passage.id: passage for passage in read_edition(DOCUMENTS / "2020").passages}


def clauses(article: Article) -> list[Clause]:
    return [article.clause, *(clause for _, clause in article.instead), *article.see_also]


def unbound(edition: Edition, passages: Sequence[Passage]) -> set[str]:
    """The rules and notices of which some clause no longer stands in the guide as quoted, where it is quoted from."""
    by_id = {passage.id: passage for passage in passages}
    return {
        owner
        for owner, article in edition.articles.items()
        for clause in clauses(article)
        if (passage := by_id.get(clause.passage_id)) is None
        or clause.quote not in passage.text
        or clause.path != tuple(passage.path)
    }


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_every_clause_stands_in_the_guide_word_for_word(edition):
    assert unbound(edition, read_edition(DOCUMENTS / edition.id).passages) == set()


@pytest.mark.parametrize(
    "there, instead, owners",
    [
        ("前 20 位", "前 30 位", {"industry_position"}),
        ("登记注册 3年以上", "登记注册 5年以上", {"registered_in_shenzhen", "registered_3_years"}),
        ("近 1年没有因违反", "近 2年没有因违反", {"no_penalty_1_year"}),
        ("3年后方可再次申请", "2年后方可再次申请", {"gold_waiting_period"}),
        ("不得超过一家", "不得超过两家", {"one_per_group"}),
    ],
)
def test_a_changed_text_unbinds_the_rules_that_quote_it(passages, there, instead, owners):
    changed = [replace(passage, text=passage.text.replace(there, instead)) for passage in passages.values()]
    assert unbound(EDITION, changed) == owners


def test_a_passage_that_is_gone_unbinds_what_quotes_it(passages):
    kept = [
        passage
        for passage in passages.values()
        if passage.id != EDITION.articles["one_per_group"].clause.passage_id
    ]
    assert unbound(EDITION, kept) == {"one_per_group"}


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_every_rule_and_notice_has_its_article_and_no_article_is_idle(edition):
    owners = [owner.id for owner in (*edition.rules, *edition.consequences, *edition.warnings)]
    assert len(owners) == len(set(owners))
    grounded = set(owners) - {"said_of_organizations"}  # says what the guide leaves open
    assert set(edition.articles) == grounded


def numbers(condition: Condition) -> set[str]:
    own = {getattr(condition, name) for name in ("years", "number") if hasattr(condition, name)}
    return own.union(*(numbers(part) for part in condition.parts))


@pytest.mark.parametrize("rule", EDITION.rules, ids=lambda rule: rule.id)
def test_the_numbers_of_a_rule_are_printed_in_its_clauses(rule):
    used = numbers(rule.passes) | ({"loss_years"} if rule.id == "no_loss_3_years" else set())
    printed = "".join(clause.quote for clause in clauses(EDITION.articles[rule.id]))
    for name in used:
        assert str(EDITION.numbers[name]) in printed


@pytest.mark.parametrize("applicant", ["organization", "project"])
def test_the_report_cites_passages_a_reader_can_open(passages, applicant):
    for rule in assess({"applicant": applicant})["rules"]:
        for cited in (rule["citation"], *rule.get("see_also", ())):
            passage = passages[cited["passage_id"]]
            assert cited["quote"] in passage.text
            assert (cited["edition"], cited["path"]) == (passage.edition, list(passage.path))


def test_a_project_is_shown_the_clause_on_projects():
    def cited(applicant: str) -> str:
        return assess({"applicant": applicant})["rules"][1]["citation"]["path"][-1]

    assert (cited("organization"), cited("project")) == ("1．组织奖申报", "2．项目奖申报")


INTERPRETED = {
    "registered_in_shenzhen",
    "industry_position",
    "no_loss_3_years",
    "no_penalty_1_year",
    "no_accident_3_years",
    "no_env_dishonesty_3_years",
    "single_application",
    "one_per_group",
    "gold_waiting_period",
}


def test_readings_are_shown_where_the_guide_leaves_something_open_with_the_advice_to_ask():
    shown = {rule["id"]: rule["interpretation"] for rule in assess({})["rules"] if "interpretation" in rule}
    assert set(shown) == INTERPRETED
    assert all("秘书处" in reading for reading in shown.values())
