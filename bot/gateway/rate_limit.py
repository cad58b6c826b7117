"""How often an address, and a session, may ask."""

from __future__ import annotations

import ipaddress
import math
import time

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter

from bot.gateway.errors import RateLimited
from bot.gateway.store import session_key

# A look-up (search, a passage, a check of facts) costs a tenth of a turn, and programs ask in bursts.
LOOKUPS_PER_MESSAGE = 10


class RateLimiter:
    """`per_minute` messages for each session and each address, and ten times as many look-ups; 0 turns it off.

    Raises `RateLimited` with the seconds to wait.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._windows = FixedWindowRateLimiter(MemoryStorage())

    async def admit_session(self, token: str) -> None:
        await self._admit(1, "session", session_key(token))

    async def admit_address(self, address: str, *, lookup: bool) -> None:
        factor, name = (LOOKUPS_PER_MESSAGE, "lookups") if lookup else (1, "messages")
        await self._admit(factor, name, network(address))

    async def _admit(self, factor: int, *key: str) -> None:
        if self._per_minute == 0:
            return
        limit = RateLimitItemPerMinute(self._per_minute * factor)
        if not await self._windows.hit(limit, *key):
            window = await self._windows.get_window_stats(limit, *key)
            raise RateLimited(max(1, math.ceil(window.reset_time - time.time())))


def network(address: str) -> str:
    """The address, or for IPv6 its /64, which is what one customer is given."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)
