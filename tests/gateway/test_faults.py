"""What people see while something is broken that the gateway itself stands on, and that all is well again afterwards.

Parts that are down, slow or killed: `test_operations.py`, `test_lookup.py`, `test_chat_failures.py`, `tests/product/test_processes.py`,
`tests/scale`. A spoilt index: `tests/knowledge/service/test_service.py`. A clock that is set: `test_clock_jumps.py`.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import event
from sqlalchemy.pool import Pool

from telemetry import logs
from tests.gateway.conftest import running

ENOUGH = 12  # turns of a thousand characters, more than the free pages of a new database hold


def come_again(response) -> bool:
    return response.status_code == 503 and int(response.headers["Retry-After"]) > 0


def database(gateway) -> sqlite3.Connection:
    return closing(sqlite3.connect(gateway.settings.data_dir / "db.sqlite3", isolation_level=None))


async def test_while_the_database_is_locked_people_are_told_to_come_again(gateway):
    session = (await gateway.chat("你好")).json()["session_id"]
    with database(gateway) as other:
        other.execute("BEGIN IMMEDIATE")
        assert come_again(await gateway.chat("你好", session))
        other.execute("ROLLBACK")
    assert (await gateway.chat("你好", session)).status_code == 200


def texts(gateway) -> list[str]:
    with database(gateway) as own:
        return [text for (text,) in own.execute("SELECT text FROM turns ORDER BY at")]


@contextmanager
def taking_no_turns(gateway) -> Iterator[None]:
    """As a disk that fills up between the beginning of a turn and its end."""
    with database(gateway) as own:
        own.execute("CREATE TRIGGER full BEFORE INSERT ON turns BEGIN SELECT RAISE(FAIL, 'full'); END")
    yield
    with database(gateway) as own:
        own.execute("DROP TRIGGER full")


async def test_what_was_answered_is_logged_as_soon_as_the_database_takes_it(gateway):
    session = (await gateway.chat("一")).json()["session_id"]
    with taking_no_turns(gateway):
        assert (await gateway.chat("二", session)).status_code == 200
        assert (await gateway.chat("三", session)).status_code == 200
        assert texts(gateway) == ["一"]
    assert (await gateway.chat("四", session)).status_code == 200
    assert texts(gateway) == ["一", "二", "三", "四"]


async def test_what_was_answered_last_is_logged_when_the_gateway_is_told_to_stop(tmp_path):
    (tmp_path / "own").mkdir()
    async with running(tmp_path / "own") as gateway:
        with taking_no_turns(gateway):
            await gateway.chat("一")
    assert texts(gateway) == ["一"]


async def test_what_is_erased_is_not_logged_afterwards(gateway):
    session = (await gateway.chat("一")).json()["session_id"]
    with taking_no_turns(gateway):
        await gateway.chat("二", session)
    await gateway.http.post("/api/v1/session/erase", json={"session_id": session})
    assert (await gateway.chat("三")).status_code == 200
    assert texts(gateway) == ["三"]


@contextmanager
def at_most(pages: int) -> Iterator[None]:
    """A database holds no more, or as many as there are already."""

    def limit(connection, *_) -> None:
        connection.cursor().execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Pool, "checkout", limit)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", limit)


def turns(gateway) -> int:
    with database(gateway) as own:
        return own.execute("SELECT count(*) FROM turns").fetchone()[0]


async def test_while_the_disk_is_full_nothing_breaks_and_what_was_kept_stays(gateway):
    session = (await gateway.chat("你好")).json()["session_id"]
    with at_most(1):
        replies = [await gateway.chat("问" * 1000) for _ in range(ENOUGH)]
        assert all(reply.status_code == 200 or come_again(reply) for reply in replies)
        kept = turns(gateway)
        assert kept < 1 + ENOUGH, "the disk was not full at all"
    with at_most(1_000_000):
        assert (await gateway.chat("还在吗", session)).status_code == 200
    answered = sum(reply.status_code == 200 for reply in replies)
    assert turns(gateway) == 1 + answered + 1, "what was answered is kept, though later"
    of_it = await gateway.http.post("/api/v1/session/export", json={"session_id": session})
    assert len(of_it.json()["turns"]) == 2


async def test_a_log_that_cannot_be_written_costs_no_turn(gateway, monkeypatch):
    class FullDisk:
        def write(self, text: str) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def flush(self) -> None:
            pass

    handler = logging.StreamHandler(FullDisk())
    handler.setFormatter(logs.JsonFormatter("gateway"))
    logging.getLogger("bot").addHandler(handler)
    monkeypatch.setattr(logging.getLogger("bot"), "level", logging.INFO)
    try:
        assert (await gateway.chat("你好")).status_code == 200
    finally:
        logging.getLogger("bot").removeHandler(handler)
