"""The clock is moved for real under a running gateway: an hour forward, a day back, and right again.

Everything has to go on as if nothing had happened, or be on the safe side: what counts how often somebody may try goes by a
clock that nobody can set.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.gateway.console.accounts import Accounts
from bot.gateway.store import Store, database_url
from bot.launch.processes import MAIN_PYTHON, ROOT
from eval.faults.clock import Clock
from eval.product import free_ports
from tests.gateway.staff.conftest import PASSWORD

START_LIMIT_S = 120
PER_MINUTE = 5
FORWARD, BACK, RIGHT = "+1h", "-1d", "+0"
NAMES = map("agent-{}".format, itertools.count())
ADDRESSES = map("198.51.100.{}".format, itertools.count(1))


@dataclass
class Gateway:
    """A process. Its Rasa and its knowledge service are away: what is asked is answered with an apology, and kept."""

    clock: Clock
    environment: dict[str, str]
    http: httpx.Client

    def chat(self, address: str, session: str | None = None) -> httpx.Response:
        body = {"message": "金奖奖金多少？", "session_id": session}
        return self.http.post("/api/v1/chat", json=body, headers={"x-forwarded-for": address})

    def run(self, module: str) -> str:
        """A command beside the gateway, by the same clock."""
        done = subprocess.run(
            (str(MAIN_PYTHON), "-m", module),
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_LIMIT_S,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.http.base_url, timeout=40, trust_env=False)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory) -> Iterator[Gateway]:
    if Clock.library() is None:
        pytest.skip("NOT PROVED HERE that a clock which is set does no harm: no libfaketime")
    folder: Path = tmp_path_factory.mktemp("clock")
    clock = Clock(folder)
    port, nobody = free_ports(2)
    environment = os.environ | {
        "MQA_DATA_DIR": str(folder),
        "MQA_PORT": str(port),
        "MQA_RASA_URL": f"http://127.0.0.1:{nobody}",
        "MQA_KNOWLEDGE_URL": f"http://127.0.0.1:{nobody}",
        "MQA_RATE_LIMIT_PER_MINUTE": str(PER_MINUTE),
        "MQA_TRUSTED_PROXIES": "127.0.0.1",
        "MQA_DATABASE_URL": "",
        "MQA_REDIS_URL": "",
        **clock.environment,
    }
    log = folder / "gateway.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            (str(MAIN_PYTHON), "-m", "bot.gateway"), cwd=ROOT, env=environment, stdout=output, stderr=output
        ) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=40, trust_env=False) as http,
    ):
        try:
            _wait_for(http, log)
            yield Gateway(clock, environment, http)
        finally:
            process.terminate()


def _wait_for(http: httpx.Client, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        try:
            if http.get("/healthz").is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture(autouse=True)
def right_again(gateway) -> Iterator[None]:
    yield
    gateway.clock.move(RIGHT)


def test_conversations_go_on_and_keep_their_order(gateway):
    first = gateway.chat(next(ADDRESSES)).json()["session_id"]
    sessions, traces = [first], {first: []}
    for by in (FORWARD, BACK, RIGHT):
        gateway.clock.move(by)
        sessions.append(gateway.chat(next(ADDRESSES)).json()["session_id"])
        for session in sessions:
            reply = gateway.chat(next(ADDRESSES), session)
            assert reply.status_code == 200, (by, sessions.index(session), reply.text)
            traces.setdefault(session, []).append(reply.json()["trace_id"])
    for session, acknowledged in traces.items():
        kept = gateway.http.post("/api/v1/session/export", json={"session_id": session}).json()["turns"]
        assert [turn["trace_id"] for turn in kept][1:] == acknowledged
        times = [turn["at"] for turn in kept]
        assert times == sorted(set(times))


def test_who_has_asked_too_often_waits_a_minute_and_no_more(gateway):
    address = next(ADDRESSES)
    gateway.clock.move(FORWARD)
    asked = [gateway.chat(address).status_code for _ in range(PER_MINUTE + 1)]
    assert asked == [200] * PER_MINUTE + [429]
    for by in (FORWARD, BACK, RIGHT):
        gateway.clock.move(by)
        refused = gateway.chat(address)
        assert refused.status_code == 429, "the window is open anew before its minute is over"
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert gateway.chat(next(ADDRESSES)).status_code == 200


@pytest.fixture
def account(gateway) -> str:
    name = next(NAMES)

    async def make() -> None:
        store = Store(database_url("", Path(gateway.environment["MQA_DATA_DIR"])))
        await Accounts(store).add(name, "agent", PASSWORD, "test")
        await store.close()

    asyncio.run(make())
    return name


def log_in(browser: httpx.Client, name: str, password: str = PASSWORD) -> int:
    """Each time from another address: those have limits of their own."""
    said = {"name": name, "password": password}
    return browser.post("/staff/login", data=said, headers={"x-forwarded-for": next(ADDRESSES)}).status_code


@pytest.mark.parametrize("when, then", [(FORWARD, RIGHT), (RIGHT, BACK)], ids=["an hour back", "a day back"])
def test_no_account_is_locked_for_longer_than_it_was_to_be(gateway, account, when, then):
    gateway.clock.move(when)
    with gateway.browser() as browser:
        assert [log_in(browser, account, "wrong") for _ in range(6)] == [401] * 5 + [429]
        gateway.clock.move(then)
        assert log_in(browser, account) == 303


def test_staff_stay_logged_in_or_log_in_again(gateway, account):
    def is_in(browser: httpx.Client) -> bool:
        return browser.get("/staff").status_code == 200

    with gateway.browser() as early, gateway.browser() as late:
        assert log_in(early, account) == 303 and is_in(early)
        gateway.clock.move(FORWARD)
        assert not is_in(early), "idle for an hour, by this clock"
        assert log_in(late, account) == 303 and is_in(late)
        gateway.clock.move(RIGHT)
        assert is_in(late)
        gateway.clock.move(BACK)
        assert not is_in(late), "begun when nobody knows"
        assert log_in(early, account) == 303 and is_in(early)
        gateway.clock.move(RIGHT)
        assert not is_in(early), "begun a day ago, by this clock"
        assert log_in(early, account) == 303 and is_in(early)


def test_nothing_young_is_deleted(gateway):
    session = gateway.chat(next(ADDRESSES)).json()["session_id"]
    for by in (FORWARD, BACK):
        gateway.clock.move(by)
        said = gateway.run("bot.gateway.retention")
        assert re.findall(r"\d+", said) == ["0"] * 4, said
    gateway.clock.move(RIGHT)
    assert gateway.chat(next(ADDRESSES), session).status_code == 200
