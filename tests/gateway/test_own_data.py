"""A person reads, and erases, what is kept of their conversation; nobody else does."""

from __future__ import annotations

import sqlite3

import pytest

from bot.gateway.store import session_key
from tests.gateway.fakes import golden


async def own(gateway, what, session):
    return await gateway.http.post(f"/api/v1/session/{what}", json={"session_id": session})


async def test_all_that_is_kept_is_given(gateway):
    reply = (await gateway.chat("金奖奖金多少？我的手机是13800138000")).json()
    session, trace = reply["session_id"], reply["trace_id"]
    vote = {"trace_id": trace, "helpful": False, "comment": "不全"}
    await gateway.http.post("/api/v1/feedback", json=vote)
    await gateway.chat("谢谢", session)
    kept = (await own(gateway, "export", session)).json()
    first, second = kept["turns"]
    assert (first["trace_id"], first["text"]) == (trace, "金奖奖金多少？我的手机是[手机号]")
    assert first["replies"][0]["text"] == golden("rasa_reply")[0]["custom"]["text"]["zh-Hans"]
    assert (first["feedback"]["helpful"], first["feedback"]["comment"]) == (False, "不全")
    assert (second["text"], second["feedback"]) == ("谢谢", None)
    assert session not in str(kept)


async def test_erased_is_gone_everywhere_and_others_stay(gateway):
    mine, theirs = [(await gateway.chat("你好")).json() for _ in range(2)]
    await gateway.http.post("/api/v1/feedback", json={"trace_id": mine["trace_id"], "helpful": True})
    assert (await own(gateway, "erase", mine["session_id"])).status_code == 204
    assert gateway.rasa.forgotten == [session_key(mine["session_id"])]
    with sqlite3.connect(gateway.settings.data_dir / "db.sqlite3") as db:
        counts = [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("sessions", "turns", "feedback")
        ]
        assert db.execute("SELECT count(*) FROM replies").fetchone()[0] == len(theirs["messages"])
    db.close()
    assert counts == [1, 1, 0]
    assert (await gateway.chat("你好", mine["session_id"])).status_code == 404
    assert (await own(gateway, "export", theirs["session_id"])).status_code == 200


@pytest.mark.parametrize("what", ["export", "erase"])
async def test_without_the_token_there_is_nothing(gateway, what):
    session = (await gateway.chat("你好")).json()["session_id"]
    for guess in ("", "x", session[:-1], session_key(session), f"{session} "):
        response = await own(gateway, what, guess)
        assert (response.status_code, response.json()["error"]["code"]) == (404, "session_not_found")
    assert (await gateway.chat("你好", session)).status_code == 200


async def test_what_cannot_be_erased_everywhere_is_not_told_erased(gateway):
    session = (await gateway.chat("你好")).json()["session_id"]
    gateway.rasa.up = False
    response = await own(gateway, "erase", session)
    assert response.status_code == 503 and "retry-after" in response.headers
    gateway.rasa.up = True
    assert (await own(gateway, "erase", session)).status_code == 204


async def test_guessing_is_limited(start):
    gateway = await start(rate_limit_per_minute=1)
    statuses = {(await own(gateway, "export", f"guess{number}")).status_code for number in range(12)}
    assert 429 in statuses
