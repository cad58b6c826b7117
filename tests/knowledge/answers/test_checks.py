"""Each check of an approved answer refuses what it is for, and says which field to mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.answers.checks import Checker, numbers, proper_terms
from knowledge.ingest.answers import Entry
from tests.knowledge.small_guide import make_edition

QUESTIONS = tuple(f"答辩最多去几个人，第{sign}种问法" for sign in "甲乙丙丁戊己庚辛")
RIGHT = Entry(
    id="defence-people",
    answer={
        "zh-Hans": "集中答辩时“答辩人数”不超过 3 人。",
        "en": "At most 3 people take part in the defence (集中答辩).",
    },
    quotes=("答辩人数不超过 3人",),
    questions=QUESTIONS,
    not_for=("答辩讲多久", "答辩可以改期吗"),
)
NEIGHBOUR = replace(RIGHT, id="defence-time", questions=("答辩多长时间",), quotes=("答辩时间不超过 40 分钟",))


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(make_edition().passages, [NEIGHBOUR])


def test_a_right_answer_has_no_findings(checker):
    assert checker.findings(RIGHT) == []


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"id": "Defence People"}, "id", "编号只用"),
        ({"id": "a" * 65}, "id", "编号只用"),
        ({"id": "defence-time"}, "id", "已有编号"),
        ({"answer": {"zh-Hans": "答辩人数不超过 3 人。"}}, "answer.en", "请写英文口径"),
        ({"answer": RIGHT.answer | {"zh-Hans": " "}}, "answer.zh-Hans", "请写中文口径"),
        ({"answer": RIGHT.answer | {"fr": "Trois"}}, "answer.fr", "没有这种语言"),
        ({"answer": RIGHT.answer | {"zh-Hans": "不超过 4 人。"}}, "answer.zh-Hans", "数字 4"),
        ({"answer": RIGHT.answer | {"zh-Hans": "不超过 3 万人。"}}, "answer.zh-Hans", "数字 30000"),
        ({"answer": RIGHT.answer | {"en": "At most 3 of 10 people."}}, "answer.en", "数字 10"),
        ({"answer": RIGHT.answer | {"zh-Hans": "《办法》规定不超过 3 人。"}}, "answer.zh-Hans", "“办法”"),
        ({"answer": RIGHT.answer | {"en": "At most 3 (现场评审)."}}, "answer.en", "“现场评审”"),
        ({"quotes": ()}, "quotes", "至少从指引里选一段"),
        ({"quotes": ("答辩人数不限，3人",)}, "quotes.1", "指引里没有这段原文"),
        ({"quotes": (*RIGHT.quotes, "答辩")}, "quotes.2", "有 2 处"),
        ({"questions": QUESTIONS[:7]}, "questions", "现在有 7 种"),
        ({"questions": (*QUESTIONS[:7], QUESTIONS[0] + "？ ")}, "questions.8", "与第 1 个问法相同"),
        ({"questions": (*QUESTIONS, "？？")}, "questions.9", "没有文字"),
        ({"questions": (*QUESTIONS, "答辩多长时间？")}, "questions.9", "已经由答案 defence-time 回答"),
        ({"questions": (*QUESTIONS, "答辩讲多久？")}, "questions.9", "又写在“不适用”里"),
        ({"not_for": ("答辩讲多久", "答辩讲多久？")}, "not_for", "至少写 2 个"),
        ({"quotes": ("答辩人数不超过 3人 ",)}, "quotes.1", "前后有空白"),
        ({"valid_from": date(2026, 2, 1), "valid_until": date(2026, 1, 31)}, "valid_until", "早于"),
    ],
)
def test_a_finding_names_the_field_and_the_mend(checker, change, field, said):
    found = checker.findings(replace(RIGHT, **change))
    assert [finding for finding in found if finding.field == field and said in finding.message], found


def test_an_answer_may_take_its_own_place(checker):
    assert checker.findings(replace(RIGHT, id="defence-time"), instead_of="defence-time") == []
    own = replace(RIGHT, id="defence-time", questions=(*QUESTIONS, "答辩多长时间"))
    assert checker.findings(own, instead_of="defence-time") == []


def test_a_heading_counts_where_nothing_under_it_says_the_same(checker):
    assert [passage.kind for passage in checker.holders("奖励荣誉")] == ["heading"]
    assert [passage.kind for passage in checker.holders("金奖、银奖")] == ["text"]
    assert checker.holders(" ") == []


def test_explained_terms_need_no_quote(checker):
    entry = replace(RIGHT, answer=RIGHT.answer | {"zh-Hans": "不超过 3 人，xlsx 是另一回事。"})
    assert [finding.field for finding in checker.findings(entry)] == ["answer.zh-Hans"]
    assert checker.findings(replace(entry, explained=("xlsx",))) == []
    computed = replace(RIGHT, answer=RIGHT.answer | {"zh-Hans": "合起来不超过 6 人。"})
    assert [finding.field for finding in checker.findings(computed)] == ["answer.zh-Hans"]
    assert checker.findings(replace(computed, explained=("6",))) == []


def test_passages_that_no_answer_reaches(checker):
    assert [passage.order for passage in checker.unreached()] == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("200 万元", {200, 2_000_000}),
        ("1,000 名", {1000}),
        ("六类", {6}),
        ("第一步、一家", set()),
        ("1.5 分", {1.5}),
    ],
)
def test_numbers(text, found):
    assert numbers(text) == found


def test_proper_terms():
    answer = {"zh-Hans": "见《指引》的“说明”和 pdf。", "en": "See the guide (申报指引)."}
    assert proper_terms(answer) == ["指引", "说明", "pdf", "申报指引"]
