"""JSON bodies as the contract wants them: UTF-8, finite numbers, not deep, declared as JSON or not declared."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute

from bot.gateway.errors import MalformedBody, UnsupportedMediaType

# Far deeper than any body of the contract; Python's own parser gives up near 1000.
MAX_DEPTH = 32


def _not_finite(token: str) -> NoReturn:
    raise ValueError(token)


def _finite(token: str) -> float:
    number = float(token)
    if not math.isfinite(number):
        raise ValueError(token)
    return number


def _depth_within(value: Any, limit: int) -> bool:
    layer = [value]
    for _ in range(limit):
        layer = [
            child
            for item in layer
            if isinstance(item, (dict, list))
            for child in (item.values() if isinstance(item, dict) else item)
        ]
        if not layer:
            return True
    return False


def parse(raw: bytes) -> Any:
    """The value of a JSON text; raises `MalformedBody` for anything else."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_not_finite, parse_float=_finite)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise MalformedBody from None
    if not _depth_within(value, MAX_DEPTH):
        raise MalformedBody("请求内容的层次太深。")
    return value


def declares_json(content_type: str | None) -> bool:
    """Whether the header says UTF-8 JSON. Without a header the body itself decides."""
    if content_type is None:
        return True
    header = Message()
    header["content-type"] = content_type
    return header.get_content_type() == "application/json" and header.get_content_charset("utf-8") in (
        "utf-8",
        "utf8",
    )


class StrictJsonRequest(Request):
    """Parses its body once, by `parse`."""

    async def json(self) -> Any:
        if not hasattr(self, "_value"):
            self._value = parse(await self.body())
        return self._value


class StrictJsonRoute(APIRoute):
    """A route whose JSON body is checked before the framework sees it, so that a mistake keeps its own status."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def strict(request: Request) -> Response:
            if not declares_json(request.headers.get("content-type")):
                raise UnsupportedMediaType
            request = StrictJsonRequest(request.scope, request.receive)
            await request.json()
            return await handler(request)

        return strict
