"""How long the gateway waits for its neighbours: over a real connection, where the client has time limits of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.gateway.errors import PartUnavailable
from bot.gateway.internal_http import InternalHttp
from tests.e2e.serving import Server


@pytest.fixture
def slow() -> Iterator[str]:
    async def reply(request):
        await asyncio.sleep(0.5)
        return JSONResponse({})

    server = Server(lambda: Starlette(routes=[Route("/", reply, methods=["GET", "POST"])])).start()
    yield server.url
    server.stop()


async def test_who_asks_with_more_patience_gets_it(slow):
    http = InternalHttp("knowledge", slow, 0.1)
    for _ in range(2):
        with pytest.raises(PartUnavailable):
            await http.get("/")
    assert (await http.get("/", 30)).is_success
    assert (await http.post("/", {}, 30)).is_success
    await http.close()
