"""A conversation goes to a person and comes back: who holds it, what was said, who waits.

The database decides: a conversation has at most one handover that is not over (a unique index), and it is taken by one
conditional UPDATE. While it is `held` the bot is silent; while it is `waiting` the bot goes on answering.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.console import audit, events
from bot.gateway.console.accounts import Accounts
from bot.gateway.console.sessions import Operator
from bot.gateway.console.tables import CallbackRow, DeskMessageRow, HandoverRow, StaffSessionRow
from bot.gateway.errors import Conflict, SessionNotFound
from bot.gateway.store import Store
from bot.gateway.tables import SessionRow

OPEN = ("waiting", "held")
# A desk says this often that it is open (`console/live.py`); after so much silence it counts as closed.
ON_DUTY = timedelta(seconds=60)
# Who has been away from the desk for so long no longer keeps others from a conversation.
ABSENT = timedelta(minutes=5)

Outcome = Literal["waiting", "nobody", "held", "no_desk"]


@dataclass(frozen=True)
class Asked:
    """What came of asking for a person. `ahead` is how many wait longer."""

    outcome: Outcome
    ahead: int = 0


class Handover:
    def __init__(self, store: Store, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts

    # ── the person's side ──

    async def ask(self, session_id: str) -> Asked:
        """Somebody asks for a person. Asking again keeps the place in the queue."""
        if not await self._accounts.exist():
            return Asked("no_desk")
        staffed = await self._accounts.on_duty(ON_DUTY) > 0
        async with self._store.transaction() as db:
            await events.in_order(db)
            known = await _open(db, session_id)
            if known is None:
                known = HandoverRow(session_id=session_id, state="waiting", opened_at=now(), asked=True)
                db.add(known)
                await events.note(db, session_id, "asked")
                await db.flush()
            if known.state == "held":
                return Asked("held")
            ahead = await db.scalar(
                select(func.count())
                .select_from(HandoverRow)
                .where(HandoverRow.state == "waiting", HandoverRow.id < known.id)
            )
        return Asked("waiting" if staffed else "nobody", ahead or 0)

    async def held(self, session_id: str) -> bool:
        """Whether a person has the conversation."""
        async with self._store.transaction() as db:
            found = await _open(db, session_id)
            return found is not None and found.state == "held"

    async def state(self, session_id: str) -> str:
        """`bot`, `waiting` or `held`."""
        async with self._store.transaction() as db:
            found = await _open(db, session_id)
            return found.state if found else "bot"

    async def said_after(self, session_id: str, last: int) -> Sequence[DeskMessageRow]:
        """What the desk said since message number `last`, in order."""
        async with self._store.transaction() as db:
            found = select(DeskMessageRow).where(
                DeskMessageRow.session_id == session_id, DeskMessageRow.id > last
            )
            return (await db.scalars(found.order_by(DeskMessageRow.id).limit(100))).all()

    async def take_refused(self, session_id: str) -> Sequence[DeskMessageRow]:
        """What could not be sent to the person: they get it with the reply to their next message, once."""
        async with self._store.transaction() as db:
            taken = await db.scalars(
                update(DeskMessageRow)
                .where(DeskMessageRow.session_id == session_id, DeskMessageRow.fate == "refused")
                .values(fate="sent")
                .returning(DeskMessageRow)
            )
            return sorted(taken.all(), key=lambda message: message.id)

    async def wish_callback(self, session_id: str, phone: str, question: str) -> None:
        """The person has agreed to the number being kept for this."""
        async with self._store.transaction() as db:
            if await db.get(SessionRow, session_id) is None:
                raise SessionNotFound
            db.add(
                CallbackRow(
                    session_id=session_id, at=now(), phone=phone, question=question, consented_at=now()
                )
            )
            await events.note(db, session_id, "callback")

    # ── the desk's side ──

    async def waiting(self) -> int:
        async with self._store.transaction() as db:
            found = select(func.count()).select_from(HandoverRow).where(HandoverRow.state == "waiting")
            return await db.scalar(found) or 0

    async def take(self, session_id: str, operator: Operator, notice: str) -> None:
        """`notice` is what the person is told. Raises `Conflict` when somebody else has it, and has been at their desk lately."""
        try:
            async with self._store.transaction() as db:
                await events.in_order(db)
                held = {"state": "held", "holder_id": operator.id, "taken_at": now()}
                taken = await db.scalar(
                    update(HandoverRow)
                    .where(
                        HandoverRow.session_id == session_id,
                        (HandoverRow.state == "waiting")
                        | ((HandoverRow.state == "held") & HandoverRow.holder_id.not_in(_at_their_desk())),
                    )
                    .values(**held)
                    .returning(HandoverRow.id)
                )
                if taken is None:
                    await self._take_unasked(db, session_id, held)
                self._tell(db, session_id, notice)
                audit.note(db, operator.name, "conversation_taken", session_id)
                await events.note(db, session_id, "taken")
        except _Taken as taken_by_other:
            raise Conflict("这个对话已经有同事接手了。") from taken_by_other

    async def _take_unasked(self, db: AsyncSession, session_id: str, held: dict[str, Any]) -> None:
        if await db.get(SessionRow, session_id) is None:
            raise SessionNotFound
        db.add(HandoverRow(session_id=session_id, opened_at=now(), asked=False, **held))
        try:
            await db.flush()
        except IntegrityError as error:
            raise _Taken from error

    async def say(
        self,
        session_id: str,
        operator: Operator,
        text: str,
        citations: Sequence[dict[str, Any]] = (),
        fate: str = "said",
    ) -> int:
        """`fate` is `sending` where the channel has to be sent it. The message's number; raises `Conflict` when the conversation is not this operator's."""
        async with self._store.transaction() as db:
            await self._mine(db, session_id, operator)
            message = DeskMessageRow(
                session_id=session_id,
                at=now(),
                author=operator.name,
                text=text,
                citations=list(citations),
                fate=fate,
            )
            await events.note(db, session_id, "said")
            db.add(message)
            audit.note(db, operator.name, "conversation_replied", session_id, characters=len(text))
            await db.flush()
            return message.id

    async def delivered(self, message_id: int, arrived: bool) -> None:
        async with self._store.transaction() as db:
            await db.execute(
                update(DeskMessageRow)
                .where(DeskMessageRow.id == message_id)
                .values(fate="sent" if arrived else "refused")
            )

    async def end(
        self,
        session_id: str,
        operator: Operator,
        notice: str,
        *,
        kind: Literal["returned", "closed"],
        reason: str = "",
    ) -> None:
        """Gives the conversation back to the bot, or closes it; `notice` is what the person is told.

        Raises `Conflict` when it is not this operator's.
        """
        async with self._store.transaction() as db:
            await self._mine(db, session_id, operator)
            await db.execute(
                update(HandoverRow)
                .where(HandoverRow.session_id == session_id, HandoverRow.state == "held")
                .values(state="over", ended_at=now(), reason=reason)
            )
            await events.note(db, session_id, kind)
            self._tell(db, session_id, notice)
            audit.note(db, operator.name, f"conversation_{kind}", session_id, reason=reason)

    async def dismiss(self, session_id: str, operator: Operator, reason: str) -> None:
        """Takes a waiting request off the queue without anybody taking it."""
        async with self._store.transaction() as db:
            gone = await db.scalar(
                update(HandoverRow)
                .where(HandoverRow.session_id == session_id, HandoverRow.state == "waiting")
                .values(state="over", ended_at=now(), reason=reason)
                .returning(HandoverRow.id)
            )
            if gone is None:
                raise Conflict
            audit.note(db, operator.name, "request_dismissed", session_id, reason=reason)
            await events.note(db, session_id, "closed")

    def _tell(self, db: AsyncSession, session_id: str, notice: str) -> None:
        db.add(DeskMessageRow(session_id=session_id, at=now(), author="", text=notice, citations=[]))

    async def _mine(self, db: AsyncSession, session_id: str, operator: Operator) -> None:
        """Begins with a write, so that nobody gives it away in between."""
        await events.in_order(db)
        mine = await db.scalar(
            update(HandoverRow)
            .where(
                HandoverRow.session_id == session_id,
                HandoverRow.state == "held",
                HandoverRow.holder_id == operator.id,
            )
            .values(state="held")
            .returning(HandoverRow.id)
        )
        if mine is None:
            raise Conflict("这个对话现在不在您手里。")


def _at_their_desk() -> Select[tuple[int]]:
    return select(StaffSessionRow.staff_id).where(
        StaffSessionRow.on_duty_at.between(now() - ABSENT, now() + ABSENT),
        StaffSessionRow.staff_id.is_not(None),
    )


class _Taken(Exception):
    """The unique index says that there is a handover already."""


async def _open(db: AsyncSession, session_id: str) -> HandoverRow | None:
    return await db.scalar(
        select(HandoverRow).where(HandoverRow.session_id == session_id, HandoverRow.state.in_(OPEN))
    )
