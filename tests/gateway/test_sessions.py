"""Conversations: whose a session is, and that its messages are answered one after another."""

from __future__ import annotations

import asyncio

import pytest

from tests.gateway.database import spoil
from tests.gateway.fakes import smalltalk


async def test_a_session_goes_on(gateway):
    first = (await gateway.chat("你好")).json()["session_id"]
    second = (await gateway.chat("奖金多少", first)).json()["session_id"]
    assert first == second
    assert len({asked["sender"] for asked in gateway.rasa.requests}) == 1


async def test_each_new_session_has_an_unguessable_id(gateway):
    ids = {(await gateway.chat("你好")).json()["session_id"] for _ in range(20)}
    assert len(ids) == 20
    assert all(len(identity) >= 32 for identity in ids)


@pytest.mark.parametrize(
    "session_id", ["", "forged", "0" * 4000, "../../etc/passwd", "' OR 1=1 --", "会话", "\x00"]
)
async def test_a_forged_session_is_not_found(gateway, session_id):
    response = await gateway.http.post("/api/v1/chat", json={"message": "你好", "session_id": session_id})
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "session_not_found"
    assert "重新开始" in response.json()["error"]["message"]
    assert gateway.rasa.requests == []


async def test_an_idle_session_expires(start):
    gateway = await start()
    session = (await gateway.chat("你好")).json()["session_id"]
    spoil(gateway, "UPDATE sessions SET seen_at = datetime('now', '-23 hours')")
    assert (await gateway.chat("还在吗", session)).status_code == 200
    spoil(gateway, "UPDATE sessions SET seen_at = datetime('now', '-25 hours')")
    gateway = await start()  # the first one knows that it was in use a moment ago
    assert (await gateway.chat("还在吗", session)).json()["error"]["code"] == "session_not_found"


async def test_messages_of_one_session_are_answered_in_order(gateway):
    session = (await gateway.chat("你好")).json()["session_id"]

    async def slow_first(said):
        await asyncio.sleep(0.3 if said["message"] == "0" else 0)
        return smalltalk(said["message"])

    gateway.rasa.reply = slow_first
    finished = []

    async def say(number: int) -> None:
        reply = await gateway.chat(str(number), session)
        finished.append(reply.json()["messages"][0]["text"])

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(say(number))
            await asyncio.sleep(0.01)
    assert finished == ["0", "1", "2", "3", "4"]


async def test_sessions_do_not_wait_for_each_other(gateway):
    all_there = asyncio.Barrier(5)

    async def together(said):
        await all_there.wait()
        return smalltalk("好")

    gateway.rasa.reply = together
    replies = await asyncio.gather(*(gateway.chat("你好") for _ in range(5)))
    assert all(reply.json()["messages"][0]["text"] == "好" for reply in replies)


async def test_of_too_many_at_once_the_last_are_asked_to_come_again(start):
    gateway = await start(most_turns=2)
    arrived, go_on = asyncio.Barrier(3), asyncio.Event()

    async def held(said):
        await arrived.wait()
        await go_on.wait()
        return smalltalk("好")

    gateway.rasa.reply = held
    first = [asyncio.create_task(gateway.chat("你好")) for _ in range(2)]
    await arrived.wait()
    refused = await gateway.chat("你好")
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "busy")
    assert int(refused.headers["Retry-After"]) > 0
    go_on.set()
    assert [reply.status_code for reply in await asyncio.gather(*first)] == [200, 200]
    gateway.rasa.reply = lambda said: smalltalk("好")
    assert (await gateway.chat("你好")).status_code == 200
