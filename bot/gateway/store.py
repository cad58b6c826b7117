"""Conversations, traces and feedback, in SQLite or PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, event, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import selectinload

from bot.gateway.console import events
from bot.gateway.errors import PartUnavailable
from bot.gateway.locale import Locale
from bot.gateway.messages import Message
from bot.gateway.tables import Base, FeedbackRow, ReplyRow, SessionRow, TurnRow

# Longer text is cut before it is stored; a message has at most 1000 characters, a report a few thousand.
MAX_STORED_TEXT = 8000
# The least that both databases tell apart.
TICK = timedelta(microseconds=1)
# A clock that is set back by more is believed: what was stamped before it must not live on for years.
SET_BACK_AT_MOST = timedelta(days=2)


def session_key(token: str) -> str:
    """The name under which a session is stored and known to Rasa; it does not give the client's token away."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class SessionState:
    """What the store remembers of a session. `id` is its key, `used_at` when it is used now: later each time."""

    id: str
    used_at: datetime
    locale: Locale | None = None
    requested_locale: Locale | None = None


@dataclass(frozen=True)
class LoggedTurn:
    """A turn as it is kept; the text is masked already. `messages` and `traces` go together."""

    id: str
    session_id: str
    at: datetime
    locale: Locale
    requested_locale: Locale | None
    text: str
    took_ms: int
    messages: Sequence[Message]
    traces: Sequence[dict[str, Any]]


def database_url(configured: str, data_dir: Path) -> URL:
    """The URL with its driver; SQLite in the data directory when nothing is configured."""
    url = make_url(configured or f"sqlite:///{data_dir / 'db.sqlite3'}")
    backend = "postgresql" if url.drivername == "postgres" else url.get_backend_name()
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg"}
    if backend not in drivers:
        raise ValueError(f"MQA_DATABASE_URL: 只支持 SQLite 和 PostgreSQL，不支持 {backend}")
    return url.set(drivername=drivers[backend])


class Store:
    """Raises `PartUnavailable` when the database cannot be reached or does not take the data."""

    def __init__(self, url: URL) -> None:
        sqlite = url.get_backend_name() == "sqlite"
        # hide_parameters: an error of the database must not carry what people wrote into the logs.
        # A server may have closed a connection meanwhile; a file has not.
        self._engine = create_async_engine(url, hide_parameters=True, pool_pre_ping=not sqlite)
        if sqlite:
            event.listen(self._engine.sync_engine, "connect", _prepare_sqlite)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    async def ping(self) -> None:
        async with self.transaction() as db:
            await db.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self._engine.dispose()

    async def open_session(self, session_id: str, channel: str, now: datetime) -> SessionState:
        async with self.transaction() as db:
            db.add(SessionRow(id=session_id, channel=channel, created_at=now, seen_at=now))
        return SessionState(session_id, now)

    async def resume_session(
        self, session_id: str, now: datetime, idle: timedelta, *, surely: bool = False
    ) -> SessionState | None:
        """The session when it is known and was in use within `idle`, or `surely` is; it counts as used now.

        Its time does not go back with the clock: the order of its turns is told by it, and what was used just before the
        clock was put right again must not look long ago.
        """
        async with self.transaction() as db:
            row = await db.get(SessionRow, session_id)
            if row is None or (row.seen_at < now - idle and not surely):
                return None
            was_set_back = now <= row.seen_at <= now + SET_BACK_AT_MOST
            row.seen_at = row.seen_at + TICK if was_set_back else now
            return SessionState(row.id, row.seen_at, row.locale, row.requested_locale)

    async def log_turn(self, turn: LoggedTurn) -> None:
        """Keep a turn, its replies and traces, and the session's language for the next one."""
        releases = (trace.get("release") for trace in turn.traces)
        row = TurnRow(
            id=turn.id,
            session_id=turn.session_id,
            at=turn.at,
            locale=turn.locale,
            text=turn.text[:MAX_STORED_TEXT],
            release=next((str(release)[:64] for release in releases if release), None),
            took_ms=turn.took_ms,
            replies=[
                ReplyRow(
                    position=position,
                    kind=message.kind,
                    text=message.text[:MAX_STORED_TEXT],
                    citations=[citation.model_dump(exclude={"url"}) for citation in message.citations],
                    card_type=message.card.type[:32] if message.card else None,
                    trace=trace,
                )
                for position, (message, trace) in enumerate(zip(turn.messages, turn.traces, strict=True))
            ],
        )
        async with self.transaction() as db:
            db.add(row)
            session = await db.get_one(SessionRow, turn.session_id)
            session.locale, session.requested_locale = turn.locale, turn.requested_locale
            await events.note(db, turn.session_id, "turn")

    async def kept(self, session_id: str) -> dict[str, Any] | None:
        """All that is kept of a session; None when it is not known."""
        async with self.transaction() as db:
            row = await db.get(SessionRow, session_id)
            if row is None:
                return None
            asked = (
                select(TurnRow).where(TurnRow.session_id == session_id).options(selectinload(TurnRow.replies))
            )
            turns = list(await db.scalars(asked.order_by(TurnRow.at, TurnRow.id)))
            voted = select(FeedbackRow).join(TurnRow).where(TurnRow.session_id == session_id)
            votes = {vote.turn_id: vote for vote in await db.scalars(voted)}
            return {
                "channel": row.channel,
                "created_at": row.created_at,
                "seen_at": row.seen_at,
                "turns": [
                    {
                        "trace_id": turn.id,
                        "at": turn.at,
                        "text": turn.text,
                        "replies": turn.replies,
                        "feedback": votes.get(turn.id),
                    }
                    for turn in turns
                ],
            }

    async def erase(self, session_id: str) -> None:
        """With its turns, replies and votes."""
        async with self.transaction() as db:
            await db.execute(delete(SessionRow).where(SessionRow.id == session_id))

    async def keep_feedback(self, turn_id: str, helpful: bool, comment: str | None, now: datetime) -> bool:
        """False when there is no such turn."""
        async with self.transaction() as db:
            if await db.scalar(select(TurnRow.id).where(TurnRow.id == turn_id)) is None:
                return False
            cut = comment[:MAX_STORED_TEXT] if comment else None
            await db.merge(FeedbackRow(turn_id=turn_id, at=now, helpful=helpful, comment=cut))
            return True

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """For the tables of this module; a channel with tables of its own uses it too."""
        try:
            async with self._sessions.begin() as db:
                yield db
        except (SQLAlchemyError, OSError) as error:
            raise PartUnavailable("database") from error


def insert(db: AsyncSession, table: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the database's dialect."""
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers beside a writer, patience with another writer, and foreign keys that count."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
