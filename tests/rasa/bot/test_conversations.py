"""Whole turns through the trained model: intent, rule, action, reply."""

from __future__ import annotations

import pytest
from assistant import Knowledge, found, reply

PRIZES = reply(found("分别给予奖金 200 万元、100 万元、50 万元"))


@pytest.fixture
def person(assistant, knowledge):
    knowledge.pages["奖"] = PRIZES
    assistant.knows(knowledge)
    return assistant.person()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你好", "smalltalk"),
        ("谢谢", "smalltalk"),
        ("再见", "smalltalk"),
        ("嗯嗯", "smalltalk"),
        ("你会做什么", "smalltalk"),
        ("你是机器人吗", "smalltalk"),
        ("你真笨", "smalltalk"),
        ("转人工", "handoff"),
        ("人工", "handoff"),
        ("金奖多少钱", "answer"),
        ("谢谢，那银奖多少钱", "answer"),
        ("火星上有水吗", "no_answer"),
        ("我们去年被罚过还能报吗", "question"),
        ("被处罚过的企业能申报吗？", "no_answer"),  # of others, of whom this guide says nothing
        ("总公司报了分公司还能报吗", "no_answer"),
        ("那现在能报吗", "question"),
    ],
)
def test_every_message_gets_its_kind_of_reply(person, text, kind):
    assert person.say(text)[-1]["kind"] == kind


def test_small_talk_is_never_looked_up(person, knowledge):
    for text in ("你好", "谢谢", "你是机器人吗", "转人工"):
        person.say(text)
    assert knowledge.asked == []


def test_can_we_leads_into_the_check_and_a_question_in_its_middle_is_answered(person):
    assert person.say("我们够条件吗")[-1]["card"]["type"] == "eligibility_question"
    answer, question = person.say("金奖的奖金是多少？")
    assert answer["kind"] == "answer" and question["card"]["type"] == "eligibility_question"


def test_a_check_left_gives_the_floor_back(person):
    person.say("我们够条件吗")
    person.say("先不查了")
    assert [message["kind"] for message in person.say("金奖多少钱")] == ["answer"]


def test_one_person_does_not_see_the_other(person, assistant):
    person.say("我们够条件吗")
    assert [message["kind"] for message in assistant.person().say("金奖多少钱")] == ["answer"]


def test_a_failing_knowledge_service_does_not_end_the_conversation(person, assistant):
    broken = Knowledge()
    broken.down = True
    assistant.knows(broken)
    assert person.say("金奖多少钱")[0]["kind"] == "error"
    assistant.knows(Knowledge(奖=PRIZES))
    assert person.say("金奖多少钱")[0]["kind"] == "answer"


@pytest.mark.parametrize(("locale", "word"), [("zh-Hant", "質獎通"), ("en", "Hello")])
def test_fixed_wording_carries_every_language(assistant, locale, word):
    (greeting,) = assistant.person(locale).say("你好")
    assert word in greeting["text"][locale]


def test_what_was_quoted_in_the_check_can_be_read_again(person):
    person.say("我们够条件吗")
    person.say("金奖的奖金是多少？")
    place, question = person.say("出处呢")
    assert place["kind"] == "answer" and place["citations"]
    assert question["card"]["type"] == "eligibility_question"


def test_a_word_alone_in_the_check_gets_its_overview(person):
    person.say("我们够条件吗")
    overview, question = person.say("奖金")
    assert overview["kind"] == "answer" and question["card"]["type"] == "eligibility_question"


def test_a_message_may_lean_on_what_another_task_quoted(person):
    (checklist,) = person.say("给我一份材料清单")
    assert checklist["card"]["type"] == "checklist"
    (place,) = person.say("在哪里写的")
    assert place["citations"] == checklist["citations"]
