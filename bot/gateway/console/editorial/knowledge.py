"""What the desk asks of the knowledge service beyond searching: checks, approved answers, builds, clusters."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from bot.gateway.console.desk_client import PATIENCE_S, Build, DeskClient
from bot.gateway.errors import NotFound
from bot.gateway.knowledge_client import ID, Passage


class Finding(BaseModel):
    field: str
    message: str


class Findings(BaseModel):
    findings: list[Finding]


class Clusters(BaseModel):
    clusters: list[list[int]]


class Kept(BaseModel):
    """An approved answer; `origin`: `shipped` or `desk`."""

    id: str
    answer: dict[str, str]
    quotes: list[str]
    questions: list[str]
    not_for: list[str]
    valid_from: str | None = None
    valid_until: str | None = None
    explained: list[str] = []
    origin: str = "shipped"

    def entry(self) -> dict[str, Any]:
        return self.model_dump(exclude={"origin"})


class Passages(BaseModel):
    passages: list[Passage]


class KeptAnswers(BaseModel):
    edition: str
    answers: list[Kept]
    withdrawn: dict[str, str]


class EditingClient(DeskClient):
    async def answers(self, edition: str) -> KeptAnswers:
        return self._read(KeptAnswers, await self._http.get("/v1/desk/answers", PATIENCE_S, edition=edition))

    async def check(self, edition: str, entry: dict[str, Any], instead_of: str) -> list[Finding]:
        body = {"edition": edition, "entry": entry, "instead_of": instead_of}
        return self._read(Findings, await self._http.post("/v1/desk/checks", body, PATIENCE_S)).findings

    async def approve(self, edition: str, entry: dict[str, Any], instead_of: str, asked: str) -> Build:
        body = {"edition": edition, "entry": entry, "instead_of": instead_of, "asked": asked}
        return self._read(Build, await self._http.post("/v1/desk/answers", body, PATIENCE_S))

    async def withdraw(self, edition: str, identity: str, reason: str) -> Build:
        body = {"edition": edition, "id": identity, "reason": reason}
        return self._read(Build, await self._http.post("/v1/desk/withdrawals", body, PATIENCE_S))

    async def leave_open(self, edition: str, question: str) -> Build:
        body = {"edition": edition, "q": question}
        return self._read(Build, await self._http.post("/v1/desk/unanswerable", body, PATIENCE_S))

    async def clusters(self, texts: list[str]) -> list[list[int]]:
        return self._read(
            Clusters, await self._http.post("/v1/desk/clusters", {"texts": texts}, PATIENCE_S)
        ).clusters

    async def passages(self, edition: str, q: str, k: int) -> list[Passage]:
        """Of any edition, one that is only being prepared too."""
        found = await self._http.get("/v1/desk/passages", PATIENCE_S, edition=edition, q=q, k=k)
        return self._read(Passages, found).passages

    async def passage(self, edition: str, identity: str) -> Passage:
        if not ID.fullmatch(identity):
            raise NotFound
        return self._read(
            Passage, await self._http.get(f"/v1/desk/passages/{identity}", PATIENCE_S, edition=edition)
        )
