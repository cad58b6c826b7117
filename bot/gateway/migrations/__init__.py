"""Brings the database to the tables of this version. `python -m bot.gateway` does it before it serves."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.gateway.errors import PartUnavailable


def config(url: URL) -> Config:
    alembic = Config()
    alembic.set_main_option("script_location", str(Path(__file__).parent))
    alembic.attributes["url"] = url
    return alembic


def upgrade(url: URL) -> None:
    """To the newest revision, or not at all; nothing happens where it is there already.

    Raises `PartUnavailable` when the database cannot be reached or written, or is a newer version's.
    """
    try:
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        command.upgrade(config(url), "head")
    except (SQLAlchemyError, OSError, CommandError) as error:
        raise PartUnavailable("database") from error
