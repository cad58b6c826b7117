"""What is too old is deleted here, and the dialogue forgets it too, now or once it answers again."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.gateway import retention
from bot.gateway.clock import now
from bot.gateway.console.retention import sweep
from bot.gateway.forgetting import Forgetting
from bot.gateway.store import Store, database_url
from bot.gateway.tables import SessionRow
from bot.gateway.wechat.tables import ContactRow

LONG_AGO = timedelta(days=200)


async def fill(store: Store, sessions: int) -> None:
    """Old conversations and one of today, an old acquaintance in WeChat and one of today."""
    times = [now() - LONG_AGO] * sessions + [now()]
    async with store.transaction() as db:
        db.add_all(
            SessionRow(id=f"s{n}", channel="web", created_at=at, seen_at=at) for n, at in enumerate(times)
        )
        db.add_all(
            ContactRow(id=f"c{n}", channel="wechat", message_sent=0, event_sent=0, seen_at=at)
            for n, at in enumerate(times[-2:])
        )


async def test_the_dialogue_forgets_what_is_too_old(gateway):
    store, rasa = gateway.app.state.services.store, gateway.rasa
    await fill(store, sessions=250)
    limit = timedelta(days=180)
    swept = await sweep(store, limit, limit, dry_run=False)
    assert (swept.sessions, swept.contacts) == (250, 1)
    forgetting = Forgetting(store, gateway.app.state.services.conversation.forget)
    rasa.up = False
    assert await forgetting.finish() == 250 and rasa.forgotten == []
    rasa.up = True
    assert await forgetting.finish() == 0
    assert sorted(rasa.forgotten) == sorted(f"s{n}" for n in range(250))
    async with store.transaction() as db:
        counts = [
            await db.scalar(select(func.count()).select_from(table)) for table in (SessionRow, ContactRow)
        ]
    assert counts == [1, 1]


async def test_one_that_cannot_be_forgotten_does_not_stop_the_others(gateway):
    store, forgotten = gateway.app.state.services.store, []
    await fill(store, sessions=3)
    await sweep(store, timedelta(days=180), timedelta(days=180), dry_run=False)

    async def forget(session_id: str) -> None:
        if session_id == "s0":
            await gateway.app.state.services.conversation.forget(session_id)
        forgotten.append(session_id)

    gateway.rasa.up = False
    forgetting = Forgetting(store, forget)
    assert await forgetting.finish() == 3
    assert await forgetting.finish() == 1
    assert sorted(forgotten) == ["s1", "s2"]


@pytest.mark.parametrize(
    ("dry", "done"), [(["--dry-run"], "会删除：对话 2，微信用户 1"), ([], "已删除：对话 2")]
)
def test_the_command_says_what_it_did_and_what_is_left(tmp_path, monkeypatch, capsys, dry, done):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("MQA_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("MQA_RASA_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        retention.main([])  # makes the tables
        capsys.readouterr()

        async def prepare() -> None:
            store = Store(database_url("", tmp_path))
            await fill(store, sessions=2)
            await store.close()

        asyncio.run(prepare())
        assert retention.main(dry) == 0
    said = capsys.readouterr().out
    assert done in said
    assert ("它记住的 2 个对话由网关在它恢复后删除" in said) == (not dry)
