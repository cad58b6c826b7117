"""Channels, and parts of the service, that an admin has turned off; who comes there is told why."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.publishing.tables import SwitchRow
from bot.gateway.console.sessions import Operator
from bot.gateway.errors import NotFound, SwitchedOff
from bot.gateway.locale import DEFAULT
from bot.gateway.store import Store

# Channels by their names in the conversations, then parts that serve all of them.
NAMES = ("web", "wechat", "wecom", "eligibility", "materials")


class Switches:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def off(self) -> dict[str, dict[str, str]]:
        """What is off, with the reason by language."""
        return {row.name: row.reason for row in await self.rows()}

    async def rows(self) -> Sequence[SwitchRow]:
        async with self._store.transaction() as db:
            return (await db.scalars(select(SwitchRow))).all()

    async def require(self, name: str) -> None:
        """Raises `SwitchedOff` with the reason."""
        if reason := (await self.off()).get(name):
            raise SwitchedOff(reason[DEFAULT])

    async def turn_off(self, who: Operator, name: str, reason: dict[str, str]) -> None:
        """Once more changes the reason. Raises `NotFound` for a name that is none."""
        if name not in NAMES:
            raise NotFound
        async with self._store.transaction() as db:
            await db.merge(SwitchRow(name=name, reason=reason, staff=who.name, since=now()))
            audit.note(db, who.name, "channel_off", name, reason=reason[DEFAULT])

    async def turn_on(self, who: Operator, name: str) -> None:
        async with self._store.transaction() as db:
            gone = await db.scalar(delete(SwitchRow).where(SwitchRow.name == name).returning(SwitchRow.name))
            if gone is None:
                raise NotFound
            audit.note(db, who.name, "channel_on", name)
