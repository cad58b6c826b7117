"""The knowledge service: internal HTTP for the gateway and the actions. Every reply names the release it is from."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import Depends, FastAPI, Query, Request, Response

from knowledge.answers.offered import Locale
from knowledge.answers.offering import Offering
from knowledge.clock import today
from knowledge.ingest.edition import DOCUMENTS
from knowledge.ingest.edits import Edits
from knowledge.ingest.release import Releases
from knowledge.retrieve import embedded
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.search import MOST_RESULTS, UnknownEdition
from knowledge.service import desk, errors
from knowledge.service.builds import Builds
from knowledge.service.editing import Editing
from knowledge.service.errors import Failure
from knowledge.service.releases import CurrentRelease, Loaded
from knowledge.service.replies import (
    Alive,
    EditionReply,
    HeardReply,
    OfferedReply,
    PassageReply,
    PiecesReply,
    Ready,
    SearchReply,
    WholeEditionReply,
)
from knowledge.settings import Settings
from telemetry import logs, spans
from telemetry.asgi import Traced

LONGEST_QUERY = 1000
MOST_PIECES = 10
RELEASE_HEADER = "X-Release"
ASKED_OFTEN = ("/healthz", "/readyz")


def create_app(
    index_dir: Path, embedder: Embedder, poll_seconds: float, editing: Editing | None = None
) -> FastAPI:
    """Without `editing` the service only answers."""
    current = CurrentRelease(index_dir, embedder)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(current.look)
        tasks = [asyncio.create_task(current.watch(poll_seconds))]
        if editing is not None:
            editing.builds.take_up = current.look
            tasks.append(asyncio.create_task(editing.builds.each_day(today)))
        yield
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if editing is not None:
            await editing.builds.stop()
        spans.close()

    app = FastAPI(title="质奖通 knowledge service", lifespan=lifespan, openapi_url=None)
    app.add_middleware(Traced, often=ASKED_OFTEN)
    app.state.current = current
    errors.install(app)
    _add_routes(app)
    if editing is not None:
        app.include_router(desk.router(editing, embedder))
    return app


async def _loaded(request: Request, response: Response) -> Loaded:
    """The release in use, or the one that a turn began with and names."""
    current: CurrentRelease = request.app.state.current
    if current.loaded is None:
        raise errors.not_ready()
    loaded = current.named(request.headers.get(RELEASE_HEADER))
    if loaded is None:
        raise errors.other_release(current.loaded.release)
    response.headers[RELEASE_HEADER] = loaded.release
    return loaded


Release = Annotated[Loaded, Depends(_loaded)]


def _add_routes(app: FastAPI) -> None:
    """What is one lookup is done where its request arrives: most of the time it holds Python's lock, so that in a thread of its own it
    would let nothing else run, and waking that thread takes half a millisecond. A message in pieces is up to twenty lookups.
    """

    @app.get("/v1/search")
    async def search(
        release: Release,
        q: Annotated[str, Query(max_length=LONGEST_QUERY)],
        k: Annotated[int, Query(ge=1, le=MOST_RESULTS)] = 5,
        edition: str | None = None,
        within: Annotated[str, Query(max_length=LONGEST_QUERY)] = "",
    ) -> SearchReply:
        """`within` is what was spoken of before."""
        begun = time.perf_counter()
        if not q.strip():
            raise Failure(422, "empty_query", "请输入要检索的内容")
        try:
            name = release.searcher.edition(edition).index.edition.id
        except UnknownEdition:
            raise _no_edition() from None
        with spans.span("search", release=release.release):
            outcome = release.searcher.search(q, k, name, within)
        took = round((time.perf_counter() - begun) * 1000, 2)
        return SearchReply.of(
            q, outcome, release.searcher.passages, took_ms=took, release=release.release, edition=name
        )

    @app.get("/v1/pieces")
    def pieces(
        release: Release,
        q: Annotated[str, Query(min_length=1, max_length=LONGEST_QUERY)],
        piece: Annotated[list[str], Query(min_length=1, max_length=MOST_PIECES)],
        told: Annotated[list[int] | None, Query(max_length=MOST_PIECES)] = None,
    ) -> PiecesReply:
        """`told` are the numbers, from 1, of the pieces that only tell."""
        begun = time.perf_counter()
        edition = release.searcher.edition().index.edition.id
        with spans.span("search", release=release.release):
            telling = {number for number in told or () if 0 < number <= len(piece)}
            found = release.searcher.search_in_pieces(q, piece, telling, edition=edition)
        took = round((time.perf_counter() - begun) * 1000, 2)
        return PiecesReply.of(
            [q, *piece],
            found,
            release.searcher.passages,
            took_ms=took,
            release=release.release,
            edition=edition,
        )

    @app.get("/v1/suggest")
    async def suggest(
        release: Release,
        q: Annotated[str, Query(max_length=LONGEST_QUERY)],
        locale: Locale = "zh-Hans",
        edition: str | None = None,
    ) -> OfferedReply:
        return OfferedReply.of(_offering(release, edition).complete(q, locale))

    @app.get("/v1/heard")
    async def heard(
        release: Release, q: Annotated[str, Query(max_length=LONGEST_QUERY)], edition: str | None = None
    ) -> HeardReply:
        return HeardReply.of(_offering(release, edition).hear(q))

    @app.get("/v1/related")
    async def related(
        release: Release,
        passage: Annotated[list[str], Query(min_length=1, max_length=10)],
        answer: str | None = None,
        known: Annotated[list[str] | None, Query(max_length=20)] = None,
        locale: Locale = "zh-Hans",
        edition: str | None = None,
    ) -> OfferedReply:
        """What a reader of `answer` may ask next, else of the one that quotes the passages; nothing of those `known`."""
        offering = _offering(release, edition)
        answer = answer or offering.of_passages(passage)
        return OfferedReply.of(offering.related(answer, locale, known or ()) if answer else [], answer)

    @app.get("/v1/questions")
    async def questions(
        release: Release, locale: Locale = "zh-Hans", edition: str | None = None
    ) -> OfferedReply:
        return OfferedReply.of(_offering(release, edition).headings(locale))

    @app.get("/v1/passages/{identity}")
    async def passage(release: Release, identity: str) -> PassageReply:
        found = release.searcher.passage(identity)
        if found is None:
            raise Failure(404, "passage_not_found", "没有这个段落")
        return PassageReply.of(found)

    @app.get("/v1/editions")
    async def editions(release: Release) -> list[EditionReply]:
        return [EditionReply.of(each) for each in release.searcher.editions.values()]

    @app.get("/v1/editions/{name}")
    async def edition(release: Release, name: str) -> WholeEditionReply:
        try:
            return WholeEditionReply.of(release.searcher.edition(name).index.edition)
        except UnknownEdition:
            raise _no_edition() from None

    @app.get("/healthz")
    async def healthz() -> Alive:
        return Alive()

    @app.get("/readyz")
    async def readyz(release: Release) -> Ready:
        return Ready(ready=True, release=release.release)


def _offering(release: Loaded, edition: str | None) -> Offering:
    try:
        return release.offering[release.searcher.edition(edition).index.edition.id]
    except UnknownEdition:
        raise _no_edition() from None


def _no_edition() -> Failure:
    return Failure(404, "edition_not_found", "没有这个版次的申报指引")


def serve(settings: Settings) -> None:
    """Compose the process and run it until it is interrupted."""
    logs.configure("knowledge", settings.log_level.upper())
    spans.configure("knowledge", settings.otlp_endpoint)
    editing = Editing(
        DOCUMENTS,
        Edits(settings.edits_dir),
        Releases(settings.index_dir),
        Builds((sys.executable, "-m", "knowledge", "build")),
    )
    app = create_app(
        settings.index_dir, Embedder(embedded.folder(settings)), settings.knowledge_poll_seconds, editing
    )
    uvicorn.run(
        app,
        host=settings.knowledge_url.host or "127.0.0.1",
        port=settings.knowledge_url.port or 8001,
        log_config=None,
        access_log=False,
        timeout_keep_alive=30,  # longer than clients keep a connection that rests, or one is closed under their hands
    )
