"""What is done beside the deliveries, in each worker: finish what dead workers left, delete what is old."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

from bot.gateway.errors import PartUnavailable
from bot.gateway.wechat.exchange import happens
from telemetry import logs

SWEEP_S = 3.0
SWEEPS_PER_PURGE = 200

logger = logging.getLogger(__name__)

Chore = Callable[[], Awaitable[None]]


@asynccontextmanager
async def housekeeping(sweep: Chore, purges: Sequence[Chore]) -> AsyncIterator[None]:
    over = asyncio.Event()

    async def keep_house() -> None:
        rounds = 0
        while not await happens(over, SWEEP_S):
            rounds += 1
            try:
                await sweep()
                if rounds % SWEEPS_PER_PURGE == 0:
                    for purge in purges:
                        await purge()
            except PartUnavailable:
                logs.event(logger, logging.WARNING, "wechat_housekeeping_failed", exc_info=True)

    keeping = asyncio.create_task(keep_house())
    try:
        yield
    finally:
        over.set()
        await keeping
