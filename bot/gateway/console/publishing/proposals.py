"""Proposals and their way: made by one, approved by a second person, in force until ended; each step once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.publishing.tables import ProposalRow
from bot.gateway.console.sessions import Operator
from bot.gateway.errors import Conflict, Forbidden, NotFound
from bot.gateway.store import Store


class Proposals:
    """Raises `NotFound`, and `Conflict` where a proposal is not in the state that a step needs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def make(self, who: Operator, kind: str, content: dict[str, Any]) -> int:
        async with self._store.transaction() as db:
            row = ProposalRow(
                kind=kind, state="submitted", content=content, author=who.name, created_at=now()
            )
            db.add(row)
            await db.flush()
            audit.note(db, who.name, f"{kind}_proposed", row.id)
            return row.id

    async def listed(self, *kinds: str) -> Sequence[ProposalRow]:
        """Those that wait or are in force, in the order they were made."""
        async with self._store.transaction() as db:
            found = select(ProposalRow).where(
                ProposalRow.kind.in_(kinds), ProposalRow.state.in_(("submitted", "approved"))
            )
            return (await db.scalars(found.order_by(ProposalRow.id))).all()

    async def get(self, number: int) -> ProposalRow:
        async with self._store.transaction() as db:
            return await _found(db, number)

    async def in_force(self, number: int) -> ProposalRow:
        row = await self.get(number)
        if row.state != "approved":
            raise Conflict
        return row

    async def claim(self, who: Operator, number: int) -> ProposalRow:
        """Marks it approved before anything comes of it, so that two reviewers do not both do it.

        Raises `Forbidden` for its author.
        """
        row = await self._reviewed(who, number)
        async with self._store.transaction() as db:
            await _step(db, number, "submitted", state="approved", reviewer=who.name)
        return row

    async def approved(self, who: Operator, row: ProposalRow, build: int) -> None:
        async with self._store.transaction() as db:
            await _step(db, row.id, "approved", build=build)
            audit.note(db, who.name, f"{row.kind}_approved", row.id)

    async def unclaim(self, number: int) -> None:
        """Nothing came of it."""
        async with self._store.transaction() as db:
            await _step(db, number, "approved", state="submitted", reviewer="")

    async def reject(self, who: Operator, number: int, reason: str) -> None:
        """By a second person, or taken back by its author."""
        async with self._store.transaction() as db:
            row = await _step(db, number, "submitted", state="rejected", reviewer=who.name, reason=reason)
            audit.note(db, who.name, f"{row.kind}_rejected", number, reason=reason)

    async def end(self, who: Operator, number: int, reason: str) -> None:
        """One person is enough to take something back."""
        async with self._store.transaction() as db:
            row = await _step(db, number, "approved", state="ended", reason=reason)
            audit.note(db, who.name, f"{row.kind}_ended", number, reason=reason)

    async def _reviewed(self, who: Operator, number: int) -> ProposalRow:
        row = await self.get(number)
        if row.state != "submitted":
            raise Conflict
        if who.name == row.author:
            raise Forbidden("自己提的要由另一个人审核。")
        return row


async def _found(db: AsyncSession, number: int) -> ProposalRow:
    row = await db.get(ProposalRow, number)
    if row is None:
        raise NotFound
    return row


async def _step(db: AsyncSession, number: int, before: str, **values: Any) -> ProposalRow:
    """One statement, so that of two at once only one succeeds."""
    changed = await db.scalar(
        update(ProposalRow)
        .where(ProposalRow.id == number, ProposalRow.state == before)
        .values(decided_at=now(), **values)
        .returning(ProposalRow.id)
    )
    row = await _found(db, number)
    if changed is None:
        raise Conflict
    return row
