"""HTTP to the other processes: pooled, bounded in time, with the turn's id, and one error for all failures."""

from __future__ import annotations

import asyncio
import functools
import ssl
import time
from typing import Any

import httpx
from aiohttp import ClientError, ClientSession, TCPConnector
from httpx_aiohttp import AiohttpTransport

from bot.gateway.errors import PartUnavailable
from bot.gateway.metrics import Metrics
from telemetry import trace

MOST_CONNECTIONS = 100  # to one other process
# Rasa's server closes a connection that has rested for five seconds: one that it is about to close must not be used.
RESTS_S = 4


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Reading the certificates takes a tenth of a second: once for all parts."""
    return httpx.create_ssl_context(trust_env=False)


def _session() -> ClientSession:
    """Asks no proxy of the machine's user; of several replicas behind one name, one that does not take the connection is replaced
    by another. The name is looked up for every connection: a container that was started anew has another address."""
    return ClientSession(
        connector=TCPConnector(
            ssl=_trusted(), limit=MOST_CONNECTIONS, keepalive_timeout=RESTS_S, use_dns_cache=False
        )
    )


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
        self._base_url = base_url.rstrip("/")
        self._timeout = timeout_seconds
        self._metrics = metrics
        # Not by httpx's client and transport, which take three times as long: some milliseconds of every turn.
        self._transport = transport or AiohttpTransport(verify=_trusted(), client=_session)

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
            request = httpx.Request(
                method,
                self._base_url + path,
                headers=trace.headers(),
                extensions={"timeout": _bounds(patience).as_dict()},
                **parts,
            )
            # The transport bounds each wait; this bounds the whole, against an answer that trickles in.
            async with asyncio.timeout(patience):
                response = await self._transport.handle_async_request(request)
                try:
                    await response.aread()
                finally:
                    await response.aclose()
            answered = not response.is_server_error
        except (httpx.HTTPError, ClientError, TimeoutError) as error:
            raise PartUnavailable(self.part) from error
        finally:
            if self._metrics:
                self._metrics.part(self.part, time.monotonic() - began, answered=answered)
        if response.is_server_error:
            raise PartUnavailable(self.part)
        return response

    async def close(self) -> None:
        await self._transport.aclose()
