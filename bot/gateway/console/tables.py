"""The desk's tables, in the gateway's database. A change here needs a migration beside it (`migrations/versions`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.gateway.tables import Base, UtcDateTime

NUMBERED = {
    "sqlite_autoincrement": True
}  # no number is used again: it is an order, or stands in the audit log


class StaffRow(Base):
    """An account. `failures` counts wrong passwords in a row; until `locked_until` none is tried at all.

    `oidc` is the subject or the address of the person's account in the organization; `password_hash` is empty where that is the
    only way in.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(8))
    password_hash: Mapped[str] = mapped_column(String(256))
    oidc: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index("uq_staff_oidc", "oidc", unique=True), NUMBERED)


class SignOnRow(Base):
    """Somebody was sent to log in with their account of the organization. `id` is the SHA-256 of a cookie."""

    __tablename__ = "sign_ons"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    kept: Mapped[dict[str, Any]] = mapped_column(JSON)
    next_page: Mapped[str] = mapped_column(String(200))


class StaffSessionRow(Base):
    """Somebody is logged in. `id` is the SHA-256 of the cookie; `on_duty_at` is when their desk was last seen open."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    on_duty_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditRow(Base):
    """What somebody did. A trigger refuses changes; only the retention job deletes, by age."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    staff: Mapped[str] = mapped_column(String(64), index=True)
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(120))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (NUMBERED,)


class CallRow(Base):
    """A question that a caller asked, masked, and how it ended: `answered` or `not_in_guide`."""

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    question: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16), index=True)
    chosen: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (Index("ix_calls_staff_id_at", "staff_id", "at"), NUMBERED)


class HandoverRow(Base):
    """A conversation that a person asked for a person in, or that one has taken over.

    `state`: `waiting` (the bot still answers), `held` (by `holder_id` alone; the bot is silent), `over`.
    """

    __tablename__ = "handovers"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(8))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked: Mapped[bool]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")

    __table_args__ = (
        # One at a time: who comes second meets this index.
        Index(
            "uq_handovers_open",
            "session_id",
            unique=True,
            sqlite_where=text("state <> 'over'"),
            postgresql_where=text("state <> 'over'"),
        ),
        Index("ix_handovers_state", "state"),
        NUMBERED,
    )


class DeskMessageRow(Base):
    """What the desk said in a conversation. `id` is the order in which a channel fetches it.

    `author` is an operator's name, or empty for what the desk itself says. `fate`: `said`; in WeChat `sending`, then
    `sent` or `refused`.
    """

    __tablename__ = "desk_messages"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[Any]] = mapped_column(JSON)
    fate: Mapped[str] = mapped_column(String(8), default="said")

    __table_args__ = (Index("ix_desk_messages_session_id_id", "session_id", "id"), NUMBERED)


class DeskEventRow(Base):
    """That something happened in a conversation, for the desks that are open. `id` is the order."""

    __tablename__ = "desk_events"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    kind: Mapped[str] = mapped_column(String(16))

    __table_args__ = (NUMBERED,)


class CallbackRow(Base):
    """Somebody wishes to be called back. `consented_at` is when they agreed to the number being kept for it."""

    __tablename__ = "callbacks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    phone: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(Text)
    consented_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str] = mapped_column(String(64), default="")

    __table_args__ = (NUMBERED,)
