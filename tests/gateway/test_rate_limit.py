from __future__ import annotations

import pytest

from bot.gateway.rate_limit import network


async def test_a_session_may_not_ask_too_often(start):
    gateway = await start(rate_limit_per_minute=2, trusted_proxies="203.0.113.7")

    async def chat(session: str | None, address: int):
        return await gateway.http.post(
            "/api/v1/chat",
            json={"message": "你好", "session_id": session},
            headers={"x-forwarded-for": f"198.51.100.{address}"},
        )

    session = (await chat(None, 1)).json()["session_id"]
    assert [(await chat(session, address)).status_code for address in (2, 3, 4)] == [200, 200, 429]


async def test_an_address_may_not_ask_too_often(start):
    gateway = await start(rate_limit_per_minute=3)
    statuses = [(await gateway.chat("你好")).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    response = await gateway.chat("你好")
    assert response.json()["error"]["code"] == "rate_limited"
    assert 1 <= int(response.headers["retry-after"]) <= 60


async def test_even_nonsense_counts(start):
    gateway = await start(rate_limit_per_minute=1)
    statuses = [(await gateway.http.post("/api/v1/chat", content=b"{")).status_code for _ in range(2)]
    assert statuses == [400, 429]


async def test_look_ups_may_be_ten_times_as_many(start):
    gateway = await start(rate_limit_per_minute=1)
    statuses = [(await gateway.http.get("/api/v1/search?q=x")).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert (await gateway.chat("你好")).status_code == 200


async def test_pages_and_health_are_not_limited(start):
    gateway = await start(rate_limit_per_minute=1)
    for path in ("/", "/healthz", "/guide/2020", "/widget.js", "/metrics"):
        assert [(await gateway.http.get(path)).status_code for _ in range(3)] == [200] * 3


async def test_zero_turns_it_off(start):
    gateway = await start(rate_limit_per_minute=0)
    assert {(await gateway.chat("你好")).status_code for _ in range(80)} == {200}


@pytest.mark.parametrize(
    "address, key",
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_the_network_of_an_address(address, key):
    assert network(address) == key
