"""HTTP to the other processes: pooled, bounded in time, with the turn's id, and one error for all failures."""

from __future__ import annotations

import asyncio
import functools
import ssl
import time
from typing import Any

import httpx

from bot.gateway.errors import PartUnavailable
from bot.gateway.metrics import Metrics
from telemetry import trace

# Rasa's server closes a connection that has rested for five seconds: one that it is about to close must not be used.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=4)


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Reading the certificates takes a tenth of a second: once for all parts."""
    return httpx.create_ssl_context(trust_env=False)


def _bounds(seconds: float) -> httpx.Timeout:
    """A host that is gone is given up soon; who waits long anyway is not turned away by a moment's stall."""
    return httpx.Timeout(seconds, connect=max(2.0, seconds / 6))


class InternalHttp:
    """One other process. Raises `PartUnavailable` when it does not answer as it should in time."""

    def __init__(
        self,
        part: str,
        base_url: str,
        timeout_seconds: float,
        transport: httpx.AsyncBaseTransport | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self.part = part
        self._timeout = timeout_seconds
        self._metrics = metrics
        self._client = httpx.AsyncClient(
            base_url=base_url,
            # Without the machine user's proxies (trust_env). Of several replicas behind one name, one that does not
            # take the connection is replaced by another; nothing was sent to it.
            transport=transport
            or httpx.AsyncHTTPTransport(verify=_trusted(), limits=LIMITS, retries=1, trust_env=False),
            trust_env=False,
        )

    async def get(self, path: str, timeout_seconds: float | None = None, **params: Any) -> httpx.Response:
        return await self._send("GET", path, timeout_seconds, params=params)

    async def post(self, path: str, content: Any, timeout_seconds: float | None = None) -> httpx.Response:
        return await self._send("POST", path, timeout_seconds, json=content)

    async def upload(
        self, path: str, content: bytes, timeout_seconds: float, **params: Any
    ) -> httpx.Response:
        return await self._send("POST", path, timeout_seconds, content=content, params=params)

    async def _send(
        self, method: str, path: str, timeout_seconds: float | None, **parts: Any
    ) -> httpx.Response:
        patience = timeout_seconds or self._timeout
        began, answered = time.monotonic(), False
        try:
            # httpx bounds each wait; this bounds the whole, against an answer that trickles in.
            async with asyncio.timeout(patience):
                response = await self._client.request(
                    method, path, headers=trace.headers(), timeout=_bounds(patience), **parts
                )
            answered = not response.is_server_error
        except (httpx.HTTPError, TimeoutError) as error:
            raise PartUnavailable(self.part) from error
        finally:
            if self._metrics:
                self._metrics.part(self.part, time.monotonic() - began, answered=answered)
        if response.is_server_error:
            raise PartUnavailable(self.part)
        return response

    async def close(self) -> None:
        await self._client.aclose()
