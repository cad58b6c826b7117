from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.conftest import Gateway, running
from tests.gateway.fakes import smalltalk
from tests.wechat.wire import AES_KEY, APP_ID, TOKEN, Server

CONFIGURED = {"wechat_token": TOKEN, "wechat_app_id": APP_ID, "wechat_encoding_aes_key": AES_KEY}


def echo(said: dict[str, Any]) -> list[dict[str, Any]]:
    return smalltalk(f"您说：{said['message']}")


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Starts a gateway with an Official Account; several of them share one database, as workers do."""
    async with AsyncExitStack() as stack:

        async def begin(**chosen: Any) -> Gateway:
            gateway = await stack.enter_async_context(running(tmp_path, **{**CONFIGURED, **chosen}))
            gateway.rasa.reply = echo
            return gateway

        yield begin


@pytest.fixture
async def gateway(start: Callable[..., Any]) -> Gateway:
    return await start()


@pytest.fixture
async def server(gateway: Gateway) -> Server:
    return Server(gateway.http)
