from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic import command

from bot.gateway import migrations
from bot.gateway.store import database_url
from bot.gateway.wechat import account, deliveries
from tests.gateway import postgres
from tests.gateway.conftest import Gateway, running
from tests.gateway.fakes import smalltalk
from tests.wechat.wire import AES_KEY, APP_ID, TOKEN, Server

CONFIGURED = {"wechat_token": TOKEN, "wechat_app_id": APP_ID, "wechat_encoding_aes_key": AES_KEY}


def echo(said: dict[str, Any]) -> list[dict[str, Any]]:
    return smalltalk(f"您说：{said['message']}")


@asynccontextmanager
async def starting(folder: Path) -> AsyncIterator[Callable[..., Any]]:
    async with AsyncExitStack() as stack:

        async def begin(**chosen: Any) -> Gateway:
            gateway = await stack.enter_async_context(running(folder, **{**CONFIGURED, **chosen}))
            gateway.rasa.reply = echo
            return gateway

        yield begin


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A machine that is held up for seconds makes no answer late and no worker dead, where that is not what is tested."""
    monkeypatch.setattr(account, "PASSIVE_S", 60)
    monkeypatch.setattr(deliveries, "LEASE", timedelta(seconds=60))


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Starts a gateway with an Official Account; several of them share one database, as workers do."""
    async with starting(tmp_path) as begin:
        yield begin


@pytest.fixture
async def gateway(start: Callable[..., Any]) -> Gateway:
    return await start()


@pytest.fixture
async def server(gateway: Gateway) -> Server:
    return Server(gateway.http)


@pytest.fixture(scope="session")
def postgres_url():
    folder = postgres.binaries()
    if folder is None:
        pytest.skip("PostgreSQL is not installed: two workers are tested over SQLite only")
    with postgres.cluster(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_database(request):
    """What `MQA_DATABASE_URL` is for both workers; empty for each test."""
    if request.param == "sqlite":
        yield ""
        return
    url = request.getfixturevalue("postgres_url")
    yield url
    command.downgrade(migrations.config(database_url(url, Path())), "base")


@pytest.fixture
async def workers(shared_database, tmp_path):
    """Two gateways over one database, with the same Rasa behind both.

    They end before `shared_database` does, whichever fixtures a test asks for first: a transaction that is open while its
    tables are dropped would be waited for without end.
    """
    async with starting(tmp_path) as start:
        first = await start(database_url=shared_database)
        rasa = httpx.ASGITransport(first.rasa.app)
        yield [first, await start(database_url=shared_database, transports={"rasa": rasa})]
