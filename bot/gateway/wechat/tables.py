"""The channel's tables, in the gateway's database: what several workers must agree on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.gateway.tables import Base, UtcDateTime


class ContactRow(Base):
    """A person. `id` is the keyed hash of the OpenID; the token of the conversation is sealed,
    and so are the names that a message of the desk needs (`sealed_reach`).

    `session_ids` are all conversations of this person, for the day they unsubscribe. `rest` is what of the last answer
    was not sent yet, `choices` what a number means now. `…_sent` count the customer-service messages since the last
    message, and since the last tap, subscription or scan.
    """

    __tablename__ = "wechat_contacts"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    sealed_session: Mapped[str | None] = mapped_column(Text)
    sealed_reach: Mapped[str | None] = mapped_column(Text)
    session_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    rest: Mapped[str] = mapped_column(Text, default="")
    choices: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    message_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message_sent: Mapped[int] = mapped_column(default=0)
    event_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    event_sent: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeliveryRow(Base):
    """A message or event, however often it is delivered, and its answer. See `deliveries.py` for `fate`.

    `sealed` is what was said and by whom, kept only until it is answered, so that another worker can take over.
    """

    __tablename__ = "wechat_deliveries"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    contact_id: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[str | None] = mapped_column(Text)
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    runner: Mapped[str] = mapped_column(String(32))
    alive_until: Mapped[datetime] = mapped_column(UtcDateTime)
    fate: Mapped[str] = mapped_column(String(8))
    reply: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[int | None] = mapped_column(BigInteger)
    salt: Mapped[str] = mapped_column(String(32))

    __table_args__ = (
        Index("ix_wechat_deliveries_contact_id_id", "contact_id", "id"),
        Index("ix_wechat_deliveries_fate_alive_until", "fate", "alive_until"),
        {"sqlite_autoincrement": True},  # ids are the order of arrival, so none is used again
    )


class NonceRow(Base):
    """A nonce of a plain-mode delivery, and the hash of the body it came with."""

    __tablename__ = "wechat_nonces"

    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    request: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AccessTokenRow(Base):
    """An access token of one of WeChat's APIs, sealed; `lease_until` is set while a worker fetches a new one."""

    __tablename__ = "wechat_access_tokens"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    sealed: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReportRow(Base):
    """A card that can be opened in a browser for a while. `id` is the hash of the token in the link."""

    __tablename__ = "wechat_reports"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    contact_id: Mapped[str] = mapped_column(String(64), index=True)
    card: Mapped[dict[str, Any]] = mapped_column(JSON)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CursorRow(Base):
    """How far the messages of a WeCom customer-service account were read; `lease_until` while one worker reads."""

    __tablename__ = "wecom_cursors"

    open_kfid: Mapped[str] = mapped_column(String(64), primary_key=True)
    cursor: Mapped[str] = mapped_column(String(128), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    again: Mapped[bool] = mapped_column(default=False)
