"""Whether every part answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from pydantic import BaseModel

from bot.gateway.errors import PartUnavailable
from bot.gateway.internal_http import InternalHttp

PROBE_SECONDS = 2.0

Probe = Callable[[], Awaitable[None]]


class PartState(BaseModel):
    ready: bool
    took_ms: int


class Readiness:
    """Asks all parts at once; a part that does not answer within `seconds` is not ready."""

    def __init__(self, probes: dict[str, Probe], seconds: float = PROBE_SECONDS) -> None:
        self._probes = probes
        self._seconds = seconds

    async def check(self) -> dict[str, PartState]:
        states = await asyncio.gather(*(self._ask(probe) for probe in self._probes.values()))
        return dict(zip(self._probes, states, strict=True))

    async def _ask(self, probe: Probe) -> PartState:
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._seconds):
                await probe()
            ready = True
        except (PartUnavailable, TimeoutError):
            ready = False
        return PartState(ready=ready, took_ms=round((time.monotonic() - began) * 1000))


def http_probe(http: InternalHttp, path: str) -> Probe:
    async def probe() -> None:
        response = await http.get(path, PROBE_SECONDS)
        if response.is_error:
            raise PartUnavailable(http.part)

    return probe
