"""Applicants as they talk (eval/eligibility_dialogues.yml): each gets to the verdict that fits what was said."""

from datetime import date

import pytest
from conversation import Conversation

from eval.eligibility_dialogues import hold, load

DIALOGUES = load()


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue["name"])
def test_the_applicant_gets_the_right_verdict(dialogue):
    talk = Conversation(date(2026, 11, 23), dialogue.get("locale", "zh-Hans"))
    assert hold(dialogue, talk.say).problems == []
