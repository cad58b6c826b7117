from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest
from argon2 import PasswordHasher

from bot.gateway.console import passwords
from bot.gateway.console.roles import Role
from tests.gateway.conftest import Gateway, gateway, start  # noqa: F401  (fixtures)
from tests.gateway.staff.fake_desk import FakeDesk

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True, scope="session")
def quick_hashes() -> None:
    """Argon2 is slow on purpose."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Client:
    """A browser of somebody who is logged in."""

    http: httpx.AsyncClient
    csrf: str
    name: str

    async def get(self, path: str, **more) -> httpx.Response:
        return await self.http.get(path, **more)

    async def post(self, path: str, data: dict[str, str] | None = None, **more) -> httpx.Response:
        return await self.http.post(path, data=data, headers={"X-CSRF-Token": self.csrf}, **more)


def browser(gateway: Gateway) -> httpx.AsyncClient:  # noqa: F811
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(gateway.app, client=("203.0.113.9", 1)), base_url="http://gateway"
    )


async def log_in(http: httpx.AsyncClient, name: str, password: str = PASSWORD) -> httpx.Response:
    return await http.post("/staff/login", data={"name": name, "password": password})


@pytest.fixture
def staff(gateway: Gateway) -> Callable[..., Awaitable[Client]]:  # noqa: F811
    """Makes an account and logs it in."""

    async def make(role: Role = "agent", name: str | None = None) -> Client:
        name = name or f"{role}-one"
        desk = gateway.app.state.services.desk
        await desk.accounts.add(name, role, PASSWORD, "test")
        http = browser(gateway)
        assert (await log_in(http, name)).status_code == 303
        page = (await http.get("/staff")).text
        return Client(http, re.search(r'X-CSRF-Token": "([^"]+)"', page)[1], name)

    return make


@pytest.fixture
def knowledge(gateway: Gateway) -> FakeDesk:  # noqa: F811
    desk = FakeDesk()
    gateway.knowledge.app.router.routes[:0] = desk.routes()
    return desk
