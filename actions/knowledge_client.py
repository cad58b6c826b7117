"""Asks the knowledge service over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import httpx

from actions.settings import Settings
from telemetry import spans, trace

Read = TypeVar("Read")
RELEASE_HEADER = "X-Release"


class KnowledgeError(Exception):
    """The knowledge service could not be asked, or its reply could not be read. Never carries the question."""


class OtherRelease(Exception):
    """This replica of the service does not have the release that the turn began with; `release` is the one it has."""

    def __init__(self, release: str) -> None:
        super().__init__(release)
        self.release = release


@dataclass
class _Pinned:
    release: str | None


_pinned: ContextVar[_Pinned | None] = ContextVar("release", default=None)


@contextmanager
def one_release(release: str | None = None) -> Iterator[None]:
    """All that is asked within is answered from one release of the index: that one, else the one of the first reply. Where a
    replica cannot, `OtherRelease` is raised."""
    token = _pinned.set(_Pinned(release))
    try:
        yield
    finally:
        _pinned.reset(token)


@dataclass(frozen=True)
class Found:
    """A passage found, with its best verbatim sentence. `score` runs from 0 to 1, higher is better."""

    passage_id: str
    edition: str
    path: tuple[str, ...]
    kind: str
    quote: str
    score: float


@dataclass(frozen=True)
class Passage:
    """A piece of an edition as it stands there, verbatim. For a heading, `path` ends with the heading above."""

    passage_id: str
    edition: str
    path: tuple[str, ...]
    kind: str
    text: str

    @property
    def quote(self) -> str:
        """All of it: a passage that is shown whole is quoted whole."""
        return self.text


@dataclass(frozen=True)
class Cited:
    """A verbatim quote of an approved answer, with its place."""

    passage_id: str
    edition: str
    path: tuple[str, ...]
    kind: str
    quote: str


@dataclass(frozen=True)
class Answer:
    """An approved answer, by language; `confidence` (0 to 1) that it is the right one. `correction` is the kind of what the
    question wrongly takes for given (`figure`, `none`, `denied`) and its name."""

    id: str
    text: Mapping[str, str]
    citations: tuple[Cited, ...]
    confidence: float
    correction: tuple[str, str] | None = None


@dataclass(frozen=True)
class Suggested:
    """A question that is answered, near to the one asked, and the place of what answers it."""

    text: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class SearchReply:
    """`answerable` is the service's own decision on `probability`; `results` are ranked, the best first; `answer` is the
    approved one, where one is likely enough to be right, `also` another that may be meant."""

    answerable: bool
    probability: float
    release: str
    edition: str
    results: tuple[Found, ...]
    suggestions: tuple[Suggested, ...]
    answer: Answer | None = None
    also: Answer | None = None


@dataclass(frozen=True)
class InPieces:
    """What is found for a whole message and for each of its pieces; `answers` together hold what is asked, each with what it is
    for: the number of a piece, from 1, or 0 for the whole."""

    whole: SearchReply
    pieces: tuple[SearchReply, ...]
    answers: tuple[tuple[Answer, int], ...]


class KnowledgeClient:
    """Keeps its connections open between calls. `transport` replaces the network in tests."""

    def __init__(
        self, url: str, timeout_seconds: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._http = httpx.AsyncClient(base_url=url, timeout=timeout_seconds, transport=transport)

    async def search(self, question: str, within: str = "") -> SearchReply:
        """A question by itself, or `within` what was spoken of. Raises `KnowledgeError`."""
        return await self._get("/v1/search", _read, q=question, **({"within": within} if within else {}))

    async def in_pieces(self, message: str, pieces: Sequence[str], told: Sequence[int]) -> InPieces:
        """`told` are the numbers, from 1, of the pieces that only tell. Raises `KnowledgeError`."""
        return await self._get("/v1/pieces", _read_in_pieces, q=message, piece=list(pieces), told=list(told))

    async def passages(self, edition: str) -> tuple[Passage, ...]:
        """All of an edition, in its order. Raises `KnowledgeError`."""
        return await self._get(f"/v1/editions/{edition}", _read_passages)

    async def related(
        self, passages: Sequence[str], answer: str | None, known: Sequence[str], locale: str
    ) -> tuple[str, ...]:
        """Questions that a reader of `answer`, else of the one that quotes these passages, may have next; nothing of the
        answers `known`. Raises `KnowledgeError`."""
        query: dict[str, Any] = {"passage": list(passages), "known": list(known), "locale": locale}
        if answer:
            query["answer"] = answer
        return await self._get("/v1/related", _read_offered, **query)

    async def _get(self, path: str, read: Callable[[Any], Read], **query: Any) -> Read:
        pinned = _pinned.get()
        wanted = {RELEASE_HEADER: pinned.release} if pinned and pinned.release else {}
        try:
            with spans.span("knowledge"):
                response = await self._http.get(path, params=query, headers=trace.headers() | wanted)
        except httpx.HTTPError as error:
            # The chain is cut on purpose: httpx's messages quote the address, and with it the question.
            raise KnowledgeError(f"knowledge service: {type(error).__name__}") from None
        given = response.headers.get(RELEASE_HEADER)
        if pinned and given:
            pinned.release = pinned.release or given
            if given != pinned.release:
                raise OtherRelease(given)
        if response.status_code != httpx.codes.OK:
            raise KnowledgeError(f"knowledge service: status {response.status_code}")
        try:
            return read(response.json())
        except (ValueError, KeyError, TypeError) as error:
            raise KnowledgeError(f"knowledge service: reply not understood ({error!r})") from None


@lru_cache(maxsize=1)
def knowledge() -> KnowledgeClient:
    """The process's one client, made when first needed."""
    settings = Settings()
    return KnowledgeClient(str(settings.knowledge_url), settings.knowledge_timeout_seconds)


def _read(reply: Mapping[str, Any]) -> SearchReply:
    return SearchReply(
        answerable=reply["answerable"],
        probability=reply["probability"],
        release=reply["release"],
        edition=reply["edition"],
        results=tuple(
            Found(
                passage_id=result["passage_id"],
                edition=result["edition"],
                path=tuple(result["path"]),
                kind=result["kind"],
                quote=result["quote"],
                score=result["score"],
            )
            for result in reply["results"]
        ),
        suggestions=tuple(Suggested(each["text"], tuple(each["path"])) for each in reply["suggestions"]),
        answer=_read_answer(reply["answer"]) if reply["answer"] else None,
        also=_read_answer(reply["also"]) if reply["also"] else None,
    )


def _read_in_pieces(reply: Mapping[str, Any]) -> InPieces:
    answers = map(_read_answer, reply["answers"])
    return InPieces(
        whole=_read(reply["whole"]),
        pieces=tuple(map(_read, reply["pieces"])),
        answers=tuple(zip(answers, reply["asked"], strict=True)),
    )


def _read_answer(answer: Mapping[str, Any]) -> Answer:
    correction = answer["correction"]
    return Answer(
        id=answer["id"],
        text=answer["text"],
        citations=tuple(
            Cited(each["passage_id"], each["edition"], tuple(each["path"]), each["kind"], each["quote"])
            for each in answer["citations"]
        ),
        confidence=answer["confidence"],
        correction=(correction["kind"], correction["asserted"]) if correction else None,
    )


def _read_passages(edition: Mapping[str, Any]) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            passage_id=passage["passage_id"],
            edition=passage["edition"],
            path=tuple(passage["path"]),
            kind=passage["kind"],
            text=passage["text"],
        )
        for passage in edition["passages"]
    )


def _read_offered(offered: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(question["text"] for question in offered["questions"])
