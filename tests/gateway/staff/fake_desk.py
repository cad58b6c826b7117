"""What the desk asks of the knowledge service, remembered and answered from a small table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


@dataclass
class FakeDesk:
    """Stands for `/v1/desk` of the knowledge service."""

    findings: list[dict[str, str]] = field(default_factory=list)
    approved: list[dict[str, Any]] = field(default_factory=list)
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    refuse: str = ""
    build: dict[str, Any] = field(
        default_factory=lambda: {"state": "done", "message": "", "wishes": 1, "done": 1}
    )
    kept: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)
    published: list[tuple[str, str | None]] = field(default_factory=list)

    def routes(self) -> list[Route]:
        return [
            Route("/v1/desk/answers", self._approve, methods=["POST"]),
            Route("/v1/desk/answers", self._answers),
            Route("/v1/desk/checks", self._checks, methods=["POST"]),
            Route("/v1/desk/withdrawals", self._withdraw, methods=["POST"]),
            Route("/v1/desk/unanswerable", self._leave_open, methods=["POST"]),
            Route("/v1/desk/clusters", self._clusters, methods=["POST"]),
            Route("/v1/desk/builds", self._builds),
            Route("/v1/desk/synonyms", self._terms),
            Route("/v1/desk/synonyms/words", self._words, methods=["POST"]),
            Route("/v1/desk/editions/{edition}/publication", self._publish, methods=["POST"]),
        ]

    async def _answers(self, request: Request) -> JSONResponse:
        return JSONResponse({"edition": "2020", "answers": self.kept, "withdrawn": {}})

    async def _checks(self, request: Request) -> JSONResponse:
        return JSONResponse({"findings": self.findings})

    async def _approve(self, request: Request) -> JSONResponse:
        if self.refuse:
            return JSONResponse({"error": {"code": "answer_not_right", "message": self.refuse}}, 422)
        self.approved.append(await request.json())
        return JSONResponse(self.build)

    async def _withdraw(self, request: Request) -> JSONResponse:
        self.withdrawn.append(await request.json())
        return JSONResponse(self.build)

    async def _leave_open(self, request: Request) -> JSONResponse:
        self.left_open.append((await request.json())["q"])
        return JSONResponse(self.build)

    async def _clusters(self, request: Request) -> JSONResponse:
        return JSONResponse({"clusters": [list(range(len((await request.json())["texts"])))]})

    async def _builds(self, request: Request) -> JSONResponse:
        return JSONResponse(self.build)

    async def _terms(self, request: Request) -> JSONResponse:
        return JSONResponse({"terms": [{"guide": "奖金", "said": ["钱"], "added": []}]})

    async def _words(self, request: Request) -> JSONResponse:
        if self.refuse:
            return JSONResponse({"error": {"code": "synonyms_not_right", "message": self.refuse}}, 422)
        self.words.append(await request.json())
        return JSONResponse(self.build)

    async def _publish(self, request: Request) -> JSONResponse:
        self.published.append((request.path_params["edition"], (await request.json())["from"]))
        return JSONResponse(self.build)
