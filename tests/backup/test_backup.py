"""Saved while it runs, and restored into an empty folder."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from bot.backup import BackupError, BackupSettings, restore, save
from tests.gateway import postgres


def at(folder: Path, database: str = "") -> BackupSettings:
    return BackupSettings(_env_file=None, data_dir=folder, database_url=SecretStr(database))


def small(folder: Path) -> Path:
    (folder / "rasa").mkdir(parents=True)
    release = folder / "index/releases/r2"
    release.mkdir(parents=True)
    (release / "manifest.json").write_text("{}")
    (folder / "edits/2020").mkdir(parents=True)
    (folder / "edits/cases.jsonl").write_text("{}")
    (folder / "index/current").symlink_to("releases/r2")
    with closing(sqlite3.connect(folder / "db.sqlite3")) as db, db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE turns (text)")
        db.execute("INSERT INTO turns VALUES ('金奖')")
    return folder


def turns(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "db.sqlite3")) as db:
        return [text for (text,) in db.execute("SELECT text FROM turns")]


def test_what_others_are_writing_is_saved_as_of_the_last_commit(tmp_path):
    source = small(tmp_path / "var")
    with closing(sqlite3.connect(source / "db.sqlite3")) as writer:
        writer.execute("INSERT INTO turns VALUES ('未提交')")
        save(at(source), tmp_path / "saved.tar.gz")
    restore(at(tmp_path / "new"), tmp_path / "saved.tar.gz")
    assert turns(tmp_path / "new") == ["金奖"]
    assert (tmp_path / "new/index/current/manifest.json").read_text() == "{}"
    assert (tmp_path / "new/edits/cases.jsonl").read_text() == "{}"
    assert not list(tmp_path.glob("*.partial"))


def test_nothing_is_overwritten(tmp_path):
    source = small(tmp_path / "var")
    save(at(source), tmp_path / "saved.tar.gz")
    with pytest.raises(BackupError, match="不会覆盖"):
        restore(at(source), tmp_path / "saved.tar.gz")
    assert turns(source) == ["金奖"]


@pytest.mark.parametrize("content", [b"", b"not a backup", None])
def test_a_file_that_is_not_whole_is_refused(tmp_path, content):
    save(at(small(tmp_path / "var")), tmp_path / "saved.tar.gz")
    whole = (tmp_path / "saved.tar.gz").read_bytes()
    (tmp_path / "broken").write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(BackupError, match="不是完整的备份"):
        restore(at(tmp_path / "new"), tmp_path / "broken")


@pytest.mark.skipif(
    postgres.binaries() is None, reason="NOT PROVED HERE that PostgreSQL is saved: it is not installed"
)
def test_postgresql_is_saved_and_restored(tmp_path):
    with postgres.cluster(postgres.binaries()) as first, postgres.cluster(postgres.binaries()) as second:
        for url, statement in (
            (first, "CREATE SCHEMA rasa"),
            (first, "CREATE TABLE rasa.events AS SELECT '金奖' AS data"),
        ):
            run(url, statement)
        small(tmp_path / "var").joinpath("db.sqlite3").unlink()
        save(at(tmp_path / "var", first), tmp_path / "saved.tar.gz")
        restore(at(tmp_path / "new", second), tmp_path / "saved.tar.gz")
        assert run(second, "SELECT data FROM rasa.events") == [("金奖",)]
        with pytest.raises(BackupError, match="MQA_DATABASE_URL"):
            restore(at(tmp_path / "other"), tmp_path / "saved.tar.gz")


def run(url: str, statement: str) -> list[tuple]:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        done = connection.execute(text(statement))
        rows = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return rows
