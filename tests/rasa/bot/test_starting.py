"""What begins the check or the walk, and what only asks about them: the classifier takes all of these for a beginning."""

from __future__ import annotations

import pytest
from assistant import approved, found, reply

SAID = found("点击“下一步”，认真阅读弹出的《承诺书》并点击“同意”")
ASKED = "承诺书在哪一步弹出来"


@pytest.fixture
def person(assistant, knowledge):
    knowledge.pages["承诺书"] = reply(SAID, answer=approved("点“下一步”时弹出。", SAID))
    assistant.knows(knowledge)
    return assistant.person()


def test_a_question_about_the_application_is_answered_and_begins_nothing(person):
    assert [message["kind"] for message in person.say(ASKED)] == ["answer"]
    assert [message["kind"] for message in person.say(ASKED)] == ["answer"]


@pytest.mark.parametrize("text", ["怎么在网上申报", "How do we apply for the award?", "忘记登录密码了"])
def test_the_walk_begins_where_it_is_the_answer(person, text):
    assert person.say(text)[-1]["card"]["type"] == "portal_step"


def test_an_answer_that_is_hardly_meant_does_not_keep_the_walk_from_beginning(assistant, knowledge):
    knowledge.pages["提交"] = reply(SAID, answer=approved("五类材料。", SAID, confidence=0.5))
    assistant.knows(knowledge)
    assert assistant.person().say("材料准备好了，怎么提交上去")[-1]["card"]["type"] == "portal_step"


@pytest.mark.parametrize("text", ["我们的项目够不够创新", "你看我们厂能不能拿银奖"])
def test_what_the_guide_is_silent_about_is_no_check_but_offers_one(person, text):
    (said,) = person.say(text)
    assert said["kind"] == "no_answer"
    assert said["buttons"][0]["action"] == "eligibility_form"
    assert person.say("第一个")[-1]["card"]["type"] == "eligibility_question"


@pytest.mark.parametrize(
    "text",
    [
        "我们能报吗",
        "我单位能否申报",
        "分公司没有处罚，能报吗",
        "你好，我们是区里的公立医院，想了解下能不能申报",
    ],
)
def test_can_we_apply_begins_the_check_at_once(person, text):
    assert person.say(text)[-1]["card"]["type"] == "eligibility_question"
