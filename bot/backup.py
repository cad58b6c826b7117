"""`python -m bot.backup save FILE` and `python -m bot.backup restore FILE`: everything that was written at run time, in one file.

Saved: conversations, dialogues, what the desk changed in the knowledge, the index release in use, the embedding model and the
dialogue model. SQLite files are copied by SQLite itself, so the product may go on running meanwhile; with MQA_DATABASE_URL the database is `pg_dump`'s part.
Restoring writes only into a data directory without conversations, and into an empty database.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASES = ("db.sqlite3", "rasa/dialogues.sqlite3")
# Written at run time and nowhere else: the desk's answers, synonyms and editions.
EDITS = "edits"
MODELS = ("model", "rasa/model.tar.gz", "rasa/model.fingerprint")
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
    partial = target.with_name(f"{target.name}.partial")
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch, tarfile.open(partial, "w:gz") as archive:
        if settings.postgresql:
            dump = Path(scratch) / DUMP
            _postgres_tool("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", settings.postgresql)
            archive.add(dump, DUMP)
        else:
            for name in DATABASES:
                if (data / name).exists():
                    archive.add(_copy(data / name, Path(scratch) / Path(name).name), name)
        for name in (*MODELS, EDITS):
            if (data / name).exists():
                archive.add((data / name).resolve(), name)
        release = (data / "index/current").resolve()
        if release.is_dir():
            archive.add(release, f"index/releases/{release.name}")
            link = tarfile.TarInfo("index/current")
            link.type, link.linkname = tarfile.SYMTYPE, f"releases/{release.name}"
            archive.addfile(link)
    partial.replace(target)


def restore(settings: BackupSettings, source: Path) -> None:
    data = settings.data_dir
    if any((data / name).exists() for name in DATABASES):
        raise BackupError(f"{data} 里已有对话记录，不会覆盖：请换一个空的 MQA_DATA_DIR。")
    data.mkdir(parents=True, exist_ok=True)
    with _opened(source) as archive:
        dumped = DUMP in archive.getnames()
        if dumped != bool(settings.postgresql):
            raise BackupError(
                "备份和现在的设置不同：一个用 PostgreSQL，一个用 SQLite。请检查 MQA_DATABASE_URL。"
            )
        archive.extractall(data, filter="data")
    if dumped:
        dump = data / DUMP
        _postgres_tool(
            "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={settings.postgresql}", str(dump)
        )
        dump.unlink()


def _copy(database: Path, target: Path) -> Path:
    """A consistent copy, also while others write."""
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    return target


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            yield archive
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupError(f"{source} 不能读取，或不是完整的备份（{type(error).__name__}）。") from error


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
    try:
        {"save": save, "restore": restore}[chosen.what](BackupSettings(), chosen.file)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
