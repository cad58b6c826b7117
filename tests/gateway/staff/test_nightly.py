"""The retention job by itself: once a night, by one of several gateways."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.gateway.clock import SHANGHAI, now
from bot.gateway.console.nightly import Nightly
from bot.gateway.console.tables import AuditRow
from bot.gateway.tables import SessionRow


async def test_it_sweeps_once_a_night(gateway):
    store = gateway.app.state.services.store
    first, second = (Nightly(store, timedelta(days=180), timedelta(days=1095)) for _ in range(2))
    session = (await gateway.chat("金奖多少钱")).json()["session_id"]
    async with store.transaction() as db:
        await db.execute(update(SessionRow).values(seen_at=now() - timedelta(days=181)))
    assert await first.sweep_once()
    assert (await gateway.chat("还在吗", session)).json()["error"]["code"] == "session_not_found"
    assert not await second.sweep_once()
    async with store.transaction() as db:
        [run] = await db.scalars(select(AuditRow).where(AuditRow.action == "retention_run"))
    assert (run.staff, run.details["sessions"]) == ("（每日清理）", 1)

    done = run.at.astimezone(SHANGHAI)
    due = datetime(done.year, done.month, done.day, 3, tzinfo=SHANGHAI)
    due += timedelta(days=1) if due <= done else timedelta()
    assert not await first.sweep_once(due - timedelta(minutes=1))
    assert await second.sweep_once(due + timedelta(minutes=1))
