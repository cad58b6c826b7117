"""Saved while it runs, and restored into an empty folder."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, text

from bot.archive import LIST, NotWhole, verified
from bot.backup import BackupError, BackupSettings, main, restore, save
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


def test_edits_are_not_overwritten_either(tmp_path):
    save(at(small(tmp_path / "var")), tmp_path / "saved.tar.gz")
    (tmp_path / "new/edits").mkdir(parents=True)
    with pytest.raises(BackupError, match="不会覆盖"):
        restore(at(tmp_path / "new"), tmp_path / "saved.tar.gz")


def test_what_is_slow_to_make_is_in_it_and_what_only_training_reads_is_not(tmp_path):
    source = small(tmp_path / "var")
    for name in (
        "model/serving/e5/model.onnx",
        "model/vectors-e5.npz",
        "model/checkpoint/e5/model.safetensors",
    ):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    (source / "index/releases/r1").mkdir()
    (source / "index/releases/r1/manifest.json").write_text("older")
    (source / "index/releases/.partial-r3").mkdir()
    save(at(source), tmp_path / "saved.tar.gz")
    restore(at(tmp_path / "new"), tmp_path / "saved.tar.gz")
    made = {file.relative_to(tmp_path / "new").as_posix() for file in (tmp_path / "new").rglob("*.*")}
    assert {"model/serving/e5/model.onnx", "model/vectors-e5.npz", "index/releases/r1/manifest.json"} <= made
    assert not [name for name in made if "checkpoint" in name or "partial" in name or name == LIST]


def test_what_an_earlier_start_made_gives_way(tmp_path):
    save(at(small(tmp_path / "var")), tmp_path / "saved.tar.gz")
    made = tmp_path / "new/index/releases/other"
    made.mkdir(parents=True)
    (tmp_path / "new/index/current").symlink_to("releases/other")
    restore(at(tmp_path / "new"), tmp_path / "saved.tar.gz")
    assert (tmp_path / "new/index/current").resolve().name == "r2" and not made.exists()


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def turned_bits(whole: bytes) -> Iterator[bytes]:
    """With one bit turned, each of those by which gzip's own checksum does not fit: some only write the same in another way."""
    for place in range(len(whole)):
        broken = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        try:
            gzip.decompress(broken)
        except (OSError, EOFError, zlib.error):
            yield broken


def turned(whole: bytes) -> bytes:
    return next(turned_bits(whole))


def repacked(whole: bytes, change) -> bytes:
    """A sound archive of what `change` leaves of each file's bytes; None leaves the file out."""
    made = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(whole)) as old, tarfile.open(fileobj=made, mode="w:gz") as new:
        for member in old:
            content = old.extractfile(member).read() if member.isfile() else b""
            if (content := change(member.name, content)) is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content) if member.isfile() else None)
    return made.getvalue()


def altered(whole: bytes) -> bytes:
    return repacked(whole, lambda name, content: b"{ }" if name.startswith("edits") else content)


def without_a_file(whole: bytes) -> bytes:
    return repacked(whole, lambda name, content: None if name.startswith("edits") else content)


def without_the_list(whole: bytes) -> bytes:
    return repacked(whole, lambda name, content: None if name == LIST else content)


def of_another_version(whole: bytes) -> bytes:
    newer = json.dumps({"format": 99}).encode()
    return repacked(whole, lambda name, content: newer if name == LIST else content)


@pytest.mark.parametrize(
    "spoil",
    [
        *(cut, turned, altered, without_a_file, without_the_list, of_another_version),
        *(lambda _: b"", lambda _: b"not a backup"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_before_anything_is_written(tmp_path, spoil):
    save(at(small(tmp_path / "var")), tmp_path / "saved.tar.gz")
    (tmp_path / "broken").write_bytes(spoil((tmp_path / "saved.tar.gz").read_bytes()))
    with pytest.raises(BackupError, match="不是完整的备份"):
        restore(at(tmp_path / "new"), tmp_path / "broken")
    assert not (tmp_path / "new").exists()


def test_no_bit_may_be_turned(tmp_path):
    save(at(small(tmp_path / "var")), tmp_path / "saved.tar.gz")
    for broken in itertools.islice(turned_bits((tmp_path / "saved.tar.gz").read_bytes()), 0, None, 7):
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(NotWhole):
            verified(tmp_path / "broken")


def test_too_little_room_is_said_beforehand(tmp_path, monkeypatch):
    save(at(small(tmp_path / "var")), tmp_path / "saved.tar.gz")
    full = shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(BackupError, match="磁盘空间不足"):
        restore(at(tmp_path / "new"), tmp_path / "saved.tar.gz")
    assert not list((tmp_path / "new").iterdir())


def test_a_backup_that_fails_leaves_none(tmp_path, monkeypatch, capsys):
    source = small(tmp_path / "var")
    (source / "edits/gone.yml").symlink_to("nowhere")
    monkeypatch.setenv("MQA_DATA_DIR", str(source))
    monkeypatch.setenv("MQA_DATABASE_URL", "")
    assert main(["save", str(tmp_path / "saved.tar.gz")]) == 1
    assert "备份没有写成" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["var"]


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
