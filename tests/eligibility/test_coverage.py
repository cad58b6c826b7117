"""Each sentence of the guide on conditions, numbers of applications and rewards is a rule's, or no rule's for a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.eligibility.editions.e2020 import EDITION
from eval import eligibility_coverage as coverage
from knowledge.ingest.edition import read_edition

GUIDE = Path(__file__).resolve().parents[2] / "knowledge" / "documents" / "2020"
SECTIONS = ("（四）奖励荣誉", "（五）申奖对象", "（六）申奖条件", "（七）申报数量规定")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_sentences_are_the_guides_none_left_out(section):
    written = [row.sentence for row in coverage.read() if row.section == section]
    assert written == coverage.sentences(read_edition(GUIDE).passages, section)


def test_each_sentence_has_a_rule_or_a_reason():
    assert {row.section for row in coverage.read()} == set(SECTIONS)
    assert [row.sentence for row in coverage.read() if not row.rules and not row.why_no_rule] == []


def test_each_rule_stands_for_a_sentence():
    assert {rule for row in coverage.read() for rule in row.rules} == {rule.id for rule in EDITION.rules}


def test_the_notices_named_are_in_the_report():
    known = {notice.id for notice in (*EDITION.consequences, *EDITION.warnings)}
    assert {notice for row in coverage.read() for notice in row.notices} <= known


@pytest.mark.parametrize("rule", EDITION.rules, ids=lambda rule: rule.id)
def test_a_rule_quotes_the_sentences_it_stands_for(rule):
    covered = "".join(row.sentence for row in coverage.read() if rule.id in row.rules)
    article = EDITION.articles[rule.id]
    assert article.clause.quote in covered
    assert all(clause.quote in covered for _, clause in article.instead)


def test_the_table_is_up_to_date():
    assert coverage.TABLE.read_text(encoding="utf-8") == coverage.render(coverage.read())
