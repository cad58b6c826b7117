"""The audit log: one line for each thing that staff do, in the same transaction as the thing itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.console.tables import AuditRow
from bot.gateway.store import Store

PAGE = 100
COMMAND_LINE = "（命令行）"
NIGHTLY = "（每日清理）"


def note(db: AsyncSession, staff: str, action: str, subject: object = "", **details: Any) -> None:
    """`details` hold no personal data and no passwords."""
    db.add(
        AuditRow(at=now(), staff=staff[:64], action=action, subject=str(subject)[:120], details=details),
    )


async def page(
    store: Store, before: int | None = None, staff: str = "", action: str = "", since: datetime | None = None
) -> Sequence[AuditRow]:
    """The newest first."""
    found = select(AuditRow).order_by(AuditRow.id.desc()).limit(PAGE)
    if before is not None:
        found = found.where(AuditRow.id < before)
    if staff:
        found = found.where(AuditRow.staff == staff)
    if action:
        found = found.where(AuditRow.action == action)
    if since:
        found = found.where(AuditRow.at >= since)
    async with store.transaction() as db:
        return (await db.scalars(found)).all()
