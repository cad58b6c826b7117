"""What the desk sees of conversations: the list, and one of them whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import selectinload

from bot.gateway.clock import now
from bot.gateway.console.tables import CallbackRow, DeskMessageRow, HandoverRow, StaffRow
from bot.gateway.errors import NotFound
from bot.gateway.handover import OPEN
from bot.gateway.store import Store
from bot.gateway.tables import FeedbackRow, SessionRow, TurnRow

LIVE = timedelta(hours=24)
MOST_LISTED = 60


@dataclass(frozen=True)
class Listed:
    """A conversation in the list. `since` is when the person began to wait, or when something was last said."""

    id: str
    channel: str
    state: str
    since: datetime
    holder: str
    last: str


@dataclass(frozen=True)
class Said:
    """One thing that was said. `who`: `person`, `bot`, `desk` (an operator, or the desk itself with no `author`)."""

    who: str
    at: datetime
    text: str
    author: str = ""
    kind: str = ""
    citations: Sequence[Any] = ()
    trace: dict[str, Any] | None = None
    fate: str = ""
    helpful: bool | None = None


@dataclass(frozen=True)
class Whole:
    id: str
    channel: str
    locale: str | None
    state: str
    holder: str
    holder_id: int | None
    since: datetime | None
    asked: bool
    said: Sequence[Said]


async def conversations(store: Store) -> list[Listed]:
    """Those who wait first, the longest first; then those with a person; then the others, the latest first."""
    rank = case((HandoverRow.state == "waiting", 0), (HandoverRow.state == "held", 1), else_=2)
    last = (
        select(TurnRow.text)
        .where(TurnRow.session_id == SessionRow.id)
        .order_by(TurnRow.at.desc())
        .limit(1)
        .correlate(SessionRow)
        .scalar_subquery()
    )
    found = (
        select(SessionRow, HandoverRow, StaffRow.name, last)
        .outerjoin(HandoverRow, (HandoverRow.session_id == SessionRow.id) & HandoverRow.state.in_(OPEN))
        .outerjoin(StaffRow, StaffRow.id == HandoverRow.holder_id)
        .where((SessionRow.seen_at > now() - LIVE) | HandoverRow.id.is_not(None))
        .order_by(rank, case((HandoverRow.state == "waiting", HandoverRow.id)), SessionRow.seen_at.desc())
        .limit(MOST_LISTED)
    )
    async with store.transaction() as db:
        return [
            Listed(
                session.id,
                session.channel,
                handover.state if handover else "bot",
                handover.opened_at if handover and handover.state == "waiting" else session.seen_at,
                holder or "",
                text or "",
            )
            for session, handover, holder, text in await db.execute(found)
        ]


async def whole(store: Store, session_id: str) -> Whole:
    """Raises `NotFound`."""
    async with store.transaction() as db:
        session = await db.get(SessionRow, session_id)
        if session is None:
            raise NotFound("没有这个对话，它可能已经按期删除。")
        turns = await db.execute(
            select(TurnRow, FeedbackRow.helpful)
            .outerjoin(FeedbackRow, FeedbackRow.turn_id == TurnRow.id)
            .where(TurnRow.session_id == session_id)
            .options(selectinload(TurnRow.replies))
            .order_by(TurnRow.at)
        )
        messages = await db.scalars(
            select(DeskMessageRow).where(DeskMessageRow.session_id == session_id).order_by(DeskMessageRow.id)
        )
        handover = await db.scalar(
            select(HandoverRow).where(HandoverRow.session_id == session_id, HandoverRow.state.in_(OPEN))
        )
        holder = await db.get(StaffRow, handover.holder_id) if handover and handover.holder_id else None
        said = [each for turn, helpful in turns for each in _of_turn(turn, helpful)]
        said += [_of_desk(message) for message in messages]
    return Whole(
        session.id,
        session.channel,
        session.locale,
        handover.state if handover else "bot",
        holder.name if holder else "",
        holder.id if holder else None,
        handover.opened_at if handover else None,
        bool(handover and handover.asked),
        sorted(said, key=lambda each: each.at),
    )


def _of_turn(turn: TurnRow, helpful: bool | None) -> list[Said]:
    replied_at = turn.at + timedelta(milliseconds=turn.took_ms)
    return [
        Said("person", turn.at, turn.text),
        *(
            Said(
                "bot",
                replied_at,
                reply.text,
                kind=reply.kind,
                citations=reply.citations,
                trace=reply.trace,
                helpful=helpful,
            )
            for reply in turn.replies
        ),
    ]


def _of_desk(message: DeskMessageRow) -> Said:
    return Said(
        "desk",
        message.at,
        message.text,
        author=message.author,
        citations=message.citations,
        fate=message.fate,
    )


async def callbacks(store: Store) -> Sequence[CallbackRow]:
    """Wishes that are open, the oldest first."""
    async with store.transaction() as db:
        found = select(CallbackRow).where(CallbackRow.done_at.is_(None)).order_by(CallbackRow.id)
        return (await db.scalars(found.limit(100))).all()
