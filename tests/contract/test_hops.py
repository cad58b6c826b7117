"""The golden JSON of each hop is what the gateway's side of it sends or understands.

The other side of a hop is held to the same files by the tests of the process that serves it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bot.gateway.channels.web import ChatReply
from bot.gateway.knowledge_client import EDITION, EDITIONS, HEARD, OFFERED, PASSAGE, PIECES, SEARCH
from bot.gateway.messages import GuideLinks, render
from bot.gateway.rasa_client import REPLIES


def golden(name: str) -> str:
    return (Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name, shape",
    [
        ("knowledge_search", SEARCH),
        ("knowledge_pieces", PIECES),
        ("knowledge_heard", HEARD),
        ("knowledge_offered", OFFERED),
        ("knowledge_passage", PASSAGE),
        ("knowledge_editions", EDITIONS),
        ("knowledge_edition", EDITION),
        ("rasa_reply", REPLIES),
        ("chat_reply", TypeAdapter(ChatReply)),
    ],
)
def test_the_gateway_understands(name, shape):
    assert shape.validate_json(golden(name))


def test_what_rasa_says_becomes_what_the_client_gets():
    said = [reply.custom for reply in REPLIES.validate_json(golden("rasa_reply"))]
    messages = [render(utterance, "zh-Hans", GuideLinks()).model_dump() for utterance in said]
    assert messages == json.loads(golden("chat_reply"))["messages"]
