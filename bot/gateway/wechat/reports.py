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
CALLBACK_PATH = "/callback"


class Reports:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, contact_id: str, card: dict[str, Any], path: str = PATH) -> str:
        """The path under which the card opens."""
        token = secrets.token_urlsafe(24)
        expires = now() + timedelta(days=DAYS_OPEN)
        async with self._store.transaction() as db:
            db.add(ReportRow(id=_id(token), contact_id=contact_id, card=card, expires_at=expires))
        return f"{path}/{token}"

    async def find(self, token: str, kind: str) -> dict[str, Any] | None:
        """The card, when it is of that type."""
        async with self._store.transaction() as db:
            row = await db.get(ReportRow, _id(token))
        return row.card if row and row.expires_at > now() and row.card["type"] == kind else None

    async def forget(self, token: str) -> None:
        async with self._store.transaction() as db:
            await db.execute(delete(ReportRow).where(ReportRow.id == _id(token)))

    async def purge(self) -> None:
        async with self._store.transaction() as db:
            await db.execute(delete(ReportRow).where(ReportRow.expires_at < now()))


def _id(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
