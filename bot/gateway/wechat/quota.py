"""How many customer-service messages a person may still be sent, kept on our side too."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.gateway.clock import now
from bot.gateway.store import Store
from bot.gateway.wechat.tables import ContactRow

# After a menu tap, subscription or scan: 3 within a minute; after a message: 5 within 48 hours.
WINDOWS = (
    (ContactRow.event_at, ContactRow.event_sent, timedelta(minutes=1), 3),
    (ContactRow.message_at, ContactRow.message_sent, timedelta(hours=48), 5),
)


class Quota:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def spend(self, contact_id: str) -> bool:
        """Counts one message; False when none is left. The window that closes first is used first."""
        async with self._store.transaction() as db:
            for opened_at, sent, duration, limit in WINDOWS:
                counted = await db.execute(
                    update(ContactRow)
                    .where(ContactRow.id == contact_id, opened_at > now() - duration, sent < limit)
                    .values({sent: sent + 1})
                    .returning(ContactRow.id)
                )
                if counted.one_or_none():
                    return True
            return False
