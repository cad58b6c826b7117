"""The log of turns: what the database does not take when it is answered, it gets with the next turn that it takes."""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass

from bot.gateway.errors import PartUnavailable
from bot.gateway.store import LoggedTurn, Store
from telemetry import logs

MOST = 10_000  # waiting, some kB each; of more the oldest go
TRIES = 3  # of one turn, each after another was taken: what fails then has no session any more

logger = logging.getLogger(__name__)


@dataclass
class _Late:
    turn: LoggedTurn
    tries: int = 0


class TurnLog:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._late: deque[_Late] = deque(maxlen=MOST)

    async def keep(self, turn: LoggedTurn) -> None:
        """Raises `PartUnavailable`; then nothing of it is kept."""
        await self._store.log_turn(turn)
        await self.catch_up()

    async def keep_sooner_or_later(self, turn: LoggedTurn) -> None:
        """For what has been answered already. It is lost only when this process ends while the database is away."""
        try:
            await self.keep(turn)
        except PartUnavailable:
            logs.event(logger, logging.ERROR, "turn_logged_later", exc_info=True)
            self._late.append(_Late(turn))

    async def catch_up(self) -> None:
        for _ in range(len(self._late)):
            if not self._late:  # another turn was faster
                return
            late = self._late.popleft()
            try:
                await self._store.log_turn(late.turn)
            except PartUnavailable:
                late.tries += 1
                if late.tries < TRIES:
                    self._late.append(late)
                else:
                    logs.event(logger, logging.ERROR, "turn_not_logged", exc_info=True)

    def forget(self, session_id: str) -> None:
        left = [late for late in self._late if late.turn.session_id != session_id]
        self._late = deque(left, MOST)
