"""One message and its answer: what Rasa is asked, what comes back, what is kept."""

from __future__ import annotations

import json

import pytest

from bot.gateway.store import session_key
from telemetry import trace
from tests.gateway.database import rows
from tests.gateway.fakes import golden, smalltalk


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
