"""An up-to-date database for a test, and a look into the one of a gateway.

Where it is SQLite, it is a copy of one that is made once, as migrating takes a tenth of a second.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import URL

from bot.gateway import migrations
from bot.gateway.store import database_url


def upgrade(url: URL) -> None:
    """As `migrations.upgrade`; a file that is there already is left as it is."""
    if url.get_backend_name() != "sqlite":
        migrations.upgrade(url)
    elif not (file := Path(url.database)).exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_made())


@functools.cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        migrations.upgrade(database_url("", Path(folder)))
        return (Path(folder) / "db.sqlite3").read_bytes()


def rows(gateway, query: str) -> list[dict]:
    engine = create_engine(f"sqlite:///{gateway.settings.data_dir / 'db.sqlite3'}", poolclass=NullPool)
    with engine.connect() as connection:
        found = [dict(row._mapping) for row in connection.execute(text(query))]
    return found


def spoil(gateway, statement: str) -> None:
    engine = create_engine(f"sqlite:///{gateway.settings.data_dir / 'db.sqlite3'}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))
