"""What is kept, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import URL

from bot.gateway import app, migrations
from bot.gateway.errors import PartUnavailable
from bot.gateway.messages import Card, Citation, Message
from bot.gateway.store import MAX_STORED_TEXT, LoggedTurn, SessionState, Store, database_url
from bot.gateway.tables import Base
from tests.gateway import postgres

NOW = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
DAY = timedelta(days=1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    folder = postgres.binaries()
    if folder is None:
        pytest.skip("PostgreSQL is not installed: the store is tested on SQLite only")
    with postgres.cluster(folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    configured = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    found = database_url(configured, tmp_path / "not" / "yet" / "there")
    migrations.upgrade(found)
    yield found
    command.downgrade(migrations.config(found), "base")


@pytest.fixture
async def store(url: URL) -> AsyncIterator[Store]:
    store = Store(url)
    yield store
    await store.close()


def turn(session_id: str = "s", identity: str = "t" * 32, words: str = "问", **changed: object) -> LoggedTurn:
    citation = Citation(passage_id="p", edition="2020", path=["一、"], quote="奖𠮷", url="/guide/2020")
    messages = [Message(text=words, kind="answer", citations=[citation], card=Card(type="timeline"))]
    values = {
        "id": identity,
        "session_id": session_id,
        "at": NOW,
        "locale": "zh-Hant",
        "requested_locale": "zh-Hans",
        "text": words,
        "took_ms": 5,
        "messages": messages,
        "traces": [{"release": "r1"}],
    }
    return LoggedTurn(**{**values, **changed})


async def test_a_session_is_resumed_until_it_was_idle_too_long(store):
    await store.open_session("s", "web", NOW)
    assert await store.resume_session("s", NOW + DAY, DAY) == SessionState("s", NOW + DAY)
    assert await store.resume_session("s", NOW + 2 * DAY, DAY) == SessionState("s", NOW + 2 * DAY)
    assert await store.resume_session("s", NOW + 3 * DAY + timedelta(seconds=1), DAY) is None
    assert await store.resume_session("unknown", NOW, DAY) is None


async def test_a_sessions_time_does_not_go_back_with_the_clock(store):
    await store.open_session("s", "web", NOW)
    tick = timedelta(microseconds=1)
    assert (await store.resume_session("s", NOW - DAY, DAY)).used_at == NOW + tick
    assert (await store.resume_session("s", NOW, DAY)).used_at == NOW + 2 * tick
    assert (await store.resume_session("s", NOW + DAY, DAY)).used_at == NOW + DAY
    too_far = NOW - 2 * DAY
    assert (await store.resume_session("s", too_far, DAY)).used_at == too_far


async def test_a_session_that_surely_was_in_use_is_resumed_whatever_the_clock_says(store):
    await store.open_session("s", "web", NOW)
    assert await store.resume_session("s", NOW + 2 * DAY, DAY) is None
    assert (await store.resume_session("s", NOW + 2 * DAY, DAY, surely=True)).used_at == NOW + 2 * DAY
    assert await store.resume_session("unknown", NOW, DAY, surely=True) is None


async def test_a_turn_leaves_the_sessions_language(store):
    await store.open_session("s", "web", NOW)
    await store.log_turn(turn())
    assert await store.resume_session("s", NOW + DAY, DAY) == SessionState(
        "s", NOW + DAY, "zh-Hant", "zh-Hans"
    )


@pytest.mark.parametrize(
    "words", ["问", "𠮷👍" * 5000, "<script>", "'; DROP TABLE turns; --", "%s {} \\", "\n"]
)
async def test_any_text_is_kept_up_to_its_cap(store, url, words):
    await store.open_session("s", "web", NOW)
    await store.log_turn(turn(words=words))
    engine = create_engine(
        url.set(drivername=url.drivername.replace("aiosqlite", "pysqlite")), poolclass=NullPool
    )
    with engine.connect() as connection:
        kept = connection.execute(
            text("SELECT turns.text, replies.text FROM turns JOIN replies ON turn_id = id")
        ).one()
    assert tuple(kept) == (words[:MAX_STORED_TEXT],) * 2


async def test_feedback_needs_its_turn_and_can_be_changed(store):
    await store.open_session("s", "web", NOW)
    await store.log_turn(turn())
    assert await store.keep_feedback("t" * 32, True, None, NOW)
    assert await store.keep_feedback("t" * 32, False, "不对", NOW)
    assert not await store.keep_feedback("f" * 32, True, None, NOW)


async def test_a_turn_needs_its_session(store):
    with pytest.raises(PartUnavailable):
        await store.log_turn(turn("nobody"))


async def test_many_sessions_at_once(store):
    async def talk(number: int) -> None:
        await store.open_session(f"s{number}", "web", NOW)
        for step in range(3):
            await store.log_turn(turn(f"s{number}", f"{number:016d}{step:016d}"))
            assert await store.resume_session(f"s{number}", NOW, DAY)

    await asyncio.gather(*(talk(number) for number in range(10)))


async def test_the_tables_are_those_of_the_migrations(url):
    assert app  # knows every channel, and with it the channel's tables
    engine = create_engine(
        url.set(drivername=url.drivername.replace("aiosqlite", "pysqlite")), poolclass=NullPool
    )
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


async def test_upgrading_again_changes_nothing(url, store):
    await store.open_session("s", "web", NOW)
    migrations.upgrade(url)
    assert await store.resume_session("s", NOW, DAY)


def test_replicas_that_start_together_upgrade_in_turn(postgres_url):
    url = database_url(postgres_url, Path())
    program = "import sys; from sqlalchemy import make_url; from bot.gateway import migrations; migrations.upgrade(make_url(sys.argv[1]))"
    processes = [subprocess.Popen([sys.executable, "-c", program, str(url)]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    command.downgrade(migrations.config(url), "base")


async def test_a_database_that_is_not_there(tmp_path):
    store = Store(database_url("postgresql://nobody@127.0.0.1:1/none", tmp_path))
    with pytest.raises(PartUnavailable):
        await store.ping()
    await store.close()


@pytest.mark.parametrize(
    "configured, driver",
    [
        ("", "sqlite+aiosqlite"),
        ("sqlite:///x.db", "sqlite+aiosqlite"),
        ("postgres://u:p@h/d", "postgresql+psycopg"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql+psycopg"),
    ],
)
def test_the_driver_is_ours(configured, driver, tmp_path):
    assert database_url(configured, tmp_path).drivername == driver


def test_another_database_is_refused(tmp_path):
    with pytest.raises(ValueError, match="MQA_DATABASE_URL"):
        database_url("mysql://u:p@h/d", tmp_path)
