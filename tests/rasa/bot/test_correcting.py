"""What takes the question before back, and what leaves its subject."""

from __future__ import annotations

import pytest

from actions.understanding.correcting import Correction, corrected, turned
from actions.understanding.followups import Before, meanings


@pytest.mark.parametrize(
    ("message", "meant", "instead_of"),
    [
        ("啊不是，我問的是派人來公司看的那次", "派人来公司看的那次", ""),
        ("唔係，我話嘅係銀獎", "银奖", ""),
        ("不对，我说的是文化类的，不是企业那个", "文化类", "企业"),
        ("讲错了，我们不是企业，是生态类的", "生态类", "企业"),
        ("唔係技術，我講緊業態創新嗰欄", "业态创新", "技术"),
        ("我要的不是创新成果，是后面示范效应那几个方面", "后面示范效应那几个方面", "创新成果"),
        ("说错了，银奖", "银奖", ""),
        ("Sorry, I meant efficiency.", "efficiency", ""),
        ("no, I meant the defence, not the site visit", "defence", "site visit"),
        ("Sorry, not gold, silver", "silver", ""),
    ],
)
def test_what_takes_the_question_before_back(message, meant, instead_of):
    assert corrected(message) == Correction(meant, instead_of)


@pytest.mark.parametrize(
    "message",
    [
        "不是，我问的是答辩能不能线上",
        "我想问的是奖金",
        "我说的是真的",
        "不是金奖",
        "是的",
        "我们是生态类",
        "公司不是新办的，是老厂",
    ],
)
def test_what_corrects_nothing_or_asks_by_itself(message):
    assert corrected(message) is None


@pytest.mark.parametrize(
    ("before", "message", "full"),
    [
        ("答辩一家要多长时间", "啊不是，我问的是派人来看的那次", "派人来看的那次一家要多长时间"),
        ("企业报的有几个等次", "不对，我说的是文化类的，不是企业那个", "文化类报的有几个等次"),
        ("过程打分用什么方法", "讲错了，是生态类的", "生态类过程打分用什么方法"),
        ("报告最多几页", "不是，我讲的是申报表", "申报表最多几页"),
        ("how long is the defence", "sorry, I meant the site visit", "how long is the on-site check"),
    ],
)
def test_a_correction_asks_the_question_before_about_what_was_meant(before, message, full):
    assert full in meanings(message, Before(before)).exchanged


def test_a_correction_that_asks_by_itself_is_not_put_into_what_was_to_be_confirmed():
    read = meanings("不是 我说现场核查 咋查", Before("入围以后还有社会评价对吧"))
    assert (read.bare, read.exchanged) == (("现场核查,咋查",), ())
    assert meanings("那现场核查呢", Before("入围以后还有社会评价对吧")).exchanged == (
        "入围以后还有现场核查对吧",
    )


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("换个问题，总共评几个", "总共评几个"),
        ("講第二樣，交幾多份", "交多少份"),
        ("Different question: is there a fee", "is there a fee"),
        ("换个问题", None),
        ("那银奖呢", None),
    ],
)
def test_what_leaves_the_subject(message, rest):
    assert turned(message) == rest
