"""People who unsubscribe: all that is known of them goes, also what is still under way or still being delivered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway import forgetting
from bot.gateway.tables import SessionRow
from bot.gateway.wechat.tables import ContactRow, DeliveryRow, ReportRow


async def forget(db: AsyncSession, contact_id: str) -> None:
    """Of what they wrote it is kept for a day that it was answered, not by whom: a late delivery is no new message."""
    removed = await db.execute(
        delete(ContactRow).where(ContactRow.id == contact_id).returning(ContactRow.session_ids)
    )
    await db.execute(delete(ReportRow).where(ReportRow.contact_id == contact_id))
    await db.execute(
        update(DeliveryRow)
        .where(DeliveryRow.contact_id == contact_id)
        .values(contact_id="", sealed=None, reply="", replied_at=0, fate="given")
    )
    await _delete_conversations(db, removed.scalar_one_or_none() or [])


async def disown(
    db: AsyncSession, contact_id: str, contact: ContactRow | None, session_id: str | None
) -> None:
    """What was said in a turn whose answer nobody waits for any more; `contact` is who they are now."""
    if contact is None:
        await db.execute(delete(ReportRow).where(ReportRow.contact_id == contact_id))
    if session_id and not (contact and session_id in contact.session_ids):
        await _delete_conversations(db, [session_id])


async def leave_unknown(db: AsyncSession, contact_id: str) -> None:
    """A late delivery of what somebody wrote who has unsubscribed since does not make them known again."""
    theirs = select(DeliveryRow.id).where(DeliveryRow.contact_id == contact_id)
    await db.execute(delete(ContactRow).where(ContactRow.id == contact_id, ~theirs.exists()))


async def _delete_conversations(db: AsyncSession, session_ids: Sequence[str]) -> None:
    await db.execute(delete(SessionRow).where(SessionRow.id.in_(session_ids)))
    await forgetting.note(db, session_ids)
