"""A local stand-in of WeCom's API for 微信客服 that keeps its rules: pages behind cursors, windows, one-time codes."""

from __future__ import annotations

import time
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CORP_ID, SECRET, ACCOUNT = "ww0123456789abcdef", "a-wecom-secret", "wkAAAA"
TOKEN = "wecom-token"


class WeComApi:
    """`page` is how many messages a page holds; `down` refuses to give any."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.page = 2
        self.down = False
        self.pulls: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.welcomed: list[dict[str, Any]] = []
        self.codes: dict[str, float] = {}
        self.app = Starlette(
            routes=[
                Route("/cgi-bin/gettoken", self._gettoken),
                Route("/cgi-bin/kf/sync_msg", self._sync, methods=["POST"]),
                Route("/cgi-bin/kf/send_msg", self._send, methods=["POST"]),
                Route("/cgi-bin/kf/send_msg_on_event", self._welcome, methods=["POST"]),
            ]
        )

    def transport(self) -> httpx.ASGITransport:
        return httpx.ASGITransport(self.app)

    def texts(self) -> list[str]:
        return [message["text"]["content"] for message in self.sent]

    def says(self, user: str, kind: str = "text", *, ago: int = 0, origin: int = 3, **content: Any) -> None:
        number = len(self.messages)
        self.messages.append(
            {
                "msgid": f"m{number}",
                "open_kfid": ACCOUNT,
                "external_userid": user,
                "send_time": int(time.time()) - ago,
                "origin": origin,
                "msgtype": kind,
                kind: content,
            }
        )

    def writes(self, user: str, text: str, **more: Any) -> None:
        self.says(user, content=text, **more)

    def enters(self, user: str, code: str = "", *, ago: int = 0) -> None:
        self.codes[code] = time.time() - ago + 20
        event = {"event_type": "enter_session", "open_kfid": ACCOUNT, "external_userid": user}
        self.says("", "event", ago=ago, origin=4, **event, **({"welcome_code": code} if code else {}))

    async def _gettoken(self, request: Request) -> Response:
        if (request.query_params["corpid"], request.query_params["corpsecret"]) != (CORP_ID, SECRET):
            return _error(40001)
        return JSONResponse({"errcode": 0, "access_token": TOKEN, "expires_in": 7200})

    async def _sync(self, request: Request) -> Response:
        if request.query_params["access_token"] != TOKEN:
            return _error(40014)
        asked = await request.json()
        self.pulls.append(asked)
        if self.down:
            return _error(60020)
        begin = int(asked.get("cursor") or 0)
        end = min(begin + self.page, len(self.messages))
        return JSONResponse(
            {
                "errcode": 0,
                "msg_list": self.messages[begin:end],
                "next_cursor": str(end),
                "has_more": int(end < len(self.messages)),
            }
        )

    async def _send(self, request: Request) -> Response:
        said = await request.json()
        asked = [
            message
            for message in self.messages
            if message.get("external_userid") == said["touser"] and message["origin"] == 3
        ]
        given = sum(message["touser"] == said["touser"] for message in self.sent)
        if said["open_kfid"] != ACCOUNT or not asked or given >= 5 * len(asked):
            return _error(95001)
        self.sent.append(said)
        return _error(0)

    async def _welcome(self, request: Request) -> Response:
        said = await request.json()
        if self.codes.pop(said["code"], 0) < time.time():
            return _error(95012)
        self.welcomed.append(said)
        return _error(0)


def _error(code: int) -> Response:
    return JSONResponse({"errcode": code, "errmsg": "as the rules say"})
