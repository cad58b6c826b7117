"""What publishing asks of the knowledge service: synonyms, editions, releases of the index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from bot.gateway.console.desk_client import PATIENCE_S, Build, DeskClient
from bot.gateway.errors import NotFound
from bot.gateway.knowledge_client import ID


class Term(BaseModel):
    guide: str
    said: list[str]
    added: list[str]


class Terms(BaseModel):
    terms: list[Term]


class EditionLine(BaseModel):
    edition: str
    title: str
    files: list[str]
    shipped: bool
    published: str | None
    passages: int
    answers: int


class EditionLines(BaseModel):
    editions: list[EditionLine]


class Added(BaseModel):
    existing: str
    passages: int
    headings: int
    left_out: list[str]


class Carried(BaseModel):
    carried: int
    left: list[str]


class Difference(BaseModel):
    """`pieces` tell the words of a changed passage apart: "=", "-" and "+"."""

    change: str
    old_id: str | None
    new_id: str | None
    kind: str
    level: int
    path: list[str]
    text: str
    pieces: list[tuple[str, str]]


class Differences(BaseModel):
    old: str
    new: str
    differences: list[Difference]
    touched_answers: dict[str, list[str]]


class ReleaseLine(BaseModel):
    release: str
    created: datetime
    editions: list[str]
    passages: int
    current: bool


class ReleaseLines(BaseModel):
    releases: list[ReleaseLine]


class PublishingClient(DeskClient):
    async def terms(self) -> list[Term]:
        return self._read(Terms, await self._http.get("/v1/desk/synonyms", PATIENCE_S)).terms

    async def words(
        self, guide: str, said: list[str], *, take_away: bool = False, trial: bool = False
    ) -> Build:
        body = {"guide": guide, "said": said, "take_away": take_away, "trial": trial}
        return self._read(Build, await self._http.post("/v1/desk/synonyms/words", body, PATIENCE_S))

    async def editions(self) -> list[EditionLine]:
        return self._read(EditionLines, await self._http.get("/v1/desk/editions", PATIENCE_S)).editions

    async def add(self, edition: str, title: str, name: str, content: bytes) -> Added:
        params = {"edition": edition, "title": title, "name": name}
        return self._read(Added, await self._http.upload("/v1/desk/editions", content, PATIENCE_S, **params))

    async def discard(self, edition: str) -> None:
        await self._of(EditionLines, edition, "discard")

    async def carry_over(self, old: str, new: str) -> Carried:
        return await self._of(Carried, new, "answers", {"old": old})

    async def publish(self, edition: str, day: str | None) -> Build:
        return await self._of(Build, edition, "publication", {"from": day})

    async def differences(self, old: str, new: str) -> Differences:
        reply = await self._http.get("/v1/desk/differences", PATIENCE_S, old=old, new=new)
        return self._read(Differences, reply)

    async def releases(self) -> list[ReleaseLine]:
        return self._read(ReleaseLines, await self._http.get("/v1/desk/releases", PATIENCE_S)).releases

    async def switch(self, release: str) -> None:
        if not ID.fullmatch(release):
            raise NotFound
        self._read(ReleaseLines, await self._http.post(f"/v1/desk/releases/{release}", {}, PATIENCE_S))

    async def _of(self, shape: type[Any], edition: str, what: str, body: dict[str, Any] | None = None) -> Any:
        if not ID.fullmatch(edition):
            raise NotFound
        reply = await self._http.post(f"/v1/desk/editions/{edition}/{what}", body or {}, PATIENCE_S)
        return self._read(shape, reply)
