"""An account of the organization in a real browser: the provider is another site, so that cookies behave as they do outside."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from tests.e2e.accounts import add_account
from tests.e2e.serving import Server
from tests.e2e.test_appearance import violations
from tests.gateway.staff.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    server = Server(provider.app).start()
    provider.issuer = f"http://localhost:{server.port}"  # the gateway is at 127.0.0.1
    yield provider
    server.stop()


@pytest.fixture
def gateway(tmp_path, provider) -> Iterator[Server]:
    def make():
        client = {"oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
        found = {"oidc_issuer": provider.issuer, "public_url": server.url, **client}
        return create_app(Settings(_env_file=None, data_dir=tmp_path, **found))

    add_account(tmp_path, "wang", "agent", "--oidc", "wang-0001")
    server = Server(make)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_and_back(new_page, gateway, provider, scheme):
    page = new_page(color_scheme=scheme)
    page.goto(f"{gateway.url}/staff/portal")
    assert violations(page) == []
    provider.claims = {"sub": "stranger"}
    page.get_by_role("link", name="单位账号登录").click()
    expect(page.get_by_role("alert")).to_contain_text("（stranger）还没有开通值班台")
    assert violations(page) == []
    provider.claims = {"sub": "wang-0001"}
    page.goto(f"{gateway.url}/staff/portal")
    page.get_by_role("link", name="单位账号登录").click()
    page.wait_for_url(f"{gateway.url}/staff/portal")
    expect(page.get_by_text("wang · 坐席")).to_be_visible()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("link", name="单位账号登录")).to_be_visible()
