"""What the desk asks of the knowledge service, remembered and answered from a small table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.gateway.fakes import golden


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
    uploads: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    discarded: list[str] = field(default_factory=list)
    lost: dict[str, list[str]] = field(default_factory=dict)
    changed: str = ""

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
            Route("/v1/desk/passages", self._passages),
            Route("/v1/desk/passages/{identity}", self._passage),
            Route("/v1/desk/editions", self._editions),
            Route("/v1/desk/editions", self._upload, methods=["POST"]),
            Route("/v1/desk/editions/{edition}/publication", self._publish, methods=["POST"]),
            Route("/v1/desk/editions/{edition}/answers", self._carry, methods=["POST"]),
            Route("/v1/desk/editions/{edition}/discard", self._discard, methods=["POST"]),
            Route("/v1/desk/differences", self._differences),
            Route("/v1/desk/releases", self._releases),
            Route("/v1/desk/releases/{release}", self._releases, methods=["POST"]),
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

    async def _passages(self, request: Request) -> JSONResponse:
        return JSONResponse({"passages": [golden("knowledge_passage")]})

    async def _passage(self, request: Request) -> JSONResponse:
        passage = golden("knowledge_passage")
        found = request.path_params["identity"] == passage["passage_id"]
        return JSONResponse(passage if found else {}, 200 if found else 404)

    async def _editions(self, request: Request) -> JSONResponse:
        line = {"title": "《指引》", "files": ["guide.txt"], "passages": 307, "answers": 2}
        shipped = line | {"edition": "2020", "shipped": True, "published": None}
        names = {params["edition"] for params, _ in self.uploads} - set(self.discarded)
        added = [line | {"edition": name, "shipped": False, "published": None} for name in sorted(names)]
        return JSONResponse({"editions": [shipped, *added]})

    async def _upload(self, request: Request) -> JSONResponse:
        self.uploads.append((dict(request.query_params), await request.body()))
        return JSONResponse({"existing": "", "passages": 4, "headings": 2, "left_out": []})

    async def _carry(self, request: Request) -> JSONResponse:
        return JSONResponse({"carried": 1, "left": list(self.lost)})

    async def _discard(self, request: Request) -> JSONResponse:
        self.discarded.append(request.path_params["edition"])
        return await self._editions(request)

    async def _differences(self, request: Request) -> JSONResponse:
        said = {"old": request.query_params["old"], "new": request.query_params["new"]}
        change = {
            "change": "changed",
            "old_id": self.changed,
            "new_id": "2026-1",
            "kind": "text",
            "level": 1,
            "path": ["一、说明"],
            "text": "金奖 300 万元",
            "pieces": [["=", "金奖 "], ["-", "200"], ["+", "300"], ["=", " 万元"]],
        }
        return JSONResponse({**said, "differences": [change], "touched_answers": self.lost})

    async def _releases(self, request: Request) -> JSONResponse:
        line = {
            "release": "r1",
            "created": "2026-01-01T04:00:00+00:00",
            "editions": ["2020"],
            "passages": 307,
        }
        return JSONResponse(
            {"releases": [line | {"current": True}, line | {"release": "r0", "current": False}]}
        )
