"""Calls that an operator notes: the caller's question, how it ended, a line to remember it by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from sqlalchemy import func, select, update

from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.sessions import Operator
from bot.gateway.console.tables import CallRow
from bot.gateway.errors import NotFound
from bot.gateway.masking import mask
from bot.gateway.store import Store
from bot.gateway.tables import ReplyRow, TurnRow
from bot.gateway.text import clean

Outcome = Literal["answered", "not_in_guide"]
SHOWN = 8
MOST_QUESTION = 1000
MOST_NOTE = 200


class Calls:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def note(self, operator: Operator, question: str, outcome: Outcome, chosen: str = "") -> None:
        """Personal data in the question is covered first."""
        text = mask(clean(question))[:MOST_QUESTION]
        async with self._store.transaction() as db:
            db.add(
                CallRow(
                    staff_id=operator.id,
                    at=now(),
                    question=text,
                    outcome=outcome,
                    chosen=chosen[:80],
                    note="",
                )
            )
            audit.note(db, operator.name, f"call_{outcome}", chosen)

    async def annotate(self, operator: Operator, call_id: int, note: str) -> None:
        """Only calls of one's own; raises `NotFound`."""
        async with self._store.transaction() as db:
            changed = await db.scalar(
                update(CallRow)
                .where(CallRow.id == call_id, CallRow.staff_id == operator.id)
                .values(note=mask(clean(note))[:MOST_NOTE])
                .returning(CallRow.id)
            )
            if changed is None:
                raise NotFound
            audit.note(db, operator.name, "call_annotated", call_id)

    async def last(self, operator: Operator) -> Sequence[CallRow]:
        async with self._store.transaction() as db:
            found = select(CallRow).where(CallRow.staff_id == operator.id).order_by(CallRow.id.desc())
            return (await db.scalars(found.limit(SHOWN))).all()

    async def most_asked(self, within: timedelta) -> list[tuple[str, int]]:
        """What was asked most often lately, in conversations and calls, with how often; questions only."""
        since = now() - within
        async with self._store.transaction() as db:
            turns = await db.execute(
                select(TurnRow.text, func.count().label("times"))
                .join(ReplyRow, (ReplyRow.turn_id == TurnRow.id) & (ReplyRow.position == 0))
                .where(TurnRow.at > since, ReplyRow.kind.in_(("answer", "no_answer")))
                .group_by(TurnRow.text)
                .order_by(func.count().desc())
                .limit(50)
            )
            calls = await db.execute(
                select(CallRow.question, func.count()).where(CallRow.at > since).group_by(CallRow.question)
            )
        times: dict[str, int] = {}
        for question, count in (*turns, *calls):
            times[question] = times.get(question, 0) + count
        ranked = sorted(times.items(), key=lambda each: (-each[1], each[0]))
        return [each for each in ranked if len(each[0]) <= 60][:SHOWN]
