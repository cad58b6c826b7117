"""One message whose answer cannot be had or kept: people get a sentence all the same."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import Response

from tests.gateway.database import spoil
from tests.gateway.fakes import Refusing, smalltalk

ANSWER_WITHOUT_SOURCE = [{"recipient_id": "x", "custom": {"kind": "answer", "text": "是的。"}}]


@pytest.mark.parametrize(
    "reply",
    [
        [],
        {},
        None,
        [{"recipient_id": "x", "text": "plain"}],
        [{"recipient_id": "x", "custom": {"kind": "unheard_of", "text": "?"}}],
        [{"recipient_id": "x", "custom": {"kind": "answer", "text": 7}}],
        [{"recipient_id": "x", "custom": {"kind": "smalltalk", "text": {}}}],
        [{"recipient_id": "x", "custom": {"kind": "smalltalk", "text": {"fr": "Bonjour"}}}],
        [{"recipient_id": "x", "custom": {"kind": "step", "text": "x", "card": {"step": 1}}}],
        [{"recipient_id": "x", "custom": {"kind": "question", "text": "x", "buttons": [{"title": "x"}]}}],
        ANSWER_WITHOUT_SOURCE,
        Response("<html>", media_type="text/html"),
        Response(status_code=500),
        Response(status_code=404),
        Response(b"\xff\xfe", media_type="application/json"),
    ],
    ids=str,
)
async def test_what_rasa_gets_wrong_is_a_polite_error(gateway, reply):
    gateway.rasa.reply = lambda _: reply
    response = await gateway.chat("奖金多少")
    assert response.status_code == 200
    (message,) = response.json()["messages"]
    assert message["kind"] == "error"
    assert "秘书处" in message["text"]


async def test_a_dead_rasa_is_a_polite_error(start):
    gateway = await start(transports={"rasa": Refusing()})
    response = await gateway.chat("奖金多少")
    assert (response.status_code, response.json()["messages"][0]["kind"]) == (200, "error")


async def test_a_slow_rasa_is_given_up(start):
    gateway = await start(turn_timeout_seconds=0.2)
    gateway.rasa.delay = 120
    began = asyncio.get_running_loop().time()
    response = await gateway.chat("奖金多少")
    assert (response.status_code, response.json()["messages"][0]["kind"]) == (200, "error")
    assert asyncio.get_running_loop().time() - began < 60


async def test_a_failed_turn_does_not_end_the_session(gateway):
    gateway.rasa.reply = lambda said: [] if said["message"] == "坏" else smalltalk("好")
    session = (await gateway.chat("坏")).json()["session_id"]
    assert (await gateway.chat("再来", session)).json()["messages"][0]["text"] == "好"


async def test_an_answer_is_given_even_if_it_cannot_be_kept(gateway):
    spoil(gateway, "DROP TABLE replies")
    assert (await gateway.chat("奖金多少")).json()["messages"][0]["kind"] == "answer"


async def test_without_the_database_there_is_no_session(gateway):
    spoil(gateway, "DROP TABLE sessions")
    response = await gateway.chat("奖金多少")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json()["error"]["details"] == {"part": "database"}
