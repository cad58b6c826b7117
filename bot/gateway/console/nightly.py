"""The retention job by itself, once a night; of several gateways the first one does it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone

from sqlalchemy import func, select

from bot.gateway.clock import Jumps, local, now
from bot.gateway.console import audit
from bot.gateway.console.retention import sweep
from bot.gateway.console.tables import AuditRow
from bot.gateway.errors import PartUnavailable
from bot.gateway.store import Store
from bot.gateway.turn_order import happens
from telemetry import logs

HOUR = 3  # in Shanghai
LOOK_S = 600.0
# A clock set forward by years would make everything old. By less than half a day little goes too early; after more,
# nothing is deleted until somebody had a day to notice.
JUMP_S = 43_200.0
DOUBTED_S = 86_400.0

logger = logging.getLogger(__name__)


class Nightly:
    def __init__(
        self, store: Store, transcripts: timedelta, audit_log: timedelta, jumps: Jumps | None = None
    ) -> None:
        self._store = store
        self._transcripts = transcripts
        self._audit_log = audit_log
        self._jumps = jumps or Jumps(JUMP_S)

    async def sweep_once(self, moment: datetime | None = None) -> bool:
        """False when it was done since the last night's hour, by whomever, or when the clock was set by much lately."""
        if self._jumps.within(DOUBTED_S):
            return False
        at = (moment or now()).astimezone(timezone.utc)
        due = local(at).replace(hour=HOUR, minute=0, second=0, microsecond=0)
        if at < due:
            due -= timedelta(days=1)
        async with self._store.transaction() as db:
            # One from the future was when the clock was wrong; it must not stand for all nights until then.
            done = select(func.max(AuditRow.at)).where(AuditRow.action == "retention_run", AuditRow.at <= at)
            last = await db.scalar(done)
        if last is not None and last >= due:
            return False
        await sweep(self._store, self._transcripts, self._audit_log, dry_run=False, by=audit.NIGHTLY)
        return True

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        over = asyncio.Event()

        async def watch() -> None:
            while not await happens(over, LOOK_S):
                try:
                    await self.sweep_once()
                except PartUnavailable:
                    logs.event(logger, logging.WARNING, "retention_failed", exc_info=True)

        watching = asyncio.create_task(watch())
        try:
            yield
        finally:
            over.set()
            await watching
