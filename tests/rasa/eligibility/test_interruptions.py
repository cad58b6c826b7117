"""Whatever is being asked, a question of the applicant's own is answered and the pending one comes again."""

from datetime import date

import pytest
from conversation import DOMAIN, Conversation

from actions.understanding.commands import change_requested
from actions.understanding.spoken import plain

TITLES = {
    name.removeprefix("utter_eligibility_fact_"): said[0]["custom"]["title"]["zh-Hans"]
    for name, said in DOMAIN["responses"].items()
    if name.startswith("utter_eligibility_fact_")
}


@pytest.fixture(params=TITLES, ids=str)
def asked(request):
    """The fact asked for, in a conversation that has come to its question."""
    fact = request.param
    talk = Conversation(date(2026, 6, 15))
    talk.say("核对申报条件")
    if fact != "applicant":
        talk.say("项目奖" if fact.startswith("project_") else "组织奖")
        talk.say(f"修改：{TITLES[fact]}")
    assert talk.asks == fact
    return fact, talk


@pytest.mark.parametrize(
    "question", ["金奖奖金多少？", "自评报告最多多少字", "獎金有幾多", "前20名是怎么算的"]
)
def test_a_question_of_the_guide(asked, question):
    fact, talk = asked
    answer, again = talk.say(question)
    assert answer["kind"] == "answer" and answer["citations"]
    assert again["kind"] == "question" and talk.asks == fact
    assert not talk.slots["eligibility"]["misses"]


def test_two_questions_of_the_guide(asked):
    fact, talk = asked
    *answers, again = talk.say("金奖奖金多少？自评报告最多多少字？")
    assert [each["citations"][0]["quote"] for each in answers] == [
        "奖金 200 万元、100 万元、50 万元",
        "不得超过 3万字",
    ]
    assert again["kind"] == "question" and talk.asks == fact


@pytest.mark.parametrize("why", ["为什么要问这个", "你问这个干嘛", "点解要问呢个", "why do you ask?"])
def test_why_it_is_asked(asked, why):
    fact, talk = asked
    answer, _ = talk.say(why)
    assert answer["kind"] == "answer" and answer["citations"]
    assert talk.asks == fact


def test_off_topic_three_times_offers_a_way_out(asked):
    fact, talk = asked
    for said in ("今天天气真好", "哈哈哈", "你猜猜看"):
        talk.say(said)
        assert talk.asks == fact
    assert {"先不查了", "转人工"} <= {button["payload"] for button in talk.last["buttons"]}


def test_not_knowing_goes_on(asked):
    fact, talk = asked
    talk.say("不清楚")
    assert talk.verdict or talk.asks != fact


@pytest.mark.parametrize("fact, title", TITLES.items())
def test_a_title_names_its_fact(fact, title):
    assert change_requested(plain(f"修改：{title}")) == (fact, True)
