"""Whose file is next: the first file of every check comes before the second of any, so that nobody waits for another's twenty."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

_Waiting = tuple[int, int, asyncio.Future[None]]


class Turns:
    """Lets `at_once` in, those with the lowest place first and of the same place the earliest."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[_Waiting] = []
        self._arrivals = count()

    @asynccontextmanager
    async def turn(self, place: int) -> AsyncIterator[None]:
        """`place` is how many of the same check come before."""
        let_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (place, next(self._arrivals), let_in))
        self._let_in()
        try:
            await let_in
            yield
        finally:
            if let_in.done() and not let_in.cancelled():
                self._free += 1
            let_in.cancel()  # who went away while waiting is passed over
            self._let_in()

    def _let_in(self) -> None:
        while self._free and self._waiting:
            *_, let_in = heapq.heappop(self._waiting)
            if not let_in.done():
                self._free -= 1
                let_in.set_result(None)
