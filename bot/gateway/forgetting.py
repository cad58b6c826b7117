"""What the dialogue still remembers of conversations that are deleted here: noted with the deletion, asked for until done.

A deletion is one transaction of our database, the dialogue's memory lies in another process that may be away just then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.errors import PartUnavailable
from bot.gateway.store import Store, insert
from bot.gateway.tables import ForgottenRow
from bot.gateway.turn_order import happens
from telemetry import logs

RETRY_S = 15.0
AT_ONCE = 100

logger = logging.getLogger(__name__)

# Makes the dialogue forget a conversation, by its id. Raises `PartUnavailable`.
Forget = Callable[[str], Awaitable[None]]


async def note(db: AsyncSession, session_ids: Sequence[str]) -> None:
    """Within the transaction that deletes the conversations."""
    if session_ids:
        row = insert(db, ForgottenRow)
        again = {"at": row.excluded.at}  # whoever is at it does not take it for done
        noted = [{"session_id": session_id, "at": now()} for session_id in session_ids]
        await db.execute(row.on_conflict_do_update(index_elements=["session_id"], set_=again), noted)


class Forgetting:
    """Any number of gateways may be at it: forgetting twice is harmless."""

    def __init__(self, store: Store, forget: Forget) -> None:
        self._store = store
        self._forget = forget
        self._wanted = asyncio.Event()
        self._over = False

    def soon(self) -> None:
        """Something was noted: it need not wait for the next round."""
        self._wanted.set()

    async def finish(self) -> int:
        """Asks for all that is noted; how many are left. Raises `PartUnavailable` for the database."""
        while noted := await self._noted():
            for row in noted:
                try:
                    await self._forget(row.session_id)
                except PartUnavailable:
                    logs.event(logger, logging.WARNING, "dialogue_not_forgotten", exc_info=True)
                    await self._put_last(row)
                    return await self._left()
                await self._done(row)
                if self._over:
                    return await self._left()
        return 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        working = asyncio.create_task(self._keep_on())
        try:
            yield
        finally:
            self._over = True  # not cancelled: that could be in the middle of a transaction
            self._wanted.set()
            await working

    async def _keep_on(self) -> None:
        while not self._over:
            self._wanted.clear()
            try:
                await self.finish()
            except PartUnavailable:
                logs.event(logger, logging.WARNING, "forgetting_failed", exc_info=True)
            await happens(self._wanted, RETRY_S)

    async def _noted(self) -> Sequence[ForgottenRow]:
        async with self._store.transaction() as db:
            oldest = select(ForgottenRow).order_by(ForgottenRow.at, ForgottenRow.session_id).limit(AT_ONCE)
            return (await db.scalars(oldest)).all()

    async def _put_last(self, row: ForgottenRow) -> None:
        """So that one that cannot be forgotten does not keep the others waiting."""
        async with self._store.transaction() as db:
            last = update(ForgottenRow).where(ForgottenRow.session_id == row.session_id).values(at=now())
            await db.execute(last)

    async def _done(self, row: ForgottenRow) -> None:
        """Unless it was noted again meanwhile."""
        async with self._store.transaction() as db:
            same = (ForgottenRow.session_id == row.session_id, ForgottenRow.at == row.at)
            await db.execute(delete(ForgottenRow).where(*same))

    async def _left(self) -> int:
        async with self._store.transaction() as db:
            return await db.scalar(select(func.count()).select_from(ForgottenRow)) or 0
