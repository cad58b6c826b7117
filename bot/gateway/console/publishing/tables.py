"""What editors propose beside answers, and what is switched off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.gateway.console.tables import NUMBERED
from bot.gateway.tables import Base, UtcDateTime


class ProposalRow(Base):
    """An announcement, a pinned question, a synonym or the publication of an edition, on its way.

    `state`: `submitted`, `approved` (in force), `rejected`, `ended`. `content` depends on `kind`; `build` is the number
    of the build that puts it into the index, 0 for what is not in the index.
    """

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    author: Mapped[str] = mapped_column(String(64))
    reviewer: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    build: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (NUMBERED,)


class SwitchRow(Base):
    """A channel or a part that an admin has turned off, and what people are told, by language."""

    __tablename__ = "switched_off"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[dict[str, str]] = mapped_column(JSON)
    staff: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
