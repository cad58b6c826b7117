"""What the bot is and does is not said to who rather asks what the guide surely answers."""

from __future__ import annotations

import pytest
from assistant import approved, found, reply

HARDLY = "what kind of things can I ask"  # the classifier is not certain of it
SAID = found("提问")


@pytest.mark.parametrize(("confidence", "kind"), [(0.95, "answer"), (0.85, "smalltalk")])
def test_a_sure_answer_comes_first(assistant, knowledge, confidence, kind):
    knowledge.pages["kind of things"] = reply(SAID, answer=approved("问。", SAID, confidence=confidence))
    assistant.knows(knowledge)
    assert [each["kind"] for each in assistant.person().say(HARDLY)] == [kind]


def test_who_surely_means_it_is_told_at_once(assistant, knowledge):
    knowledge.pages["你能做什么"] = reply(SAID, answer=approved("做。", SAID, confidence=0.99))
    assistant.knows(knowledge)
    assert [each["kind"] for each in assistant.person().say("你能做什么")] == ["smalltalk"]


def test_which_edition_is_answered_from(assistant, knowledge):
    assistant.knows(knowledge)
    (said,) = assistant.person().say("你们这个指引是哪年的")
    assert said["kind"] == "no_answer" and "2020 版" in said["text"]


def test_who_doubts_an_answer_gets_it_once_more(assistant, knowledge):
    knowledge.pages["奖金"] = reply(SAID, answer=approved("200 万元。", SAID))
    assistant.knows(knowledge)
    person = assistant.person()
    assert person.say("你确定吗")[0]["kind"] == "smalltalk"
    person.say("金奖奖金多少")
    assert person.say("你确定吗")[0]["text"].startswith("200 万元")
