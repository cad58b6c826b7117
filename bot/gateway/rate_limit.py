"""How often an address, and a session, may ask."""

from __future__ import annotations

import ipaddress
import logging
import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import Redis

from bot.gateway.errors import RateLimited
from bot.gateway.store import session_key
from bot.gateway.windows import SteadyStorage
from telemetry import logs

# A look-up (search, a passage, a check of facts) costs a tenth of a turn, and programs ask in bursts.
LOOKUPS_PER_MESSAGE = 10

logger = logging.getLogger(__name__)


class RateLimiter:
    """`per_minute` messages for each session and each address, and ten times as many look-ups; 0 turns it off.

    Counted in Redis for all gateways together where there is one; while it is away, in each gateway apart. Raises
    `RateLimited` with the seconds to wait.
    """

    def __init__(self, per_minute: int, redis: Redis | None = None) -> None:
        self._per_minute = per_minute
        self._apart = FixedWindowRateLimiter(SteadyStorage())
        self._together = FixedWindowRateLimiter(_storage(redis)) if redis else None
        self._redis_away = False

    async def admit_session(self, token: str) -> None:
        await self._admit(1, "session", session_key(token))

    async def admit_address(self, address: str, *, lookup: bool) -> None:
        factor, name = (LOOKUPS_PER_MESSAGE, "lookups") if lookup else (1, "messages")
        await self._admit(factor, name, network(address))

    async def _admit(self, factor: int, *key: str) -> None:
        if self._per_minute == 0:
            return
        limit = RateLimitItemPerMinute(self._per_minute * factor)
        if self._together:
            try:
                await self._count(self._together, limit, key)
                self._note(away=False)
                return
            except StorageError:
                self._note(away=True)
        await self._count(self._apart, limit, key)

    async def _count(
        self, windows: FixedWindowRateLimiter, limit: RateLimitItemPerMinute, key: tuple[str, ...]
    ) -> None:
        if await windows.hit(limit, *key):
            return
        window = await windows.get_window_stats(limit, *key)
        left = math.ceil(window.reset_time - time.time())
        if left <= limit.get_expiry() + 1:
            raise RateLimited(max(1, left))
        # Redis keeps windows by its clock, which was set back since: this one would last as long.
        await windows.clear(limit, *key)
        await windows.hit(limit, *key)

    def _note(self, *, away: bool) -> None:
        if away != self._redis_away:
            self._redis_away = away
            logs.event(logger, logging.WARNING, "rate_limits", counted="apart" if away else "together")


def _storage(redis: Redis) -> RedisStorage:
    return RedisStorage(
        "async+redis://",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="mqa:limits",
        connection_pool=redis.connection_pool,
    )


def network(address: str) -> str:
    """The address, or for IPv6 its /64, which is what one customer is given."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)
