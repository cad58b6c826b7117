"""Drafts of answers and their way: written, submitted, approved by a second person, or sent back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.desk_client import Build
from bot.gateway.console.editorial.queue import settle
from bot.gateway.console.editorial.tables import DraftRow
from bot.gateway.console.sessions import Operator
from bot.gateway.errors import Conflict, Forbidden, NotFound
from bot.gateway.store import Store

WRITABLE = ("draft", "rejected")
EMPTY: dict[str, Any] = {
    "id": "",
    "answer": {"zh-Hans": "", "en": ""},
    "quotes": [],
    "questions": [],
    "not_for": [],
    "valid_from": None,
    "valid_until": None,
    "explained": [],
}
SHOWN = 200
ONE_SITTING = timedelta(minutes=5)  # a draft is kept with every pause in typing, and noted once


class Drafts:
    """Raises `NotFound`, and `Conflict` where a draft is not in the state that a step needs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(
        self,
        who: Operator,
        edition: str,
        asked: Sequence[str],
        entry: dict[str, Any] | None = None,
        instead_of: str = "",
    ) -> int:
        """The questions that were asked become its first wordings."""
        content = entry or EMPTY | {"questions": list(dict.fromkeys(asked))}
        async with self._store.transaction() as db:
            row = DraftRow(
                edition=edition,
                state="draft",
                authors=[who.name],
                asked=list(asked),
                entry=content,
                instead_of=instead_of,
                created_at=now(),
                changed_at=now(),
            )
            db.add(row)
            await db.flush()
            audit.note(db, who.name, "draft_begun", row.id, answer=instead_of)
            return row.id

    async def all(self) -> Sequence[DraftRow]:
        """The newest first; what is dropped is not shown."""
        found = select(DraftRow).where(DraftRow.state != "dropped").order_by(DraftRow.changed_at.desc())
        async with self._store.transaction() as db:
            return (await db.scalars(found.limit(SHOWN))).all()

    async def get(self, draft_id: int) -> DraftRow:
        async with self._store.transaction() as db:
            return await _found(db, draft_id)

    async def write(self, who: Operator, draft_id: int, fields: dict[str, Any]) -> DraftRow:
        """Replaces fields of the entry; who does so is an author, the last one named last."""
        async with self._store.transaction() as db:
            row = await _found(db, draft_id)
            if row.state not in WRITABLE:
                raise Conflict("这份草稿已经提交，不能再改。")
            if row.authors[-1] != who.name or now() - row.changed_at > ONE_SITTING:
                audit.note(db, who.name, "draft_written", draft_id)
            row.entry = row.entry | fields
            row.authors = [*(each for each in row.authors if each != who.name), who.name]
            row.changed_at = now()
            return row

    async def submit(self, who: Operator, draft_id: int) -> None:
        async with self._store.transaction() as db:
            await _step(db, draft_id, WRITABLE, state="submitted", reason="")
            audit.note(db, who.name, "draft_submitted", draft_id)

    async def reviewed_by(self, who: Operator, draft_id: int) -> DraftRow:
        """The draft, to be decided on; raises `Forbidden` for those who wrote in it."""
        row = await self.get(draft_id)
        if row.state != "submitted":
            raise Conflict("这份草稿不在等待审核，请刷新后再看。")
        if who.name in row.authors:
            raise Forbidden("自己写的答案要由另一个人审核。")
        return row

    async def claim(self, who: Operator, draft_id: int) -> DraftRow:
        """Marks it approved before anything is kept, so that two reviewers do not both do it."""
        row = await self.reviewed_by(who, draft_id)
        async with self._store.transaction() as db:
            await _step(db, draft_id, ("submitted",), state="approved", reviewer=who.name)
        return row

    async def approved(self, who: Operator, draft: DraftRow, build: Build) -> None:
        async with self._store.transaction() as db:
            await _step(db, draft.id, ("approved",), build=build.wishes)
            await settle(db, draft.asked, who.name)
            audit.note(db, who.name, "draft_approved", draft.id, answer=draft.entry["id"])

    async def unclaim(self, draft_id: int) -> None:
        """The knowledge service did not take it."""
        async with self._store.transaction() as db:
            await _step(db, draft_id, ("approved",), state="submitted", reviewer="")

    async def reject(self, who: Operator, draft_id: int, reason: str) -> None:
        await self.reviewed_by(who, draft_id)
        async with self._store.transaction() as db:
            await _step(db, draft_id, ("submitted",), state="rejected", reviewer=who.name, reason=reason)
            audit.note(db, who.name, "draft_rejected", draft_id, reason=reason)

    async def drop(self, who: Operator, draft_id: int, reason: str) -> None:
        async with self._store.transaction() as db:
            await _step(db, draft_id, (*WRITABLE, "submitted"), state="dropped", reason=reason)
            audit.note(db, who.name, "draft_dropped", draft_id, reason=reason)

    async def put_aside(self, who: Operator, questions: Sequence[str], reason: str) -> None:
        """Questions that need no answer."""
        async with self._store.transaction() as db:
            await settle(db, questions, who.name)
            audit.note(db, who.name, "questions_put_aside", len(questions), reason=reason)

    async def note(self, who: Operator, action: str, subject: str, **details: Any) -> None:
        async with self._store.transaction() as db:
            audit.note(db, who.name, action, subject, **details)


async def _found(db: AsyncSession, draft_id: int) -> DraftRow:
    row = await db.get(DraftRow, draft_id)
    if row is None:
        raise NotFound
    return row


async def _step(db: AsyncSession, draft_id: int, states: tuple[str, ...], **values: Any) -> None:
    """One statement, so that of two at once only one succeeds."""
    changed = await db.scalar(
        update(DraftRow)
        .where(DraftRow.id == draft_id, DraftRow.state.in_(states))
        .values(changed_at=now(), **values)
        .returning(DraftRow.id)
    )
    if changed is None:
        await _found(db, draft_id)
        raise Conflict
