"""Conversations that go to a person and come back."""

from __future__ import annotations

import asyncio
import json

from bot.gateway.console.live import _happenings
from bot.gateway.store import session_key
from tests.gateway.fakes import golden, smalltalk

HANDOFF = [{"recipient_id": "x", "custom": {"kind": "handoff", "text": "可以找人工。"}}]


def desk(gateway):
    return gateway.app.state.services.desk


async def on_duty(gateway, client) -> None:
    """As the open page does by its events."""
    operator = await desk(gateway).sessions.resume(client.http.cookies["zhijiangtong_staff"])
    assert await desk(gateway).sessions.at_the_desk(operator.session_id)


async def asks_for_a_person(gateway) -> tuple[str, dict]:
    gateway.rasa.reply = HANDOFF
    reply = (await gateway.chat("转人工")).json()
    gateway.rasa.reply = smalltalk("您好。")
    return reply["session_id"], reply


async def updates(gateway, session: str, after: int = 0) -> dict:
    answer = await gateway.http.post("/api/v1/chat/updates", json={"session_id": session, "after": after})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_without_a_desk_nothing_changes(gateway):
    session, reply = await asks_for_a_person(gateway)
    assert [message["text"] for message in reply["messages"]] == ["可以找人工。"]
    assert (await updates(gateway, session)) == {"state": "bot", "messages": []}


async def test_nobody_on_duty_is_said_and_a_callback_offered(start, staff):
    gateway = await start(desk_hours="工作日 9:00–12:00")
    await desk(gateway).accounts.add("wang", "agent", "a good long password", "test")
    session, reply = await asks_for_a_person(gateway)
    said = reply["messages"][-1]
    assert "工作日 9:00–12:00" in said["text"] and said["card"] == {"type": "handover", "state": "nobody"}
    assert (await updates(gateway, session))["state"] == "waiting"


async def test_a_callback_needs_consent_and_a_number(gateway, staff):
    client = await staff()
    session, _ = await asks_for_a_person(gateway)
    wish = {
        "session_id": session,
        "phone": "0755-1234 5678",
        "question": "要盖章吗 13800138000",
        "consent": True,
    }
    for wrong in ({"consent": False}, {"phone": "abc"}, {"phone": "+-() -"}, {"session_id": "unknown"}):
        answer = await gateway.http.post("/api/v1/chat/callback", json={**wish, **wrong})
        assert answer.status_code in (404, 422)
    assert (await gateway.http.post("/api/v1/chat/callback", json=wish)).status_code == 204
    page = (await client.get("/staff/conversations")).text
    assert "要盖章吗" in page and "13800138000" not in page and "0755-1234 5678" not in page
    assert "0755-1234 5678" in (await client.post("/staff/callbacks/1/show")).text
    await client.post("/staff/callbacks/1/done")
    assert "要盖章吗" not in (await client.get("/staff/conversations")).text
    assert (await client.post("/staff/callbacks/1/show")).text.count("0755") == 0  # deleted with its purpose


async def test_the_queue_says_how_many_are_before(gateway, staff):
    client = await staff()
    await on_duty(gateway, client)
    for ahead in range(3):
        _, reply = await asks_for_a_person(gateway)
        assert f"前面还有 {ahead} 位" in reply["messages"][0]["text"] and len(reply["messages"]) == 1
    assert (await client.get("/staff/conversations/waiting")).text == "3"


async def test_taken_answered_and_given_back(gateway, staff):
    client = await staff()
    await on_duty(gateway, client)
    session, _ = await asks_for_a_person(gateway)
    key = session_key(session)
    assert (await client.post(f"/staff/conversations/{key}/take")).status_code == 303
    asked = len(gateway.rasa.requests)
    silent = (await gateway.chat("请问要盖章吗", session)).json()
    assert silent["messages"] == [] and len(gateway.rasa.requests) == asked
    page = await client.post(f"/staff/conversations/{key}/reply", {"text": "要盖公章。"})
    assert "请问要盖章吗" in page.text and "要盖公章。" in page.text
    news = await updates(gateway, session)
    assert news["state"] == "held"
    assert [message["text"] for message in news["messages"]][1:] == ["要盖公章。"]
    assert [message["from_person"] for message in news["messages"]] == [False, True]
    newest = news["messages"][-1]["id"]
    assert (await updates(gateway, session, newest))["messages"] == []
    await client.post(f"/staff/conversations/{key}/return")
    assert (await updates(gateway, session, newest))["state"] == "bot"
    assert (await gateway.chat("谢谢", session)).json()["messages"][0]["text"] == "您好。"


