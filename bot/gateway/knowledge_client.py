"""The knowledge service: search, passages, editions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.gateway.errors import EditionNotFound, NotFound, PartUnavailable, PassageNotFound
from bot.gateway.internal_http import InternalHttp
from bot.gateway.locale import Locale
from telemetry import spans

# What ids look like; anything else is not sent on, so that it cannot become another path there.
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class Found(BaseModel):
    passage_id: str
    edition: str
    path: list[str]
    text: str
    quote: str
    score: float


class Cited(BaseModel):
    passage_id: str
    edition: str
    path: list[str]
    quote: str


class Answer(BaseModel):
    """An approved answer, by language; `question` is the authored one that came nearest."""

    id: str
    text: dict[str, str]
    citations: list[Cited]
    confidence: float
    question: str


class Suggested(BaseModel):
    """A question near to the one asked, and the place of what answers it."""

    text: str
    path: list[str]


class SearchReply(BaseModel):
    """`answerable` is decided on `probability`; `trace` holds the evidence by name, `also` another answer that may be meant."""

    query: str
    took_ms: float
    answerable: bool
    results: list[Found]
    probability: float = 0.0
    release: str = ""
    suggestions: list[Suggested] = []
    trace: dict[str, float] = {}
    answer: Answer | None = None
    also: Answer | None = None


class PiecesReply(BaseModel):
    """What is found for a whole message and its pieces. `answers` together hold what is asked; `asked` says for each which piece it is
    for, from 1, or 0 for the whole."""

    whole: SearchReply
    pieces: list[SearchReply]
    answers: list[Answer]
    asked: list[int]


class Question(BaseModel):
    """A wording under which an approved answer is offered."""

    answer: str
    text: str


class Offered(BaseModel):
    answer: str | None = None
    questions: list[Question]


class Heard(BaseModel):
    """What letters typed by their sound may mean, best first: `read` sounds so, the `whole` of them or their beginning."""

    texts: list[str]
    read: str = ""
    whole: bool = True


class Passage(BaseModel):
    passage_id: str
    edition: str
    path: list[str]
    kind: str
    text: str
    level: int
    order: int


class Edition(BaseModel):
    edition: str
    title: str
    valid_from: str | None = None
    valid_until: str | None = None
    source: str | None = None
    passages: list[Passage] = []


SEARCH, PASSAGE, EDITION = TypeAdapter(SearchReply), TypeAdapter(Passage), TypeAdapter(Edition)
PIECES = TypeAdapter(PiecesReply)
OFFERED, HEARD = TypeAdapter(Offered), TypeAdapter(Heard)
EDITIONS = TypeAdapter(list[Edition])
Reply = TypeVar("Reply")


class KnowledgeClient:
    """Raises `PartUnavailable` whenever the service does not answer as agreed."""

    def __init__(self, http: InternalHttp) -> None:
        self._http = http

    async def search(self, q: str, k: int, edition: str | None) -> SearchReply:
        if edition is not None and not ID.fullmatch(edition):
            raise EditionNotFound
        chosen = {} if edition is None else {"edition": edition}
        return await self._get(SEARCH, EditionNotFound, "/v1/search", q=q, k=k, **chosen)

    async def in_pieces(self, q: str, pieces: Sequence[str], told: Sequence[int]) -> PiecesReply:
        """`told` are the numbers, from 1, of the pieces that only tell."""
        return await self._get(
            PIECES, EditionNotFound, "/v1/pieces", q=q, piece=list(pieces), told=list(told)
        )

    async def suggest(self, typed: str, locale: Locale) -> list[Question]:
        """Questions that match what is being typed, best first."""
        return (await self._offered("/v1/suggest", q=typed, locale=locale)).questions

    async def hear(self, typed: str) -> Heard:
        """Of initials, syllables and characters mixed; nothing for what is written as it is meant."""
        return await self._get(HEARD, EditionNotFound, "/v1/heard", q=typed)

    async def related(self, passages: list[str], locale: Locale) -> Offered:
        """Which approved answer quotes these passages, and what is asked next to it."""
        return await self._offered("/v1/related", passage=passages, locale=locale)

    async def questions(self, locale: Locale) -> list[Question]:
        """One question for every approved answer, in the authors' order."""
        return (await self._offered("/v1/questions", locale=locale)).questions

    async def _offered(self, path: str, **params: Any) -> Offered:
        return await self._get(OFFERED, EditionNotFound, path, **params)

    async def passage(self, passage_id: str) -> Passage:
        if not ID.fullmatch(passage_id):
            raise PassageNotFound
        return await self._get(PASSAGE, PassageNotFound, f"/v1/passages/{passage_id}")

    async def edition(self, edition: str) -> Edition:
        """An edition with all its passages in order."""
        if not ID.fullmatch(edition):
            raise EditionNotFound
        return await self._get(EDITION, EditionNotFound, f"/v1/editions/{edition}")

    async def editions(self) -> list[Edition]:
        """All editions, without their passages."""
        return await self._get(EDITIONS, EditionNotFound, "/v1/editions")

    async def newest(self) -> str:
        """The edition that is answered from."""
        return (await self.editions())[-1].edition

    async def _get(
        self, shape: TypeAdapter[Reply], missing: type[NotFound], path: str, **params: Any
    ) -> Reply:
        with spans.span("knowledge"):
            response = await self._http.get(path, **params)
        if response.status_code == 404:
            raise missing
        try:
            if response.is_error:
                raise PartUnavailable(self._http.part)
            return shape.validate_json(response.content)
        except ValidationError as error:
            raise PartUnavailable(self._http.part) from error
