"""One turn of a session at a time, in the order in which the messages came."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol
from weakref import WeakValueDictionary

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from bot.gateway.errors import PartUnavailable
from telemetry import logs

REDIS_TIMEOUT_S = 1.0
LEASE_MS = 3000  # who does not renew its place for so long has died
BEAT_S = 1.0
POLL_S = 0.02
# Places nobody comes back to do not stay for ever.
FORGOTTEN_MS = 60_000

# KEYS: the session's queue (list), and until when each place in it is held (hash, ms of the server's clock).
# ARGV: the place, the lease. Takes the place where it is new, renews it, drops dead ones before it; 1 when it is first. Held for
# longer than the lease from now means that the clock was set back, and when the holder was last alive is not known.
TAKE_PLACE = f"""
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('RPUSH', KEYS[1], ARGV[1]) end
redis.call('HSET', KEYS[2], ARGV[1], now + ARGV[2])
redis.call('PEXPIRE', KEYS[1], {FORGOTTEN_MS})
redis.call('PEXPIRE', KEYS[2], {FORGOTTEN_MS})
while true do
  local first = redis.call('LINDEX', KEYS[1], 0)
  if first == ARGV[1] then return 1 end
  local held = tonumber(redis.call('HGET', KEYS[2], first) or 0)
  if held > now and held <= now + ARGV[2] then return 0 end
  redis.call('LPOP', KEYS[1])
  redis.call('HDEL', KEYS[2], first)
end
"""

logger = logging.getLogger(__name__)


def connect(url: str) -> Redis:
    return Redis.from_url(
        url,
        socket_timeout=REDIS_TIMEOUT_S,
        socket_connect_timeout=REDIS_TIMEOUT_S,
        retry=Retry(NoBackoff(), 1),  # a connection that the server has closed meanwhile is opened anew
    )


async def happens(event: asyncio.Event, within_seconds: float) -> bool:
    """Whether the event happens within that time."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), within_seconds)
    return event.is_set()


class TurnOrder(Protocol):
    def turn(self, session_id: str) -> AbstractAsyncContextManager[None]:
        """Entered when all earlier turns of the session are over."""

    async def ping(self) -> None: ...

    async def close(self) -> None: ...


class LocalOrder:
    """For one gateway."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def turn(self, session_id: str) -> AbstractAsyncContextManager[None]:
        return self._locks.setdefault(session_id, asyncio.Lock())

    async def ping(self) -> None:
        """It is always there."""

    async def close(self) -> None:
        """Nothing to close."""


class RedisOrder:
    """For any number of gateways: a queue for each session, in which a place is held as long as its holder lives.

    Raises `PartUnavailable` when Redis cannot be asked before the turn begins; a turn that has begun is finished.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._take_place = redis.register_script(TAKE_PLACE)

    @asynccontextmanager
    async def turn(self, session_id: str) -> AsyncIterator[None]:
        keys = [f"mqa:turns:{{{session_id}}}", f"mqa:turns:{{{session_id}}}:held"]
        place = secrets.token_hex(8)
        try:
            try:
                while not await self._takes(keys, place):
                    await asyncio.sleep(POLL_S)
            except (RedisError, OSError) as error:
                raise PartUnavailable("redis") from error
            over = asyncio.Event()
            beating = asyncio.create_task(self._beat(keys, place, over))
            try:
                yield
            finally:
                over.set()  # not cancelled: that could be in the middle of a command
                await beating
        finally:
            await self._leave(keys, place)

    async def _takes(self, keys: list[str], place: str) -> bool:
        taken = await self._take_place(keys, [place, LEASE_MS])
        # The client may lose a cancellation that comes together with its reply: who gave up would then wait for ever.
        if asyncio.current_task().cancelling():
            raise asyncio.CancelledError
        return bool(taken)

    async def _beat(self, keys: list[str], place: str, over: asyncio.Event) -> None:
        while not await happens(over, BEAT_S):
            with contextlib.suppress(RedisError, OSError):
                await self._take_place(keys, [place, LEASE_MS])

    async def _leave(self, keys: list[str], place: str) -> None:
        """Where Redis cannot be asked the lease ends by itself."""
        try:
            async with self._redis.pipeline(transaction=True) as both:
                await both.lrem(keys[0], 1, place).hdel(keys[1], place).execute()
        except (RedisError, OSError):
            logs.event(logger, logging.WARNING, "place_not_left", exc_info=True)

    async def ping(self) -> None:
        try:
            await self._redis.ping()
        except (RedisError, OSError) as error:
            raise PartUnavailable("redis") from error

    async def close(self) -> None:
        await self._redis.aclose()
