"""Where Rasa keeps its dialogues: Rasa's SQL store, made fit for several servers and for faults.

Three things are different from `SQLTrackerStore` of rasa 3.6.21:
- What belongs to the latest session is told by the order of the rows, not by the servers' clocks, which differ and jump.
- A connection that the database has closed meanwhile is noticed before it is used.
- On PostgreSQL the tables lie in a schema of their own, beside the gateway's, and servers that start together make them
  in turn.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted
from sqlalchemy.orm import Query, Session, sessionmaker

from bot.settings import SCHEMA

# Any number of our own, as in bot/gateway/migrations/env.py.
CREATION_LOCK = 20200102
# One turn at a time uses a connection: the store is not asynchronous.
POOL_SIZE = 2


class DialogueStore(SQLTrackerStore):
    def __init__(self, host: str, **options: Any) -> None:
        engine = _engine(host)
        _make_schema(engine)
        super().__init__(host=host, **options)
        self.engine.dispose()
        self.engine = engine
        self.sessionmaker = sessionmaker(bind=engine)

    def forget(self, sender_id: str) -> None:
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(self.SQLEvent.sender_id == sender_id).delete()
            session.commit()

    def _event_query(self, session: Session, sender_id: str, fetch_events_from_all_sessions: bool) -> Query:
        row = self.SQLEvent
        events = session.query(row).filter(row.sender_id == sender_id)
        if not fetch_events_from_all_sessions:
            start = (
                session.query(sa.func.max(row.id))
                .filter(row.sender_id == sender_id, row.type_name == SessionStarted.type_name)
                .scalar_subquery()
            )
            events = events.filter(sa.or_(row.id >= start, start.is_(None)))
        return events.order_by(row.id)


def _engine(url: str) -> sa.engine.Engine:
    if sa.engine.make_url(url).get_backend_name() == "sqlite":
        return sa.create_engine(url)
    return sa.create_engine(url, pool_pre_ping=True, pool_size=POOL_SIZE)


def _make_schema(engine: sa.engine.Engine) -> None:
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CREATION_LOCK})
        connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        SQLTrackerStore.Base.metadata.create_all(connection)
