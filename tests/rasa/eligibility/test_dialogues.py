"""Whole conversations with the check (dialogues.yml), against the validation action with a made-up knowledge service."""

from pathlib import Path

import pytest
import yaml
from conversation import Conversation

LIST = yaml.safe_load(Path(__file__).with_name("dialogues.yml").read_text(encoding="utf-8"))
VERDICTS = ("eligible", "ineligible", "undetermined")


def details(expected):
    if isinstance(expected, str):
        return {"verdict": expected} if expected in VERDICTS else {"asks": expected}
    return expected


@pytest.mark.parametrize("name", LIST["dialogues"])
def test_dialogue(name):
    turns = LIST["dialogues"][name]
    locale = turns[0]["locale"] if isinstance(turns[0], dict) else "zh-Hans"
    talk = Conversation(LIST["today"], locale)
    for said, expected in (turn for turn in turns if isinstance(turn, list)):
        talk.say(said)
        check_reply(talk, said, details(expected))


def check_reply(talk, said, expected):
    if expected.get("declined"):
        assert talk.declined, said
        return
    assert not talk.declined, said
    assert sum(message["kind"] == "question" for message in talk.messages) <= 1, said
    text, buttons = talk.last["text"], [button["title"] for button in talk.last.get("buttons", ())]
    outcome = {"asks": talk.asks, "verdict": talk.verdict}
    for key in ("asks", "verdict"):
        assert outcome[key] == expected.get(key), (said, text)
    assert expected.get("kind", talk.last["kind"]) == talk.last["kind"], said
    assert expected.get("first", talk.messages[0]["kind"]) == talk.messages[0]["kind"], said
    assert (
        expected.get("earliest") is None or talk.card["earliest_date"] == expected["earliest"].isoformat()
    ), said
    for status in ("pass", "fail", "unknown"):
        for rule in expected.get(status, ()):
            assert talk.statuses[rule] == status, (said, rule)
    for words in expected.get("says", ()):
        assert words in text, said
    for words in expected.get("not_says", ()):
        assert words not in text, said
    for words in expected.get("says_first", ()):
        assert words in talk.messages[0]["text"], said
    for title in expected.get("buttons", ()):
        assert title in buttons, said
    assert talk.active is not bool(expected.get("ended")), said
