"""What a conversation begins with: announcements of the day, and questions to choose from.

Questions are what the desk pins, then what was asked most. Only wordings of approved answers are offered: what
somebody wrote is shown to nobody else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from bot.gateway.clock import local, now
from bot.gateway.console.publishing.tables import ProposalRow
from bot.gateway.errors import PartUnavailable
from bot.gateway.knowledge_client import KnowledgeClient
from bot.gateway.locale import Locale
from bot.gateway.messages import localise
from bot.gateway.store import Store
from bot.gateway.tables import ReplyRow, TurnRow

OFFERED = 5
ASKED_WITHIN = timedelta(days=30)
# Fewer conversations than these say nothing of what people ask.
LEAST_ASKED = 3
COUNTED_EVERY_S = 300.0


@dataclass(frozen=True)
class Announcement:
    id: int
    text: str
    link: str


class Starting:
    def __init__(self, store: Store, knowledge: KnowledgeClient) -> None:
        self._store = store
        self._knowledge = knowledge
        self._asked: list[str] = []
        self._counted_at: float | None = None

    async def announcements(self, locale: Locale, today: date | None = None) -> list[Announcement]:
        """Those that are shown today in Shanghai, the newest first."""
        day = (today or local(now()).date()).isoformat()
        shown = [
            row
            for row in await self._in_force("announcement")
            if row.content["from"] <= day and day <= (row.content["until"] or day)
        ]
        return [
            Announcement(row.id, localise(row.content["text"], locale), row.content["link"])
            for row in reversed(shown)
        ]

    async def questions(self, locale: Locale) -> list[str]:
        """At most five, the pinned ones first; none while the knowledge service does not answer."""
        pinned = [row.content["answer"] for row in await self._in_force("pin")]
        wanted = list(dict.fromkeys([*pinned, *await self._most_asked()]))
        if not wanted:
            return []
        try:
            headings = {each.answer: each.text for each in await self._knowledge.questions(locale)}
        except PartUnavailable:
            return []
        return [headings[answer] for answer in wanted if answer in headings][:OFFERED]

    async def _in_force(self, kind: str) -> list[ProposalRow]:
        async with self._store.transaction() as db:
            found = select(ProposalRow).where(ProposalRow.kind == kind, ProposalRow.state == "approved")
            return list(await db.scalars(found.order_by(ProposalRow.id)))

    async def _most_asked(self) -> list[str]:
        """Answers by how many conversations they were given in; counted anew every few minutes."""
        began = time.monotonic()
        if self._counted_at is not None and began - self._counted_at < COUNTED_EVERY_S:
            return self._asked
        answer = ReplyRow.trace["answer"].as_string()
        times = func.count(TurnRow.session_id.distinct())
        counted = (
            select(answer)
            .join(TurnRow, TurnRow.id == ReplyRow.turn_id)
            .where(TurnRow.at > now() - ASKED_WITHIN, ReplyRow.kind == "answer", answer.is_not(None))
            .group_by(answer)
            .having(times >= LEAST_ASKED)
            .order_by(times.desc(), answer)
            .limit(2 * OFFERED)
        )
        async with self._store.transaction() as db:
            self._asked = list(await db.scalars(counted))
        self._counted_at = began
        return self._asked
