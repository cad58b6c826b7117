"""Whose file is next, so that nobody waits for another's twenty files, or for another's endless one.

The first file of every check comes before the second of any; and what takes long steps aside for the next, as long as
there is room beside.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count

_Waiting = tuple[int, int, asyncio.Future[None]]


@dataclass
class _Turn:
    aside: bool = False


class Turns:
    """Lets `at_once` in, and another for each that is inside for longer than `quick_seconds`, for `aside` of them at most."""

    def __init__(self, at_once: int, aside: int, quick_seconds: float) -> None:
        self._free = at_once
        self._free_aside = aside
        self._quick = quick_seconds
        self._waiting: list[_Waiting] = []
        self._arrivals = count()

    @asynccontextmanager
    async def turn(self, place: int) -> AsyncIterator[None]:
        """`place` is how many of the same check come before."""
        loop = asyncio.get_running_loop()
        let_in: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._waiting, (place, next(self._arrivals), let_in))
        self._let_in()
        try:
            await let_in
        except asyncio.CancelledError:
            if not let_in.cancelled():  # let in and called off in the same moment
                self._free += 1
                self._let_in()
            raise
        turn = _Turn()
        timer = loop.call_later(self._quick, self._step_aside, turn)
        try:
            yield
        finally:
            timer.cancel()
            if turn.aside:
                self._free_aside += 1
            else:
                self._free += 1
                self._let_in()

    def _step_aside(self, turn: _Turn) -> None:
        if self._free_aside:
            turn.aside = True
            self._free_aside -= 1
            self._free += 1
            self._let_in()

    def _let_in(self) -> None:
        while self._free and self._waiting:
            *_, let_in = heapq.heappop(self._waiting)
            if not let_in.done():  # who went away while waiting is passed over
                self._free -= 1
                let_in.set_result(None)
