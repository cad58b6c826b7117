"""The desk on PostgreSQL: what the database itself keeps right there, beside what all other tests see on SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.clock import now
from bot.gateway.console.tables import AuditRow, StaffSessionRow
from bot.gateway.errors import PartUnavailable
from tests.gateway import postgres
from tests.gateway.fakes import golden

BINARIES = postgres.binaries()
pytestmark = pytest.mark.skipif(
    BINARIES is None, reason="NOT PROVED HERE that the desk runs on PostgreSQL: no initdb"
)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres.cluster(BINARIES) as url:
        yield url


@pytest.fixture
async def gateway(start, database):
    """In place of the usual one: the fixtures that need a gateway get this."""
    gateway = await start(database_url=database)
    yield gateway


async def test_a_shift(gateway, staff, knowledge):
    gateway.rasa.reply = [{"recipient_id": "x", "custom": {"kind": "handoff", "text": "请稍候。"}}]
    session = (await gateway.chat("转人工")).json()["session_id"]
    zhang, li, admin = await staff("editor", "zhang"), await staff("editor", "li"), await staff("admin")
    async with gateway.app.state.services.store.transaction() as db:
        await db.execute(update(StaffSessionRow).values(on_duty_at=now()))  # their desks are open
    talk = (await zhang.get("/staff/conversations/list")).text.split("/staff/conversations/")[1][:64]
    taken = await asyncio.gather(*(each.post(f"/staff/conversations/{talk}/take") for each in (zhang, li)))
    assert sorted(each.status_code for each in taken) == [303, 409]  # one holder
    holder = zhang if taken[0].status_code == 303 else li
    await asyncio.gather(
        *(holder.post(f"/staff/conversations/{talk}/reply", {"text": f"第 {n} 句"}) for n in range(5))
    )
    news = (await gateway.http.post("/api/v1/chat/updates", json={"session_id": session})).json()
    numbers = [each["id"] for each in news["messages"]]
    assert numbers == sorted(set(numbers)) and len(numbers) == 6
    assert (await holder.post(f"/staff/conversations/{talk}/return")).status_code == 303

    await zhang.post("/staff/calls", {"question": "停车费多少", "outcome": "not_in_guide"})
    draft = (await zhang.post("/staff/queue/draft", {"question": "停车费多少"})).headers["location"]
    assert (await zhang.post(f"{draft}/submit")).status_code == 303
    assert (await zhang.post(f"{draft}/approve")).status_code == 403
    assert (await li.post(f"{draft}/approve")).status_code == 303
    assert knowledge.approved[0]["asked"] == "停车费多少"

    await zhang.post("/staff/notices/announcement", {"zh": "延期。"})
    assert (await li.post("/staff/proposals/1/approve")).status_code == 303
    assert (await gateway.http.get("/api/v1/welcome")).json()["announcements"][0]["text"] == "延期。"
    assert (await admin.get("/staff/figures")).status_code == 200
    assert "接手对话" in (await admin.get("/staff/audit")).text


async def test_the_audit_log_is_not_changed(gateway):
    store = gateway.app.state.services.store
    async with store.transaction() as db:
        db.add(AuditRow(at=now(), staff="x", action="login", subject="", details={}))
    with pytest.raises((PartUnavailable, SQLAlchemyError)):
        async with store.transaction() as db:
            await db.execute(update(AuditRow).values(staff="somebody else"))
    async with store.transaction() as db:
        await db.execute(delete(AuditRow).where(AuditRow.staff == "x"))  # by age, by the retention job


async def test_what_many_ask_is_counted(gateway):
    gateway.rasa.reply = [
        {"recipient_id": "x", "custom": reply["custom"] | {"trace": {"answer": "gold-again"}}}
        for reply in golden("rasa_reply")
        if reply["custom"]["kind"] == "answer"
    ]
    for _ in range(3):
        await gateway.chat("再报要等几年")
    assert await gateway.app.state.services.starting.questions("zh-Hans") == [
        "获得金奖的组织多久之后可以再次申请？"
    ]
