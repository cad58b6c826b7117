"""Neighbours that give the answers which the desk approves: the usual ones of these tests, and what was learned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.e2e import fakes, passages, replies
from tests.gateway.staff.fake_desk import FakeDesk


@dataclass
class Learning(FakeDesk):
    def answer(self, question: str) -> dict[str, Any] | None:
        """What is approved for a question."""
        entries = (each["entry"] for each in self.approved if each["asked"] == question)
        return next(entries, None)

    async def _passage(self, request: Request) -> JSONResponse:
        return JSONResponse(passages.as_json(passages.guide()[request.path_params["identity"]]))


def apps() -> dict[str, Starlette]:
    desk, knowledge, rasa = Learning(), fakes.knowledge_app(), fakes.rasa_app()
    usual_search = next(route.endpoint for route in knowledge.routes if route.path == "/v1/search")
    usual_webhook = next(route.endpoint for route in rasa.routes if route.path.endswith("/webhook"))

    async def search(request: Request) -> Response:
        found = json.loads((await usual_search(request)).body)
        question = request.query_params["q"]
        if entry := desk.answer(question):
            said = {"id": entry["id"], "text": entry["answer"], "citations": [], "question": question}
            found |= {"answerable": True, "answer": said | {"confidence": 0.9}}
        return JSONResponse(found)

    async def webhook(request: Request) -> Response:
        entry = desk.answer((await request.json())["message"])
        if entry is None:
            return await usual_webhook(request)
        cited = [
            passages.citation(
                next(each.text for each in passages.guide().values() if quote in each.text), quote
            )
            for quote in entry["quotes"]
        ]
        reply = replies.say("answer", entry["answer"], citations=cited)
        return JSONResponse([{"recipient_id": "test", "custom": reply}])

    knowledge.router.routes[:0] = [Route("/v1/search", search), *desk.routes()]
    rasa.router.routes[:0] = [Route("/webhooks/rest/webhook", webhook, methods=["POST"])]
    return {"knowledge": knowledge, "rasa": rasa}
