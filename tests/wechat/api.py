"""A local stand-in of WeChat's API that keeps its rules: tokens, the customer-service limits, menus."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.wechat.wire import APP_ID

SECRET = "a-secret-of-the-tests"


class WeChatApi:
    """`failures` are error codes that the next calls of `send` get; `valid` is the token that works now."""

    def __init__(self) -> None:
        self.valid = "token-1"
        self.expires_in = 7200
        self.fetched: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.tried = 0
        self.failures: list[int] = []
        self.token_failure = 0
        self.menu: dict[str, Any] | None = None
        self.delay = 0.0
        self.raw = b""
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/stable_token", self._stable_token, methods=["POST"]),
                Route("/cgi-bin/message/custom/send", self._send, methods=["POST"]),
                Route("/cgi-bin/menu/create", self._create, methods=["POST"]),
                Route("/cgi-bin/menu/get", self._show),
                Route("/cgi-bin/menu/delete", self._delete),
            ]
        )

    def transport(self) -> httpx.ASGITransport:
        return httpx.ASGITransport(self.app)

    def texts(self) -> list[str]:
        return [message["text"]["content"] for message in self.sent]

    async def _stable_token(self, request: Request) -> Response:
        asked = await request.json()
        self.fetched.append(asked)
        await asyncio.sleep(self.delay)
        if self.token_failure:
            return _error(self.token_failure, "as the test wants")
        if asked["appid"] != APP_ID or asked["secret"] != SECRET:
            return _error(40125, "invalid appsecret")
        if asked["force_refresh"]:
            self.valid = f"token-{len(self.fetched)}"
        return JSONResponse({"access_token": self.valid, "expires_in": self.expires_in})

    def _refusal(self, request: Request) -> Response | None:
        if request.query_params.get("access_token") != self.valid:
            return _error(40001, "invalid credential")
        return None

    async def _send(self, request: Request) -> Response:
        self.tried += 1
        self.raw = await request.body()
        if refusal := self._refusal(request):
            return refusal
        if self.failures and (code := self.failures.pop(0)):
            return _error(code, "as the test wants")
        message = json.loads(self.raw)
        if len(message["text"]["content"].encode()) > 2048:
            return _error(45002, "content size out of limit")
        self.sent.append(message)
        return _error(0, "ok")

    async def _create(self, request: Request) -> Response:
        self.raw = await request.body()
        self.menu = json.loads(self.raw)
        return self._refusal(request) or _error(0, "ok")

    async def _show(self, request: Request) -> Response:
        if refusal := self._refusal(request):
            return refusal
        return JSONResponse({"menu": self.menu}) if self.menu else _error(46003, "menu no exist")

    async def _delete(self, request: Request) -> Response:
        self.menu = None
        return self._refusal(request) or _error(0, "ok")


def _error(code: int, explanation: str) -> Response:
    return JSONResponse({"errcode": code, "errmsg": explanation})
