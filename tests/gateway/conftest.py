from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from bot.gateway.store import database_url
from tests.gateway import database
from tests.gateway.fakes import FakeActions, FakeKnowledge, FakeRasa


@dataclass
class Gateway:
    """A whole gateway over fake neighbours. `http` speaks to it as a client would."""

    app: FastAPI
    http: httpx.AsyncClient
    rasa: FakeRasa
    actions: FakeActions
    knowledge: FakeKnowledge
    settings: Settings

    async def chat(self, message: str, session_id: str | None = None, **more: Any) -> httpx.Response:
        body = {"message": message, **({"session_id": session_id} if session_id else {}), **more}
        return await self.http.post("/api/v1/chat", json=body)


@dataclass
class Neighbours:
    rasa: FakeRasa = field(default_factory=FakeRasa)
    actions: FakeActions = field(default_factory=FakeActions)
    knowledge: FakeKnowledge = field(default_factory=FakeKnowledge)

    def transports(self) -> dict[str, httpx.AsyncBaseTransport]:
        apps = {"rasa": self.rasa.app, "actions": self.actions.app, "knowledge": self.knowledge.app}
        return {part: httpx.ASGITransport(app) for part, app in apps.items()}


def settings_for(folder: Path, **chosen: Any) -> Settings:
    defaults = {"data_dir": folder, "rate_limit_per_minute": 0}
    return Settings(_env_file=None, **{**defaults, **chosen})


@asynccontextmanager
async def running(
    folder: Path,
    transports: dict[str, httpx.AsyncBaseTransport] | None = None,
    client_address: str = "203.0.113.7",
    **chosen: Any,
) -> AsyncIterator[Gateway]:
    settings = settings_for(folder, **chosen)
    database.upgrade(database_url(settings.database_url, settings.data_dir))
    neighbours = Neighbours()
    app = create_app(settings, {**neighbours.transports(), **(transports or {})})
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, client=(client_address, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
            yield Gateway(app, http, neighbours.rasa, neighbours.actions, neighbours.knowledge, settings)


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Starts a gateway with other settings or transports than the usual."""
    async with AsyncExitStack() as stack:

        async def begin(**chosen: Any) -> Gateway:
            return await stack.enter_async_context(running(tmp_path, **chosen))

        yield begin


@pytest.fixture
async def gateway(start: Callable[..., Any]) -> Gateway:
    return await start()
