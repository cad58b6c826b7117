"""Drafts of answers, and the questions of the queue that need no more work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.gateway.console.tables import NUMBERED
from bot.gateway.tables import Base, UtcDateTime


class DraftRow(Base):
    """An answer on its way. `state`: `draft`, `submitted`, `approved`, `rejected` (back to the author), `dropped`.

    `authors` are all who wrote in it, none of whom may approve it; `asked` the questions it is for, `entry` what the
    knowledge service will keep, `instead_of` the id of the answer whose place it takes, `build` the number of the build.
    """

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    edition: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10), index=True)
    authors: Mapped[list[str]] = mapped_column(JSON)
    reviewer: Mapped[str] = mapped_column(String(64), default="")
    asked: Mapped[list[str]] = mapped_column(JSON)
    instead_of: Mapped[str] = mapped_column(String(64), default="")
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500), default="")
    build: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (NUMBERED,)


class SettledRow(Base):
    """A question that was answered or put aside; `key` is a digest of its wording."""

    __tablename__ = "settled_questions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff: Mapped[str] = mapped_column(String(64))
