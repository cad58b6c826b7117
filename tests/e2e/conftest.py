"""The real gateway over fake neighbours, a page on another origin that embeds the widget, and Debian's Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette

from bot.gateway import migrations
from bot.gateway.app import create_app
from bot.gateway.settings import Settings
from bot.gateway.store import database_url
from tests.e2e import fakes, host_page
from tests.e2e.browser import CHROMIUM, launch
from tests.e2e.chat import Chat
from tests.e2e.serving import Server

# The other tests run at the same time: what a browser does in a second may take ten.
PATIENCE_MS = 30_000
NO_BROWSER = f"no Chromium at {CHROMIUM}: the widget is NOT tested in a browser"


def pytest_terminal_summary(terminalreporter) -> None:
    if not CHROMIUM.exists():
        terminalreporter.write_line(NO_BROWSER, red=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(NO_BROWSER)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def gateway_server(folder: Path, apps: dict[str, Starlette] | None = None, **chosen) -> Server:
    """A gateway, not started; `apps` stand for its neighbours in place of the usual ones, `chosen` are settings."""
    settings = Settings(_env_file=None, data_dir=folder, **{"rate_limit_per_minute": 0, **chosen})
    migrations.upgrade(database_url(settings.database_url, settings.data_dir))
    parts = {"rasa": fakes.rasa_app(), "knowledge": fakes.knowledge_app(), **(apps or {})}
    return Server(
        lambda: create_app(settings, {part: httpx.ASGITransport(app) for part, app in parts.items()})
    )


@pytest.fixture(scope="session")
def gateway_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("gateway")


@pytest.fixture(scope="session")
def gateway(gateway_folder) -> Iterator[Server]:
    server = gateway_server(gateway_folder, widget_origins="*").start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def host(gateway) -> Iterator[Server]:
    """A city office's site: another origin than the gateway's."""
    server = Server(lambda: host_page.host_app(gateway.url)).start()
    yield server
    server.stop()


@pytest.fixture
def new_page(browser) -> Iterator[Callable[..., Page]]:
    """Pages in contexts of their own; a test fails when a page throws or is refused something by its policy."""
    contexts, complaints = [], []

    def make(width: int = 1440, height: int = 900, **options) -> Page:
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: "Security Policy" in said.text and complaints.append(said.text))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def open_chat(new_page, host) -> Callable[..., Chat]:
    """The widget on the other site, its panel open; attributes of the script tag by name, the rest for the context."""

    def make(
        path: str = "/", attributes: dict[str, str] | None = None, press: bool = True, **options
    ) -> Chat:
        page = new_page(**options)
        query = str(httpx.QueryParams(attributes or {}))
        page.goto(f"{host.url}{path}?{query}")
        chat = Chat(page)
        if press:
            chat.launcher.click()
        return chat

    return make


@pytest.fixture
def chat(open_chat) -> Chat:
    return open_chat()
