"""For a process that only its neighbours ask: takes over the turn of each request, and writes a line when it is over."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Container, MutableMapping
from typing import Any

from telemetry import logs, trace

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

logger = logging.getLogger(__name__)


class Traced:
    """`often` are paths that are asked all the time whether the process is alive: no line of theirs."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], often: Container[str]) -> None:
        self.app = app
        self._often = often

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(trace.HEADER.encode(), b"")
        began, status = time.monotonic(), 500

        async def watched_send(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with trace.using(trace.read(sent.decode("latin-1"))):
            try:
                await self.app(scope, receive, watched_send)
            finally:
                if scope["path"] not in self._often:
                    logs.event(
                        logger,
                        logging.INFO,
                        "request",
                        method=scope["method"],
                        route=getattr(scope.get("route"), "path", "unmatched"),
                        status=status,
                        took_ms=round((time.monotonic() - began) * 1000),
                    )
