"""What an operator's letters are heard as, over the guide and the approved answers themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.knowledge.answers.conftest import offering_of


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("jjjj", "金奖奖金是多少？"),
        ("jj奖金", "金奖奖金是多少？"),
        ("yj奖金", "银奖奖金是多少？"),
        ("yinjiang", "银奖奖金是多少？"),
        ("金j", "金奖奖金是多少？"),
        ("JJJJ", "金奖奖金是多少？"),
        ("xchc", "现场核查谁组织？"),
        ("zpbg", "自评报告是什么？"),
        ("msc", "秘书处在哪个局？"),
        ("tbgxj", "特别贡献奖是什么？"),
        ("sbtj", "申报条件"),  # the term itself, where no question begins with it
        ("jiangjin", "奖金"),
        ("nszm", "纳税证明"),  # in no wording of a question, but in an answer
        ("yinjiang minge", "银奖 名额"),
    ],
)
def test_questions_and_the_guides_words_are_heard(offering, typed, first):
    heard = offering.hear(typed)
    assert heard.texts[0] == first
    assert heard.whole and heard.read == typed.lower()
    assert len(set(heard.texts)) == len(heard.texts) <= 5


def test_each_word_that_two_letters_stand_for_has_its_turn(offering):
    heard = "".join(offering.hear("jj").texts)
    assert all(word in heard for word in ("金奖", "奖金", "经济"))


@pytest.mark.parametrize(("typed", "read"), [("jjq", "jj"), ("sqs", "sq"), ("xchcb", "xchc")])
def test_initials_of_nothing_are_shortened_and_that_is_said(offering, typed, read):
    heard = offering.hear(typed)
    assert (heard.read, heard.whole) == (read, False)
    assert heard.texts == offering.hear(read).texts


@pytest.mark.parametrize(
    "typed", ["奖金", "金奖200", "gold", "gold award", "deadline", "pdf", "iso", "x", "", "？？", "jj" * 31]
)
def test_what_is_no_sound_is_not_heard(offering, typed):
    assert offering.hear(typed).texts == ()


def test_an_edition_without_answers_is_heard_by_its_headings_and_terms(guide):
    questions = [replace(each, answer="") for each in guide.questions[:10]]
    heard = offering_of(replace(guide, answers=(), questions=questions)).hear
    assert heard("zpbg").texts[0] == "自评报告"
    assert heard("qqqq").texts == ()


def test_half_words_are_not_offered(offering):
    """组织再 and 设金奖 stand in answers, and mean nothing."""
    assert not {"组织再", "组织只", "设金奖"} & {
        word for typed in ("zzz", "sjj") for word in offering.hear(typed).texts
    }
