"""Nonces of plain-mode deliveries: a request may come again as it was, its nonce not with another body."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from bot.gateway.clock import now
from bot.gateway.errors import Forbidden
from bot.gateway.store import Store, insert
from bot.gateway.wechat.gate import MAX_SKEW_S, Once
from bot.gateway.wechat.tables import NonceRow

# Longer than any timestamp that came with it is accepted.
KEPT = timedelta(seconds=2 * MAX_SKEW_S + 60)


class Nonces:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def spend(self, once: Once) -> None:
        """Raises `Forbidden` when the nonce was used for another request."""
        async with self._store.transaction() as db:
            row = insert(db, NonceRow).values(nonce=once.nonce, request=once.request, at=now())
            await db.execute(row.on_conflict_do_nothing(index_elements=["nonce"]))
            known = await db.scalar(select(NonceRow.request).where(NonceRow.nonce == once.nonce))
        if known != once.request:
            raise Forbidden("这个 nonce 已经用过。")

    async def purge(self) -> None:
        async with self._store.transaction() as db:
            await db.execute(delete(NonceRow).where(NonceRow.at < now() - KEPT))
