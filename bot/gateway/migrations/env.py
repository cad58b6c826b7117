"""Alembic's entry: runs the revisions over one connection, all of them or none."""

from __future__ import annotations

from alembic import context
from sqlalchemy import NullPool, create_engine, event, text

from bot.gateway.tables import Base

# Any number of our own: replicas that start together take turns at it.
UPGRADE_LOCK = 20200101

url = context.config.attributes["url"]
if url.get_backend_name() == "sqlite":
    url = url.set(drivername="sqlite")  # psycopg serves both ways, aiosqlite only asyncio
engine = create_engine(url, poolclass=NullPool)

if url.get_backend_name() == "sqlite":
    # Python's driver would commit each statement that makes a table by itself; SQLite can take them back.
    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection, _record) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        context.run_migrations()
