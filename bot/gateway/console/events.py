"""That something happened in a conversation: noted with the thing itself, read by every desk that is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.console.tables import DeskEventRow

Happened = Literal["turn", "asked", "taken", "said", "returned", "closed", "callback"]
# A desk that was away for longer than this begins with the whole list anyway.
KEPT = timedelta(days=2)
# Any number of our own.
ORDER_LOCK = 20200102


async def in_order(db: AsyncSession) -> None:
    """Until the transaction ends nobody else takes a number: who reads by number never overtakes a slow writer.

    SQLite has one writer at a time anyway.
    """
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ORDER_LOCK})


async def note(db: AsyncSession, session_id: str, kind: Happened) -> None:
    await in_order(db)
    db.add(DeskEventRow(session_id=session_id, at=now(), kind=kind))


async def newest(db: AsyncSession) -> int:
    return await db.scalar(select(func.max(DeskEventRow.id))) or 0


async def after(db: AsyncSession, last: int) -> Sequence[DeskEventRow]:
    found = select(DeskEventRow).where(DeskEventRow.id > last).order_by(DeskEventRow.id).limit(200)
    return (await db.scalars(found)).all()


async def purge(db: AsyncSession) -> None:
    await db.execute(delete(DeskEventRow).where(DeskEventRow.at < now() - KEPT))
