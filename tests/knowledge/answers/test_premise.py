"""What a question takes for given is corrected only where its answer certainly contradicts it."""

from __future__ import annotations

import pytest

from knowledge.answers.premise import contradicted
from knowledge.ingest.edition import DOCUMENTS, read_edition
from knowledge.model import Correction
from knowledge.retrieve import synonyms
from knowledge.retrieve.query import understand

FALSE = [
    ("银奖300万对吧", "prize-money", "figure", "300 万元"),
    ("銀獎有三百萬對吧", "prize-money-silver", "figure", "300 万元"),
    ("银奖200万对吧", "prize-money", "figure", "200 万元"),  # gold's
    ("Is the silver prize 3 million yuan?", "prize-money-silver", "figure", "300 万元"),
    ("铜奖有8个名额吧", "economic-quota", "figure", "8 名"),
    ("答辩去五个人可以吧", "defence-participants", "figure", "5 人"),
    ("答辩最多2个人对吧", "defence-participants", "figure", "2 人"),
    ("注册满两年就能报吧", "registered-three-years", "figure", "2 年"),
    ("报告可以写5万字吧", "material-report-length", "figure", "5 万字"),
    ("答辩可以讲一个钟头吧", "defence-duration", "figure", "60 分钟"),
    ("行业前50名就够了吧", "city-rank-twenty", "figure", "50 位"),
    ("文件不能超过100M对吗", "portal-size", "figure", "100 M"),
    ("有铜奖的文化类能拿几个", "non-economic-quota", "none", "铜奖"),
    ("文化类有铜奖吗", "non-economic-quota", "none", "铜奖"),
    ("再次拿金奖还有奖金吧", "gold-repeat", "denied", "奖金"),
    ("再拿金奖要占名额吧", "gold-repeat", "denied", "名额"),
]
TRUE_OR_OPEN = [
    ("银奖100万对吧", "prize-money"),
    ("银奖一百万是吧", "prize-money-silver"),
    ("银奖多少万", "prize-money"),
    ("铜奖有六个名额吗", "economic-quota"),
    ("经济类铜奖几名", "economic-quota"),
    ("答辩去2个人行吗", "defence-participants"),  # fewer than the most
    ("公司注册5年能报吗", "registered-three-years"),  # more than the least
    ("报告写2万字可以吗", "material-report-length"),
    ("我们注册了2年，能报吗", "registered-three-years"),  # the asker's own case is for the check
    ("答辩能去5个人吗", "defence-participants"),  # the answer says it
    ("两年前出了较大事故能申请吗", "accident-three-years"),
    ("排第21位没资格了吧", "city-rank-twenty"),
    ("2019年拿的奖今年能报吗", "gold-reapply"),  # a date
    ("再拿金奖没有奖金吧", "gold-repeat"),
    ("再拿金奖会有证书吧", "gold-repeat"),
    ("财政全额拨款有奖金吗", "prize-fiscal-funded"),  # asks, takes nothing for given
    ("各等次名额里铜奖几个", "quota-by-level"),  # there is none in some classes only
]


@pytest.fixture(scope="module")
def answers():
    return {answer.id: answer for answer in read_edition(DOCUMENTS / "2020").answers}


@pytest.fixture(scope="module")
def written():
    known = synonyms.read(DOCUMENTS / "synonyms.yml")
    return lambda question: understand(question, known).written


@pytest.mark.parametrize(("question", "answer", "kind", "asserted"), FALSE)
def test_a_false_premise_is_corrected(answers, written, question, answer, kind, asserted):
    assert contradicted(written(question), answers[answer]) == Correction(kind, asserted)


@pytest.mark.parametrize(("question", "answer"), TRUE_OR_OPEN)
def test_what_is_right_or_open_is_not(answers, written, question, answer):
    assert contradicted(written(question), answers[answer]) is None


def test_no_authored_question_without_a_premise_is_corrected_by_its_answer():
    """A correction is a strong word: of the questions that people wrote for an answer, few assert anything false."""
    edition = read_edition(DOCUMENTS / "2020")
    known, answers = synonyms.read(DOCUMENTS / "synonyms.yml"), {each.id: each for each in edition.answers}
    owned = [question for question in edition.questions if question.answer]
    corrected = [
        question.text
        for question in owned
        if contradicted(understand(question.text, known).written, answers[question.answer])
    ]
    assert 0 < len(corrected) < 0.03 * len(owned), corrected
