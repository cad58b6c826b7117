"""Headers, origins, proxies: what every request meets."""

from __future__ import annotations

import pytest

SITE = "https://www.example.gov.cn"
PREFLIGHT = {
    "origin": SITE,
    "access-control-request-method": "POST",
    "access-control-request-headers": "content-type",
}


@pytest.mark.parametrize(
    "path", ["/", "/guide/2020", "/healthz", "/widget.js", "/static/base.css", "/nowhere"]
)
async def test_every_response_is_guarded(gateway, path):
    headers = (await gateway.http.get(path)).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert len(headers["x-request-id"]) == 32
    assert "server" not in headers


async def test_replies_are_not_cached(gateway):
    assert (await gateway.chat("你好")).headers["cache-control"] == "no-store"
    assert (await gateway.http.get("/api/v1/search?q=x")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "sent", [{"x-request-id": "a" * 32}, {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}]
)
async def test_the_clients_request_id_is_not_taken_over(gateway, sent):
    response = await gateway.http.get("/healthz", headers=sent)
    assert response.headers["x-request-id"] != "a" * 32


async def test_without_configured_sites_there_is_no_cross_origin(gateway):
    response = await gateway.http.post("/api/v1/chat", json={"message": "你好"}, headers={"origin": SITE})
    assert "access-control-allow-origin" not in response.headers
    response = await gateway.http.options("/api/v1/chat", headers=PREFLIGHT)
    assert (response.status_code, "access-control-allow-origin" in response.headers) == (405, False)


async def test_configured_sites_may_embed(start):
    gateway = await start(widget_origins=f"{SITE}, https://other.example")
    assert SITE in (await gateway.http.get("/")).headers["content-security-policy"]
    for path in ("/api/v1/chat", "/api/v1/chat/stream", "/api/v1/feedback"):
        allowed = await gateway.http.options(path, headers=PREFLIGHT)
        assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, SITE)
        assert "access-control-allow-credentials" not in allowed.headers
        refused = await gateway.http.options(path, headers={**PREFLIGHT, "origin": "https://evil.example"})
        assert (refused.status_code, "access-control-allow-origin" in refused.headers) == (405, False)
    search = await gateway.http.get("/api/v1/search?q=x", headers={"origin": SITE})
    assert "access-control-allow-origin" not in search.headers


@pytest.mark.parametrize(
    "body, status", [({"message": "你好"}, 200), ({"message": ""}, 422), ({"message": "x" * 99999}, 413)]
)
async def test_errors_can_be_read_by_the_widget_too(start, body, status):
    gateway = await start(widget_origins=SITE)
    response = await gateway.http.post("/api/v1/chat", json=body, headers={"origin": SITE})
    assert (response.status_code, response.headers["access-control-allow-origin"]) == (status, SITE)


async def test_any_site_never_with_credentials(start):
    gateway = await start(widget_origins="*")
    response = await gateway.http.post("/api/v1/chat", json={"message": "你好"}, headers={"origin": SITE})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


async def limited_by_address(gateway, forwarded: str) -> int:
    response = await gateway.http.post(
        "/api/v1/chat", json={"message": "你好"}, headers={"x-forwarded-for": forwarded}
    )
    return response.status_code


async def test_forwarded_addresses_count_only_from_trusted_proxies(start):
    stranger = await start(rate_limit_per_minute=1)
    assert [await limited_by_address(stranger, f"198.51.100.{n}") for n in (1, 2)] == [200, 429]


@pytest.mark.parametrize("proxies", ["203.0.113.7", "203.0.113.0/24, 10.0.0.0/8"])
async def test_a_trusted_proxy_tells_the_address(start, proxies):
    gateway = await start(rate_limit_per_minute=1, trusted_proxies=proxies)
    assert [await limited_by_address(gateway, f"198.51.100.{n}") for n in (1, 2, 1)] == [200, 200, 429]
