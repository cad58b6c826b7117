"""Cards that open in a browser: under a link that says nothing, until they expire."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from bot.gateway.clock import now
from bot.gateway.store import Store
from bot.gateway.wechat.tables import ReportRow

DAYS_OPEN = 7
PATH = "/wechat/report"


class Reports:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, contact_id: str, card: dict[str, Any]) -> str:
        """The path under which the card opens."""
        token = secrets.token_urlsafe(24)
        expires = now() + timedelta(days=DAYS_OPEN)
        async with self._store.transaction() as db:
            db.add(ReportRow(id=_id(token), contact_id=contact_id, card=card, expires_at=expires))
        return f"{PATH}/{token}"

    async def find(self, token: str) -> dict[str, Any] | None:
        async with self._store.transaction() as db:
            row = await db.get(ReportRow, _id(token))
        return row.card if row and row.expires_at > now() else None

    async def purge(self) -> None:
        async with self._store.transaction() as db:
            await db.execute(delete(ReportRow).where(ReportRow.expires_at < now()))


def _id(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
