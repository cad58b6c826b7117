"""`python -m bot.backup save FILE` and `python -m bot.backup restore FILE`: what cannot be made again, or not quickly, in one file.

Saved: conversations, dialogues, what the desk changed in the knowledge, all index releases, the embedding model as it serves
with the vectors of known texts, and the dialogue model, so that what is restored answers without a network and without
making anything. Left out is the model's checkpoint, which only training reads. Files that people give to be looked over are
not kept, so there are none to save.

SQLite files are copied by SQLite itself, so the product may go on running meanwhile; with MQA_DATABASE_URL the database is
`pg_dump`'s part. Restoring reads the whole file before it writes, and writes only into a data directory without conversations
and edits, and into an empty database.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import archive

DATABASES = ("db.sqlite3", "rasa/dialogues.sqlite3")
# Written at run time and nowhere else: the desk's answers, synonyms and editions.
EDITS = "edits"
MODELS = ("rasa/model.tar.gz", "rasa/model.fingerprint")
TRAINED_FROM = "checkpoint"  # below the model
DUMP = "postgresql.dump"


class BackupError(Exception):
    """Says what to do, in Chinese."""


class BackupSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MQA_", env_file=".env", extra="ignore")

    data_dir: Path = Path("var")
    database_url: SecretStr = SecretStr("")

    @property
    def postgresql(self) -> str:
        """The address as PostgreSQL's own tools take it; empty where SQLite is used."""
        url = self.database_url.get_secret_value()
        return f"postgresql://{url.split('://', 1)[1]}" if url.startswith("postgres") else ""


def save(settings: BackupSettings, target: Path) -> None:
    """Writes `target` whole or not at all."""
    data = settings.data_dir
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch, archive.writing(target) as saved:
            if settings.postgresql:
                dump = Path(scratch) / DUMP
                _postgres_tool(
                    "pg_dump", "--format=custom", "--no-owner", f"--file={dump}", settings.postgresql
                )
                saved.add(dump, DUMP)
            else:
                for name in DATABASES:
                    if (data / name).exists():
                        saved.add(_copy(data / name, Path(scratch) / Path(name).name), name)
            for name in (*MODELS, EDITS):
                if (data / name).exists():
                    saved.add(data / name, name)
            for each in sorted((data / "model").glob("*")):
                if each.name != TRAINED_FROM:
                    saved.add(each, f"model/{each.name}")
            for release in sorted((data / "index/releases").glob("[!.]*")):
                saved.add(release, f"index/releases/{release.name}")
            current = data / "index/current"
            if current.is_dir():
                saved.link("index/current", f"releases/{current.resolve().name}")
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"备份没有写成（{error}）：请改正后再试一次。") from error


def restore(settings: BackupSettings, source: Path) -> None:
    """Nothing is written before all of `source` was read, and nothing is in its place before all of it is there."""
    data = settings.data_dir
    if any((data / name).exists() for name in (*DATABASES, EDITS)):
        raise BackupError(f"{data} 里已有对话记录或修改过的答复，不会覆盖：请换一个空的 MQA_DATA_DIR。")
    try:
        sizes = archive.verified(source)
    except archive.NotWhole as error:
        raise BackupError(
            f"{source} 不能读取，或不是完整的备份（{error}）；没有写入任何东西，请换一个备份。"
        ) from error
    if (DUMP in sizes) != bool(settings.postgresql):
        raise BackupError("备份和现在的设置不同：一个用 PostgreSQL，一个用 SQLite。请检查 MQA_DATABASE_URL。")
    try:
        data.mkdir(parents=True, exist_ok=True)
        _check_room(data, sum(sizes.values()))
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=data) as scratch:
            archive.extract(source, Path(scratch))
            dump = Path(scratch) / DUMP
            if dump.exists():
                _postgres_tool(
                    *("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction"),
                    *(f"--dbname={settings.postgresql}", str(dump)),
                )
                dump.unlink()
            for restored in Path(scratch).iterdir():
                _put(restored, data / restored.name)
    except (OSError, archive.NotWhole) as error:
        raise BackupError(f"没有恢复成功（{error}）：请改正后再试一次。") from error


def _check_room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise BackupError(
            f"磁盘空间不足：{folder} 所在磁盘只剩 {free >> 20} MB，恢复需要 {(needed >> 20) + 1} MB。"
        )


def _put(new: Path, place: Path) -> None:
    """In the place of what an earlier `make prepare` made there, which can be made again."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    new.replace(place)


def _copy(database: Path, target: Path) -> Path:
    """A consistent copy, also while others write."""
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    return target


def _postgres_tool(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise BackupError(f"没有找到 {command[0]}：请安装 PostgreSQL 的客户端工具。") from error
    if done.returncode:
        raise BackupError(f"{command[0]} 没有成功：{done.stderr.strip()[-500:]}")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bot.backup", description="Save or restore everything.")
    parser.add_argument("what", choices=("save", "restore"))
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    begun = time.monotonic()
    try:
        {"save": save, "restore": restore}[chosen.what](BackupSettings(), chosen.file)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    done = {"save": "已存入", "restore": "已恢复自"}[chosen.what]
    print(
        f"✓ {done} {chosen.file}（{chosen.file.stat().st_size / 1e6:.0f} MB，{time.monotonic() - begun:.0f} 秒）"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
