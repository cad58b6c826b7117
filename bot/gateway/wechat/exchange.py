"""Between WeChat's deliveries and the conversation: one turn for a message, within WeChat's patience."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

from bot.gateway.errors import PartUnavailable
from bot.gateway.messages import GuideLinks
from bot.gateway.turn_order import happens
from bot.gateway.wechat.deliveries import (
    BEAT_S,
    UNFINISHED,
    Answer,
    Arrival,
    Claim,
    Deliveries,
    Reply,
    Window,
)
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.tables import ContactRow
from bot.gateway.wechat.talk import Talk
from bot.gateway.wechat.wording import Wording
from telemetry import logs, trace

POLL_S = 0.05
# Somewhat more than a turn may take: on stopping, those under way are finished.
SHUTDOWN_S = 12

logger = logging.getLogger(__name__)

# Sends a text to whom the received message came from; whether it may have arrived.
Send = Callable[[Received, str, str], Awaitable[bool]]
# Says that conversations were deleted which the dialogue may still remember.
Deleted = Callable[[], None]


@dataclass
class Turn:
    """A turn under way in this worker, and how many deliveries wait for it here."""

    task: asyncio.Task[Reply | None]
    waiting: int = 0


class Exchange:
    """`send` is the customer-service API, where there is one."""

    def __init__(
        self,
        deliveries: Deliveries,
        talk: Talk,
        identity: Identity,
        wording: Wording,
        send: Send | None,
        deleted: Deleted,
    ) -> None:
        self._deliveries = deliveries
        self._talk = talk
        self._identity = identity
        self._wording = wording
        self._send = send
        self._deleted = deleted
        self._turns: dict[int, Turn] = {}

    async def admit(
        self, received: Received, window: Window | None, base_url: str, *, late: bool = False
    ) -> Claim:
        """Takes a delivery in, and begins the turn where it is the first of its message.

        `late`: no delivery will wait for the answer, so that it goes out by the customer-service API.
        """
        arrival = Arrival(
            key=self._identity.delivery(received.identity),
            contact_id=self._identity.contact(received.sender),
            channel=self._identity.channel,
            sealed=self._identity.seal(json.dumps({"base_url": base_url, **asdict(received)})),
            window=window,
            late=late,
            reach=self._identity.seal(json.dumps([received.sender, received.receiver])),
        )
        claim = await self._deliveries.admit(arrival)
        if claim.mine:
            self._start(claim)
        return claim

    async def reply(self, claim: Claim, deadline: float) -> Reply | None:
        """The answer for this delivery, or None: another delivery, or the customer-service API, has it.

        `deadline` is a time of the event loop.
        """
        reply = await self._wait(claim.id, deadline) or await self._deliveries.take(claim.id)
        if reply is None and not await self._deliveries.postpone(claim.id):
            reply = await self._deliveries.take(claim.id)
        return reply

    async def forget(self, received: Received) -> None:
        await self._deliveries.forget(self._identity.contact(received.sender))
        self._deleted()

    def _start(self, claim: Claim) -> None:
        turn = self._turns[claim.id] = Turn(asyncio.create_task(self._run(claim)))
        turn.task.add_done_callback(lambda _: self._turns.pop(claim.id))
        turn.task.add_done_callback(_log_failure)

    async def _wait(self, delivery_id: int, deadline: float) -> Reply | None:
        """Until the turn is over, here or in another worker; a dead worker's is taken over."""
        while (remaining := deadline - asyncio.get_running_loop().time()) > 0:
            if turn := self._turns.get(delivery_id):
                turn.waiting += 1
                try:
                    done, _ = await asyncio.wait({turn.task}, timeout=remaining)
                finally:
                    turn.waiting -= 1
                given = turn.task.result() if done else None
                return given if given and given.fate == "given" else None
            fate = await self._deliveries.fate(delivery_id)
            if fate not in UNFINISHED or (fate == "late" and self._send):
                return None
            if abandoned := await self._deliveries.take_over(delivery_id):
                self._start(abandoned)
            else:
                await asyncio.sleep(min(POLL_S, remaining))
        return None

    async def _run(self, claim: Claim) -> Reply | None:
        trace.begin()
        sealed = self._identity.unseal(claim.sealed or "")
        if sealed is None:  # sealed under another token: whose it is cannot be known any more
            return None
        said = json.loads(sealed)
        links = GuideLinks(said.pop("base_url"))
        received = Received(**{**said, "identity": tuple(said["identity"])})
        async with self._alive(claim.id):
            await self._let_earlier_finish(claim)
            contact = await self._deliveries.contact(claim.contact_id)
            if contact is None:  # unsubscribed meanwhile
                return None
            answer = await self._answer(received, contact, links)
            turn = self._turns[claim.id]
            reply = await self._deliveries.finish(
                claim, answer, waited_for=turn.waiting > 0, can_send=self._send is not None
            )
        if reply is None:
            self._deleted()
        elif reply.fate == "sending" and self._send:
            # Nothing to say: a person at the desk has the conversation.
            delivered = not reply.text or await self._send(received, claim.contact_id, reply.text)
            await self._deliveries.sent(claim.id, delivered=delivered)
        return reply

    async def _let_earlier_finish(self, claim: Claim) -> None:
        """What one person writes is answered in order, whichever workers it came to."""
        while (earlier := await self._deliveries.before(claim)) is not None:
            if abandoned := await self._deliveries.take_over(earlier):
                self._start(abandoned)
            await asyncio.sleep(POLL_S)

    async def _answer(self, received: Received, contact: ContactRow, links: GuideLinks) -> Answer:
        try:
            return await self._talk.answer(received, contact, links)
        except Exception:  # the last net: without an answer, the person would wait for nothing
            logs.event(logger, logging.ERROR, "wechat_turn_failed", exc_info=True)
            return Answer(self._wording.failed)

    @asynccontextmanager
    async def _alive(self, delivery_id: int) -> AsyncIterator[None]:
        over = asyncio.Event()

        async def beat() -> None:
            while not await happens(over, BEAT_S):
                with contextlib.suppress(PartUnavailable):
                    await self._deliveries.keep_alive(delivery_id)

        beating = asyncio.create_task(beat())
        try:
            yield
        finally:
            over.set()  # not cancelled: that could be in the middle of a transaction
            await beating

    async def take_over_abandoned(self) -> None:
        """Answers what workers left that died."""
        for delivery_id in await self._deliveries.abandoned(self._identity.channel):
            if claim := await self._deliveries.take_over(delivery_id):
                self._start(claim)

    async def close(self) -> None:
        """Lets turns under way finish."""
        if tasks := [turn.task for turn in self._turns.values()]:
            await asyncio.wait(tasks, timeout=SHUTDOWN_S)


def _log_failure(task: asyncio.Task[Reply | None]) -> None:
    if not task.cancelled() and task.exception():
        logs.event(logger, logging.ERROR, "wechat_delivery_failed", exc_info=task.exception())
