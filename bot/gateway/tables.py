"""The gateway's tables. A change here needs a migration beside it (`migrations/versions`)."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC times in Python, also where the database (SQLite) keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=timezone.utc) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )


class SessionRow(Base):
    """A conversation. `id` is the SHA-256 of the token that the client holds; the token itself is not kept."""

    __tablename__ = "sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    locale: Mapped[str | None] = mapped_column(String(8))
    requested_locale: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TurnRow(Base):
    """One message of a person, masked, and how it was answered. `id` is the trace id."""

    __tablename__ = "turns"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locale: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    release: Mapped[str | None] = mapped_column(String(64))
    took_ms: Mapped[int]
    replies: Mapped[list[ReplyRow]] = relationship(order_by="ReplyRow.position", cascade="all, delete-orphan")

    __table_args__ = (Index("ix_turns_session_id_at", "session_id", "at"),)


class ReplyRow(Base):
    """One message of the bot in a turn, with the trace of how it came about."""

    __tablename__ = "replies"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    text: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[Any]] = mapped_column(JSON)
    card_type: Mapped[str | None] = mapped_column(String(32))
    trace: Mapped[dict[str, Any]] = mapped_column(JSON)


class FeedbackRow(Base):
    """Whether a turn helped; a later vote on the same turn replaces the earlier one."""

    __tablename__ = "feedback"

    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    helpful: Mapped[bool]
    comment: Mapped[str | None] = mapped_column(Text)


class ForgottenRow(Base):
    """A conversation that is deleted here, and that the dialogue may still remember (`forgetting.py`)."""

    __tablename__ = "forgotten_dialogues"

    session_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
