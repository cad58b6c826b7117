"""What happens to every request, outermost first: id and log, headers, origins, the last net, limits."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway.error_responses import respond, respond_status
from bot.gateway.errors import GatewayError, MalformedBody
from bot.gateway.metrics import Metrics
from bot.gateway.rate_limit import RateLimiter
from telemetry import logs, trace

REQUEST_ID_HEADER = "X-Request-ID"
API = "/api/v1/"
MESSAGE_ROUTES = (f"{API}chat", f"{API}feedback", f"{API}session")
CHECK_ROUTE = f"{API}materials/check"
HANDOUT_ROUTE = f"{API}materials/handout"
# What the widget calls from other sites.
WIDGET_ROUTES = (*MESSAGE_ROUTES, f"{API}suggest", f"{API}welcome")
# What costs as much as a message.
COSTLY_ROUTES = (*MESSAGE_ROUTES, CHECK_ROUTE)
# The widget asks for news by itself, again and again.
UPDATES_ROUTE = f"{API}chat/updates"
EMBEDDED = ("/widget.js", "/static/")
# What nobody's browser or proxy is to keep.
UNCACHED = (API, "/staff")

logger = logging.getLogger(__name__)


class RequestContext:
    """Gives the request its id, and writes one line and one measurement when it is over."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # A new one for everybody: a client's own could be that of somebody else's turn.
        identity = trace.begin().trace_id
        began, status = time.monotonic(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = identity
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            took = time.monotonic() - began
            route = getattr(scope.get("route"), "path", "unmatched")
            self._metrics.request(scope["method"], route, status, took)
            logs.event(
                logger,
                logging.INFO,
                "request",
                method=scope["method"],
                route=route,
                status=status,
                took_ms=round(took * 1000),
            )


class SecurityHeaders:
    """The same for every response: own scripts and styles only, framed by known sites only."""

    def __init__(self, app: ASGIApp, frame_origins: tuple[str, ...]) -> None:
        self.app = app
        self._policy = "; ".join(
            (
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self'",
                "img-src 'self' data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                " ".join(("frame-ancestors 'self'", *frame_origins)),
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self._policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                if scope["path"].startswith(EMBEDDED):
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                headers.setdefault(
                    "Cache-Control", "no-store" if scope["path"].startswith(UNCACHED) else "no-cache"
                )
            await send(message)

        await self.app(scope, receive, send_with_headers)


class WidgetOrigins:
    """Cross-origin calls of the widget, from the configured sites only and never with cookies."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        self.app = app
        self._origins = origins
        self._cors = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            expose_headers=["Retry-After", REQUEST_ID_HEADER],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._cors if self._concerns(scope) else self.app)(scope, receive, send)

    def _concerns(self, scope: Scope) -> bool:
        if scope["type"] != "http" or not scope["path"].startswith(WIDGET_ROUTES):
            return False
        return "*" in self._origins or Headers(scope=scope).get("origin") in self._origins


class LastNet:
    """What no one foresaw becomes the contract's 500, without a trace of how it came about."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched_send)
        except Exception:
            logs.event(logger, logging.ERROR, "unexpected_error", exc_info=True)
            if scope["type"] != "http" or started:
                raise
            await respond_status(500)(scope, receive, send)


class Admission:
    """Turns away what is too often, too large or not UTF-8, before anything reads it."""

    def __init__(
        self, app: ASGIApp, limiter: RateLimiter, max_body_bytes: int, exceptions: Mapping[str, int]
    ) -> None:
        """`exceptions` are paths with another limit of the body."""
        self.app = app
        self._limiter = limiter
        self._max_body = max_body_bytes
        self._exceptions = exceptions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self._check(scope)
        except GatewayError as error:
            await respond(error)(scope, receive, send)
            return
        most = self._exceptions.get(scope["path"], self._max_body)
        if self._declared_length(scope) > most:
            await respond_status(413)(scope, receive, send)
            return
        await self.app(scope, self._counted(receive, most), send)

    async def _check(self, scope: Scope) -> None:
        path: str = scope["path"]
        if path.startswith(API) and scope["method"] != "OPTIONS":
            address = scope["client"][0] if scope["client"] else "unknown"
            await self._limiter.admit_address(
                address, lookup=path == UPDATES_ROUTE or not path.startswith(COSTLY_ROUTES)
            )
        try:
            unquote_to_bytes(scope["query_string"]).decode("utf-8")
        except UnicodeDecodeError:
            raise MalformedBody("网址中的参数不是有效的 UTF-8。") from None

    def _declared_length(self, scope: Scope) -> int:
        declared = Headers(scope=scope).get("content-length", "0")
        return int(declared) if declared.isdigit() else 0

    def _counted(self, receive: Receive, most: int) -> Receive:
        """For bodies that do not declare their length."""
        total = 0

        async def counting() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > most:
                raise HTTPException(413)
            return message

        return counting
