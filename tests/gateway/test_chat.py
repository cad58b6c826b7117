"""One message and its answer, whatever Rasa does."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import NullPool, create_engine, text
from starlette.responses import Response

from bot.gateway.store import session_key
from telemetry import trace
from tests.gateway.fakes import Refusing, golden, smalltalk


def rows(gateway, query: str) -> list[dict]:
    engine = create_engine(f"sqlite:///{gateway.settings.data_dir / 'db.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        found = [dict(row._mapping) for row in connection.execute(text(query))]
    return found


def spoil(gateway, statement: str) -> None:
    engine = create_engine(f"sqlite:///{gateway.settings.data_dir / 'db.sqlite3'}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))


async def test_a_turn_is_the_contracts_golden_reply(gateway):
    response = await gateway.chat("金奖奖金是多少？")
    assert response.status_code == 200, response.text
    reply = response.json()
    assert reply["messages"] == golden("chat_reply")["messages"]
    assert reply.keys() == golden("chat_reply").keys()
    assert reply["trace_id"] == response.headers["x-request-id"]


async def test_rasa_is_asked_as_agreed(gateway):
    reply = (await gateway.chat("金奖奖金是多少？")).json()
    asked = gateway.rasa.requests[0]
    assert asked.keys() == golden("rasa_request").keys()
    assert asked == {
        "sender": session_key(reply["session_id"]),
        "message": "金奖奖金是多少？",
        "metadata": {"locale": "zh-Hans", "trace_id": reply["trace_id"]},
    }
    assert reply["session_id"] not in json.dumps(asked)
    assert trace.read(gateway.rasa.headers[0]["traceparent"]).trace_id == reply["trace_id"]


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


async def test_an_idle_session_expires(gateway):
    session = (await gateway.chat("你好")).json()["session_id"]
    spoil(gateway, "UPDATE sessions SET seen_at = datetime('now', '-23 hours')")
    assert (await gateway.chat("还在吗", session)).status_code == 200
    spoil(gateway, "UPDATE sessions SET seen_at = datetime('now', '-25 hours')")
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
    gateway.rasa.delay = 5
    began = asyncio.get_running_loop().time()
    response = await gateway.chat("奖金多少")
    assert (response.status_code, response.json()["messages"][0]["kind"]) == (200, "error")
    assert asyncio.get_running_loop().time() - began < 2


async def test_a_failed_turn_does_not_end_the_session(gateway):
    gateway.rasa.reply = lambda said: [] if said["message"] == "坏" else smalltalk("好")
    session = (await gateway.chat("坏")).json()["session_id"]
    assert (await gateway.chat("再来", session)).json()["messages"][0]["text"] == "好"


@pytest.mark.parametrize("message", ["😀", "👍👍🏽", "？？？", "……", "👨‍👩‍👧‍👦", "!!!", "🇨🇳"])
async def test_without_words_the_bot_asks_for_words(gateway, message):
    response = await gateway.chat(message)
    (reply,) = response.json()["messages"]
    assert (response.status_code, reply["kind"]) == (200, "question")
    assert gateway.rasa.requests == []


@pytest.mark.parametrize(
    "sent, asked",
    [
        ("/restart", "／restart"),
        ("\u200b/inform{}", "／inform{}"),
        ("  //x ", "／/x"),
        ("奖金\x00多\x07少", "奖金多少"),
        ("\u202e奖金多少\u202c", "奖金多少"),
        ("e\u0301", "é"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE turns; --", "'; DROP TABLE turns; --"),
        ("问" * 1000, "问" * 1000),
        ("𠮷" * 1000, "𠮷" * 1000),
    ],
)
async def test_what_reaches_rasa(gateway, sent, asked):
    gateway.rasa.reply = lambda said: smalltalk(said["message"])
    response = await gateway.chat(sent)
    assert response.status_code == 200, response.text
    assert gateway.rasa.requests[0]["message"] == asked
    assert response.json()["messages"][0]["text"] == asked


async def test_half_an_emoji_is_dropped(gateway):
    body = b'{"message": "\\u5956\\u91d1\\ud83d"}'
    await gateway.http.post("/api/v1/chat", content=body, headers={"content-type": "application/json"})
    assert gateway.rasa.requests[0]["message"] == "奖金"


async def test_personal_data_is_covered_before_rasa_and_store(gateway, caplog):
    gateway.rasa.reply = lambda said: smalltalk(said["message"])
    with caplog.at_level("DEBUG"):
        await gateway.chat("我是张三，电话13800138000，身份证440301199001011237，我们公司亏损三年")
    kept = json.dumps(
        rows(gateway, "SELECT * FROM turns") + rows(gateway, "SELECT * FROM replies"), default=str
    )
    asked = gateway.rasa.requests[0]["message"]
    for secret in ("13800138000", "440301199001011237"):
        assert secret not in asked
        assert secret not in kept
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert ours
    written = " ".join(f"{record.getMessage()} {getattr(record, 'values', '')}" for record in ours)
    assert "亏损" not in written
    assert "张三" not in written


async def test_a_turn_is_kept_with_release_and_trace(gateway):
    reply = (await gateway.chat("金奖奖金是多少？")).json()
    (turn,) = rows(gateway, "SELECT * FROM turns")
    assert (turn["id"], turn["release"], turn["text"]) == (reply["trace_id"], "r1", "金奖奖金是多少？")
    assert turn["session_id"] == session_key(reply["session_id"])
    first, second = rows(gateway, "SELECT * FROM replies ORDER BY position")
    assert (first["kind"], second["kind"]) == ("answer", "question")
    assert json.loads(first["trace"]) == {"release": "r1", "probability": 0.97}
    assert json.loads(first["citations"])[0]["passage_id"] == "2020-1.4-5d0e7a"
    everything = [rows(gateway, f"SELECT * FROM {table}") for table in ("sessions", "turns", "replies")]
    assert reply["session_id"] not in json.dumps(everything, default=str)


async def test_an_answer_is_given_even_if_it_cannot_be_kept(gateway):
    spoil(gateway, "DROP TABLE replies")
    assert (await gateway.chat("奖金多少")).json()["messages"][0]["kind"] == "answer"


async def test_without_the_database_there_is_no_session(gateway):
    spoil(gateway, "DROP TABLE sessions")
    response = await gateway.chat("奖金多少")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json()["error"]["details"] == {"part": "database"}


async def test_the_stream_says_the_same_as_events(gateway):
    response = await gateway.http.post("/api/v1/chat/stream", json={"message": "金奖奖金是多少？"})
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\r\n") for block in response.text.strip().split("\r\n\r\n")]
    assert [lines[0] for lines in events] == ["event: message", "event: message", "event: done"]
    said = [json.loads(lines[1].removeprefix("data: ")) for lines in events]
    assert said[:2] == golden("chat_reply")["messages"]
    assert said[2]["trace_id"] == response.headers["x-request-id"]
    assert (await gateway.chat("再问", said[2]["session_id"])).status_code == 200


@pytest.mark.parametrize(
    "body, status",
    [({"message": " "}, 422), ({"message": "问" * 1001}, 413), ({"message": "问", "session_id": "x"}, 404)],
)
async def test_a_stream_that_cannot_begin_is_an_ordinary_error(gateway, body, status):
    response = await gateway.http.post("/api/v1/chat/stream", json=body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/json")


@pytest.mark.parametrize(
    "turns, locales",
    [
        ([("奖金多少", None)], ["zh-Hans"]),
        ([("獎金多少", None), ("2018", None), ("ok", None)], ["zh-Hant", "zh-Hant", "zh-Hant"]),
        ([("How much is the prize?", "zh-Hans"), ("2018", "zh-Hans")], ["en", "en"]),
        ([("How much is the prize?", "zh-Hans"), ("2018", "zh-Hant")], ["en", "zh-Hant"]),
        ([("2018", "en")], ["en"]),
    ],
)
async def test_the_locale_goes_with_the_person(gateway, turns, locales):
    session = None
    for message, locale in turns:
        session = (await gateway.chat(message, session, locale=locale)).json()["session_id"]
    assert [asked["metadata"]["locale"] for asked in gateway.rasa.requests] == locales


async def test_an_answer_is_in_the_locale_of_the_turn(gateway):
    reply = (await gateway.chat("How much is the gold prize?")).json()["messages"][0]
    assert reply["text"] == "The gold prize is 2,000,000 yuan."
    assert reply["buttons"] == [{"title": "Check whether we qualify", "payload": "Are we eligible?"}]
    assert reply["citations"] == golden("chat_reply")["messages"][0]["citations"]
