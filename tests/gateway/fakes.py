"""The other processes as small ASGI applications, speaking the golden JSON of `tests/contract`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

CONTRACT = Path(__file__).resolve().parents[1] / "contract"


def golden(name: str) -> Any:
    return json.loads((CONTRACT / f"{name}.json").read_text(encoding="utf-8"))


def smalltalk(text: str) -> list[dict[str, Any]]:
    return [{"recipient_id": "x", "custom": {"kind": "smalltalk", "text": text}}]


class FakeRasa:
    """Answers with `reply`, which may be a list of items, a response, or a function of the request's JSON."""

    def __init__(self) -> None:
        self.reply: Any = golden("rasa_reply")
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.up = True
        self.delay = 0.0
        self.forgotten: list[str] = []
        self.order: list[tuple[str, str]] = []  # what came to an end, and whose
        self.app = Starlette(
            routes=[
                Route("/", self._hello),
                Route("/webhooks/rest/webhook", self._webhook, methods=["POST"]),
                Route("/webhooks/rest/forget", self._forget, methods=["POST"]),
            ]
        )

    async def _hello(self, request: Request) -> Response:
        return Response("Hello from Rasa", 200 if self.up else 503)

    async def _forget(self, request: Request) -> Response:
        if not self.up:
            return Response(status_code=503)
        self.forgotten.append((await request.json())["sender"])
        self.order.append(("forget", self.forgotten[-1]))
        return JSONResponse({})

    async def _webhook(self, request: Request) -> Response:
        said = await request.json()
        self.requests.append(said)
        self.headers.append(dict(request.headers))
        await asyncio.sleep(self.delay)
        if not self.up:
            return Response(status_code=500)
        reply = self.reply(said) if callable(self.reply) else self.reply
        if isinstance(reply, Awaitable):
            reply = await reply
        self.order.append(("say", said["sender"]))
        return reply if isinstance(reply, Response) else JSONResponse(reply)


class FakeActions:
    def __init__(self) -> None:
        self.up = True
        self.app = Starlette(routes=[Route("/health", self._health)])

    async def _health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok"}, 200 if self.up else 500)


class FakeKnowledge:
    def __init__(self) -> None:
        self.up = True
        self.search = golden("knowledge_search")
        self.heard = {"texts": [], "read": "", "whole": True}
        self.edition = golden("knowledge_edition")
        self.queries: list[dict[str, str]] = []
        self.in_pieces = golden("knowledge_pieces")
        self.pieces: list[str] = []
        self.told: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.app = Starlette(
            routes=[
                Route("/v1/search", self._guard(self._search)),
                Route("/v1/pieces", self._guard(self._pieces)),
                Route("/v1/suggest", self._guard(self._offered)),
                Route("/v1/heard", self._guard(self._heard)),
                Route("/v1/related", self._guard(self._offered)),
                Route("/v1/questions", self._guard(self._offered)),
                Route("/v1/passages/{id}", self._guard(self._passage)),
                Route("/v1/editions", self._guard(lambda _: golden("knowledge_editions"))),
                Route("/v1/editions/{edition}", self._guard(self._edition)),
                Route("/readyz", self._guard(lambda _: {"ready": True, "release": "r1"})),
            ]
        )

    def _guard(self, handler: Callable[[Request], Any]) -> Callable[[Request], Awaitable[Response]]:
        async def guarded(request: Request) -> Response:
            self.headers.append(dict(request.headers))
            found = handler(request) if self.up else Response(status_code=503)
            if found is None:
                return JSONResponse({"error": {"code": "not_found", "message": "没有。"}}, 404)
            return found if isinstance(found, Response) else JSONResponse(found)

        return guarded

    def _search(self, request: Request) -> Any:
        self.queries.append(dict(request.query_params))
        return self.search if request.query_params.get("edition", "2020") == "2020" else None

    def _pieces(self, request: Request) -> Any:
        self.pieces = request.query_params.getlist("piece")
        self.told = request.query_params.getlist("told")
        return self.in_pieces

    def _offered(self, request: Request) -> Any:
        self.queries.append(dict(request.query_params))
        return golden("knowledge_offered")

    def _heard(self, request: Request) -> Any:
        self.queries.append(dict(request.query_params))
        return self.heard

    def _passage(self, request: Request) -> Any:
        passage = golden("knowledge_passage")
        return passage if request.path_params["id"] == passage["passage_id"] else None

    def _edition(self, request: Request) -> Any:
        return self.edition if request.path_params["edition"] == "2020" else None


class Refusing(httpx.AsyncBaseTransport):
    """A port where nobody listens."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)
