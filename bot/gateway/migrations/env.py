"""Alembic's entry: runs the revisions over one connection."""

from __future__ import annotations

from alembic import context
from sqlalchemy import NullPool, create_engine, text

from bot.gateway.tables import Base

# Any number of our own: replicas that start together take turns at it.
UPGRADE_LOCK = 20200101

url = context.config.attributes["url"]
if url.get_backend_name() == "sqlite":
    url = url.set(drivername="sqlite")  # psycopg serves both ways, aiosqlite only asyncio

with create_engine(url, poolclass=NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        context.run_migrations()
