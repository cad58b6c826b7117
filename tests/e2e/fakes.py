"""What stands behind the real gateway in these tests: a Rasa and a knowledge service that answer from a small table."""

from __future__ import annotations

import asyncio

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.e2e.passages import EDITION, as_json, guide
from tests.e2e.replies import GREETING, MATCHING, PRIZES, REPLIES, SLOW, UNKNOWN, say


def knowledge_app() -> Starlette:
    about = {"edition": EDITION, "title": "深圳市市长质量奖申报指引", "valid_from": "2020-01-01"}

    async def editions(request: Request) -> Response:
        return JSONResponse([about])

    async def edition(request: Request) -> Response:
        if request.path_params["edition"] != EDITION:
            return JSONResponse({"error": {"code": "not_found", "message": "没有"}}, 404)
        return JSONResponse({**about, "passages": [as_json(each) for each in guide().values()]})

    async def passage(request: Request) -> Response:
        found = guide().get(request.path_params["passage_id"])
        return JSONResponse(as_json(found)) if found else JSONResponse({}, 404)

    async def suggest(request: Request) -> Response:
        typed = request.query_params["q"]
        found = [each for each in MATCHING if typed in each] if "奖" in typed else []
        return JSONResponse({"answer": None, "questions": [{"answer": each, "text": each} for each in found]})

    async def heard(request: Request) -> Response:
        return JSONResponse({"texts": [], "read": "", "whole": True})

    async def related(request: Request) -> Response:
        return JSONResponse({"answer": None, "questions": []})

    async def ready(request: Request) -> Response:
        return JSONResponse({"ready": True, "release": "test"})

    async def search(request: Request) -> Response:
        query, k = request.query_params["q"], int(request.query_params.get("k", 5))
        shared = {
            each.id: sum(char in each.text for char in set(query)) / max(len(set(query)), 1)
            for each in guide().values()
            if each.kind == "text"
        }
        best = sorted(shared, key=lambda name: -shared[name])[:k]
        results = [
            {**as_json(guide()[name]), "quote": guide()[name].text, "score": round(shared[name], 4)}
            for name in best
            if shared[name]
        ]
        said = {"query": query, "took_ms": 1.0, "answerable": UNKNOWN[:4] not in query, "probability": 0.9}
        return JSONResponse(
            {
                **said,
                "release": "test",
                "suggestions": [{"text": PRIZES, "path": []}],
                "results": results,
                "trace": {},
            }
        )

    return Starlette(
        routes=[
            Route("/v1/search", search),
            Route("/v1/editions", editions),
            Route("/v1/editions/{edition}", edition),
            Route("/v1/passages/{passage_id}", passage),
            Route("/v1/suggest", suggest),
            Route("/v1/heard", heard),
            Route("/v1/related", related),
            Route("/v1/questions", related),
            Route("/healthz", ready),
            Route("/readyz", ready),
        ]
    )


def rasa_app() -> Starlette:
    async def webhook(request: Request) -> Response:
        message = (await request.json())["message"]
        await asyncio.sleep(1.5 if message == SLOW else 0.05)
        replies = REPLIES.get(message, lambda: [say("smalltalk", GREETING)])()
        return JSONResponse([{"recipient_id": "test", "custom": reply} for reply in replies])

    async def status(request: Request) -> Response:
        return JSONResponse({"version": "3.6.21", "status": "ok"})

    return Starlette(
        routes=[
            Route("/webhooks/rest/webhook", webhook, methods=["POST"]),
            Route("/webhooks/rest/forget", status, methods=["POST"]),
            Route("/", status),
            Route("/status", status),
            Route("/version", status),
        ]
    )
