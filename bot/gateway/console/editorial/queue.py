"""What people asked and did not get answered: refused questions, answers that did not help, calls that the guide left open."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now
from bot.gateway.console.editorial.tables import SettledRow
from bot.gateway.console.tables import CallRow
from bot.gateway.store import Store
from bot.gateway.tables import FeedbackRow, ReplyRow, TurnRow

Source = Literal["refused", "unhelpful", "call"]
LOOKED_BACK = timedelta(days=60)
MOST = 150  # different questions at once: each is embedded when the page is opened


@dataclass
class Asked:
    """A question as it was first written, how often it came from where, and what people said of the answer."""

    text: str
    counts: dict[Source, int] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    @property
    def times(self) -> int:
        return sum(self.counts.values())


def key(question: str) -> str:
    """The same for all spellings of a question: no case, width, blanks or signs."""
    bare = re.sub(r"\W", "", unicodedata.normalize("NFKC", question).casefold())
    return hashlib.sha256(bare.encode()).hexdigest()


class Queue:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def open(self) -> list[Asked]:
        """Questions that nobody has settled, the newest first."""
        since = now() - LOOKED_BACK
        async with self._store.transaction() as db:
            refused = await db.execute(
                select(TurnRow.text, TurnRow.at)
                .join(ReplyRow, (ReplyRow.turn_id == TurnRow.id) & (ReplyRow.position == 0))
                .where(TurnRow.at > since, ReplyRow.kind == "no_answer")
            )
            unhelpful = await db.execute(
                select(TurnRow.text, TurnRow.at, FeedbackRow.comment)
                .join(FeedbackRow, FeedbackRow.turn_id == TurnRow.id)
                .where(TurnRow.at > since, FeedbackRow.helpful.is_(False))
            )
            calls = await db.execute(
                select(CallRow.question, CallRow.at, CallRow.note).where(
                    CallRow.at > since, CallRow.outcome == "not_in_guide"
                )
            )
            settled = {row.key: row.at for row in await db.scalars(select(SettledRow))}
        rows: list[tuple[str, object, Source, str]] = [
            *((text, at, "refused", "") for text, at in refused),
            *((text, at, "unhelpful", comment or "") for text, at, comment in unhelpful),
            *((text, at, "call", note) for text, at, note in calls),
        ]
        found: dict[str, Asked] = {}
        for text, at, source, comment in sorted(rows, key=lambda row: row[1], reverse=True):
            identity = key(text)
            if identity in settled and at <= settled[identity]:
                continue  # asked again since, it is open again
            asked = found.setdefault(identity, Asked(text))
            asked.counts[source] = asked.counts.get(source, 0) + 1
            if comment:
                asked.comments.append(comment)
        return list(found.values())[:MOST]


async def settle(db: AsyncSession, questions: Sequence[str], staff: str) -> None:
    for identity in dict.fromkeys(key(question) for question in questions):
        await db.merge(SettledRow(key=identity, at=now(), staff=staff))
