"""WeChat's and WeCom's HTTP APIs: JSON in, JSON with an `errcode` out, an access token in the query.

ApiError
├── Refused      the API says no, with its code
└── Unreachable  no answer; `arrived` tells whether the call may have taken effect all the same
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from telemetry import logs

TIMEOUT = httpx.Timeout(5.0, connect=2.0)
# https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Global_Return_Code.html
BUSY = -1
TOKEN_NOT_VALID = frozenset((40001, 40014, 42001))
# Daily limit reached, API not granted, address not on the list: only a person can mend these.
NEED_A_PERSON = frozenset((45009, 48001, 40164))
# Waits between attempts while the API is busy or cannot be reached.
BACK_OFF_S = (0.5, 1.0, 2.0)

logger = logging.getLogger(__name__)


class ApiError(Exception):
    """Never with the address in its text: that holds the access token."""


class Refused(ApiError):
    def __init__(self, code: int, explanation: str) -> None:
        super().__init__(f"{code} {explanation}")
        self.code = code


class Unreachable(ApiError):
    def __init__(self, *, arrived: bool) -> None:
        super().__init__("no answer")
        self.arrived = arrived


# A token other than the one that was refused.
Token = Callable[[str | None], Awaitable[str]]


class Api:
    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT, transport=transport)

    async def close(self) -> None:
        await self._http.aclose()

    async def call(self, path: str, body: dict[str, Any] | None = None, **query: str) -> dict[str, Any]:
        """One call: GET without a body, POST with one. Chinese goes out as it is, for WeChat shows \\u escapes."""
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if content is None else {"Content-Type": "application/json; charset=utf-8"}
        try:
            response = await self._http.request(
                "GET" if content is None else "POST", path, params=query, content=content, headers=headers
            )
            answer = response.raise_for_status().json()
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise Unreachable(arrived=False) from None
        except (httpx.HTTPError, ValueError):
            raise Unreachable(arrived=True) from None
        if not isinstance(answer, dict):
            raise Unreachable(arrived=True)
        if code := answer.get("errcode"):
            if code in NEED_A_PERSON:
                logs.event(logger, logging.CRITICAL, "wechat_api_needs_a_person", path=path, code=code)
            raise Refused(code, str(answer.get("errmsg", "")))
        return answer

    async def call_with(self, token: Token, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The call with an access token: a new one when it is refused, later when the API is busy."""
        given = await token(None)
        replaced = False
        waits = iter(BACK_OFF_S)
        while True:
            try:
                return await self.call(path, body, access_token=given)
            except Refused as refused:
                if refused.code in TOKEN_NOT_VALID and not replaced:
                    given, replaced = await token(given), True
                    continue
                if refused.code != BUSY or (wait := next(waits, None)) is None:
                    raise
            except Unreachable as unreachable:
                if unreachable.arrived or (wait := next(waits, None)) is None:
                    raise
            await asyncio.sleep(wait)
