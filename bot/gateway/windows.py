"""Counts within windows of time, in memory, by a clock that nobody can set.

The memory of the library `limits` goes by the wall clock: set back by a day, it keeps every window open for a day, and who
has used theirs up is locked out as long.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import ClassVar

from limits.aio.storage.base import Storage

# Of more than so many windows at once, those that are over are dropped.
MANY = 10_000


@dataclass
class _Window:
    ends: float  # by the monotonic clock
    count: int = 0


class SteadyStorage(Storage):
    """For fixed windows."""

    STORAGE_SCHEME: ClassVar[list[str]] = ["async+steady"]

    def __init__(self) -> None:
        super().__init__()
        self._windows: dict[str, _Window] = {}

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    async def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        window = self._open(key)
        if window is None:
            self._tidy()
            window = self._windows[key] = _Window(time.monotonic() + expiry)
        window.count += amount
        return window.count

    async def get(self, key: str) -> int:
        window = self._open(key)
        return window.count if window else 0

    async def get_expiry(self, key: str) -> float:
        """As seconds of the wall clock, for that is what the library compares it with."""
        window = self._open(key)
        return time.time() + (window.ends - time.monotonic() if window else 0)

    async def check(self) -> bool:
        return True

    async def reset(self) -> int:
        count = len(self._windows)
        self._windows.clear()
        return count

    async def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def _open(self, key: str) -> _Window | None:
        window = self._windows.get(key)
        return window if window and window.ends > time.monotonic() else None

    def _tidy(self) -> None:
        if len(self._windows) >= MANY:
            moment = time.monotonic()
            self._windows = {key: each for key, each in self._windows.items() if each.ends > moment}