async def test_two_operators_cannot_hold_one_conversation(gateway, staff):
    clients = [await staff(name=f"operator-{number}") for number in range(4)]
    for client in clients:
        await on_duty(gateway, client)
    for asked in (True, False):
        if asked:
            session, _ = await asks_for_a_person(gateway)
        else:
            session = (await gateway.chat("你好")).json()["session_id"]
        path = f"/staff/conversations/{session_key(session)}"
        outcomes = await asyncio.gather(*(client.post(f"{path}/take") for client in clients))
        assert sorted(answer.status_code for answer in outcomes) == [303, 409, 409, 409]
        others = [
            client for client, answer in zip(clients, outcomes, strict=True) if answer.status_code == 409
        ]
        for other in others:
            assert (await other.post(f"{path}/reply", {"text": "我来"})).status_code == 409
            assert (await other.post(f"{path}/return")).status_code == 409
            assert (await other.post(f"{path}/close", {"reason": "x"})).status_code == 409


async def test_who_left_the_desk_no_longer_keeps_others_away(gateway, staff):
    gone, other = await staff(name="gone"), await staff(name="other")
    session, _ = await asks_for_a_person(gateway)
    path = f"/staff/conversations/{session_key(session)}"
    await on_duty(gateway, gone)
    await gone.post(f"{path}/take")
    assert (await other.post(f"{path}/take")).status_code == 409
    await gone.post("/staff/logout")
    assert (await other.post(f"{path}/take")).status_code == 303


async def test_closing_needs_a_reason_and_takes_it_off_the_queue(gateway, staff):
    client = await staff("admin")
    session, _ = await asks_for_a_person(gateway)
    path = f"/staff/conversations/{session_key(session)}"
    assert (await client.post(f"{path}/close", {"reason": " "})).status_code == 422
    assert (await client.post(f"{path}/close", {"reason": "对方没有回应"})).status_code == 303
    assert (await updates(gateway, session))["state"] == "bot"
    assert "对方没有回应" in (await client.get("/staff/audit")).text


async def test_a_reply_cites_only_what_stands_in_the_guide(gateway, staff):
    client = await staff()
    session, _ = await asks_for_a_person(gateway)
    path = f"/staff/conversations/{session_key(session)}"
    await client.post(f"{path}/take")
    passage = golden("knowledge_passage")
    cited = {"text": "见条文。", "passage": passage["passage_id"], "quote": passage["text"]}
    assert (await client.post(f"{path}/reply", {**cited, "quote": "编造的条文"})).status_code == 422
    assert (await client.post(f"{path}/reply", cited)).status_code == 200
    message = (await updates(gateway, session))["messages"][-1]
    assert message["citations"][0]["quote"] == passage["text"] and message["citations"][0]["url"]


async def test_a_desk_that_reconnects_gets_what_it_missed_once(gateway, staff):
    client = await staff()
    operator = await desk(gateway).sessions.resume(client.http.cookies["zhijiangtong_staff"])
    session, _ = await asks_for_a_person(gateway)  # "asked", then the turn
    happenings = _happenings(gateway.app.state.services, operator, 0)
    seen = [json.loads((await anext(happenings)).data) for _ in range(3)]
    assert [event["kind"] for event in seen] == ["hello", "asked", "turn"]
    await happenings.aclose()
    await gateway.chat("你好", session)
    again = _happenings(gateway.app.state.services, operator, 2)
    missed = [await anext(again) for _ in range(2)]
    assert [json.loads(event.data)["kind"] for event in missed] == ["hello", "turn"]
    assert missed[1].id == "3"
    await again.aclose()


async def test_a_desk_whose_log_in_ended_is_told(gateway, staff):
    client = await staff()
    operator = await desk(gateway).sessions.resume(client.http.cookies["zhijiangtong_staff"])
    await client.post("/staff/logout")
    kinds = [
        json.loads(event.data)["kind"] async for event in _happenings(gateway.app.state.services, operator, 0)
    ]
    assert kinds == ["hello", "over"]
