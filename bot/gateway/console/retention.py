"""What is deleted by age: conversations with all that hangs on them, people in WeChat, calls, events, log-ins that ended,
the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from bot.gateway import forgetting
from bot.gateway.clock import now
from bot.gateway.console import audit, events
from bot.gateway.console.tables import AuditRow, CallRow, StaffSessionRow
from bot.gateway.store import Store
from bot.gateway.tables import SessionRow
from bot.gateway.wechat.tables import ContactRow

# Longer than a log-in can last.
LOG_INS = timedelta(days=30)


@dataclass(frozen=True)
class Swept:
    """How many were, or would be, deleted.

    With a session go its turns, replies, votes, handovers and messages, and what the dialogue remembers is noted to be
    forgotten. `contacts` are people in WeChat who have not written for so long.
    """

    sessions: int
    contacts: int
    calls: int
    audit: int


async def sweep(
    store: Store,
    transcripts: timedelta,
    audit_log: timedelta,
    *,
    dry_run: bool,
    by: str = audit.COMMAND_LINE,
) -> Swept:
    rules = {
        "sessions": (SessionRow, SessionRow.seen_at < now() - transcripts),
        "contacts": (ContactRow, ContactRow.seen_at < now() - transcripts),
        "calls": (CallRow, CallRow.at < now() - transcripts),
        "audit": (AuditRow, AuditRow.at < now() - audit_log),
    }
    async with store.transaction() as db:
        counted = {
            name: await db.scalar(select(func.count()).select_from(table).where(old)) or 0
            for name, (table, old) in rules.items()
        }
        if not dry_run:
            old = select(SessionRow.id).where(rules["sessions"][1])
            await forgetting.note(db, (await db.scalars(old)).all())
            for table, too_old in rules.values():
                await db.execute(delete(table).where(too_old))
            await db.execute(delete(StaffSessionRow).where(StaffSessionRow.created_at < now() - LOG_INS))
            await events.purge(db)
            audit.note(db, by, "retention_run", **counted)
    return Swept(**counted)
