"""One turn of a conversation, the same for every channel: check, cover, ask Rasa, keep, answer."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.gateway import locale as language
from bot.gateway.channels.base import Incoming, Outgoing
from bot.gateway.clock import now
from bot.gateway.console.tables import DeskMessageRow
from bot.gateway.errors import Busy, EmptyMessage, PartUnavailable, SessionNotFound, TooLong
from bot.gateway.handover import Asked, Handover
from bot.gateway.in_use import InUse
from bot.gateway.locale import Locale
from bot.gateway.masking import mask
from bot.gateway.messages import Card, GuideLinks, Message, Utterance, render
from bot.gateway.metrics import Metrics
from bot.gateway.rasa_client import RasaClient
from bot.gateway.store import LoggedTurn, SessionState, Store, session_key
from bot.gateway.switches import Switches
from bot.gateway.text import clean, for_rasa, has_words
from bot.gateway.turn_log import TurnLog
from bot.gateway.turn_order import TurnOrder
from telemetry import logs, spans

MAX_MESSAGE = 1000  # characters (Unicode code points), as the contract says

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class OwnWording:
    """What is said where Rasa cannot be asked, and of the people at the desk."""

    unavailable: Utterance
    no_words: Utterance
    desk: dict[str, dict[Locale, str]]

    @classmethod
    def read(cls, file: Path) -> OwnWording:
        texts = yaml.safe_load(file.read_text(encoding="utf-8"))
        return cls(
            unavailable=Utterance(kind="error", text=texts["unavailable"]),
            no_words=Utterance(kind="question", text=texts["no_words"]),
            desk=texts["desk"],
        )

    def of_handover(self, asked: Asked, hours: str) -> Utterance | None:
        """What is added to the bot's own words when somebody asks for a person; None where there is no desk."""
        if asked.outcome == "no_desk":
            return None
        name = asked.outcome if asked.outcome != "nobody" or not hours else "nobody_until"
        text = {
            locale: words.format(ahead=asked.ahead, hours=hours) for locale, words in self.desk[name].items()
        }
        return Utterance(kind="handoff", text=text, card=Card(type="handover", state=asked.outcome))


class Conversation:
    def __init__(
        self,
        store: Store,
        rasa: RasaClient,
        wording: OwnWording,
        links: GuideLinks,
        metrics: Metrics,
        session_idle: timedelta,
        handover: Handover,
        order: TurnOrder,
        switches: Switches,
        most_turns: int,
        desk_hours: str = "",
    ) -> None:
        self._store = store
        self._log = TurnLog(store)
        self._rasa = rasa
        self._wording = wording
        self._links = links
        self._metrics = metrics
        self._session_idle = session_idle
        self._handover = handover
        self._desk_hours = desk_hours
        self._order = order
        self._switches = switches
        self._most_turns = most_turns
        self._turns = 0
        self._in_use = InUse()

    async def take_turn(self, incoming: Incoming) -> Outgoing:
        """Answer one message. Messages of one session are answered one after another, as they came.

        Raises `TooLong`, `EmptyMessage`, `SessionNotFound`, `Busy`, and `PartUnavailable` when the database or Redis is
        down; when Rasa is down, the answer itself says so.
        """
        if len(incoming.text) > MAX_MESSAGE:
            raise TooLong("message", MAX_MESSAGE)
        text = mask(clean(incoming.text))
        if not text:
            raise EmptyMessage
        token = incoming.session or secrets.token_urlsafe(24)
        key = session_key(token)
        with self._place():
            async with self._order.turn(key):
                if incoming.session is None:
                    session = await self._store.open_session(key, incoming.channel, now())
                else:
                    session = await self._resume(key)
                self._in_use.note(key)
                return await self._answer(incoming, token, session, text)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Of many at once the last are sent away at the door: waiting together, all would wait in vain."""
        if self._turns >= self._most_turns:
            raise Busy
        self._turns += 1
        try:
            with self._metrics.turn_under_way():
                yield
        finally:
            self._turns -= 1

    async def kept(self, token: str) -> dict[str, Any]:
        """Raises `SessionNotFound`."""
        kept = await self._store.kept(session_key(token))
        if kept is None:
            raise SessionNotFound
        return kept

    async def erase(self, token: str) -> None:
        """Raises `SessionNotFound`, and `PartUnavailable` when a part that remembers cannot be reached: then nothing is
        told to be erased, and it can be asked again.
        """
        key = session_key(token)
        if await self._store.kept(key) is None:
            raise SessionNotFound
        await self.forget(key)

    async def forget(self, key: str) -> None:
        """Between two turns, and first where it is not known who asks for it: a failure leaves the session findable."""
        async with self._order.turn(key):
            await self._rasa.forget(key)
            await self._store.erase(key)
            self._log.forget(key)

    async def close(self) -> None:
        """What could not be logged yet is tried once more."""
        await self._log.catch_up()

    async def _resume(self, key: str) -> SessionState:
        session = await self._store.resume_session(
            key,
            now(),
            self._session_idle,
            surely=self._in_use.within(key, self._session_idle.total_seconds()),
        )
        if session is None:
            raise SessionNotFound
        return session

    async def _answer(self, incoming: Incoming, token: str, session: SessionState, text: str) -> Outgoing:
        began = time.monotonic()
        unchanged = incoming.locale == session.requested_locale
        locale = language.decide(text, incoming.locale, session.locale if unchanged else None)
        held = await self._handover.held(session.id)
        with spans.span("turn", channel=incoming.channel, locale=locale):
            utterances = [] if held else await self._said(session.id, text, locale, incoming)
        messages = [render(utterance, locale, self._links) for utterance in utterances]
        took = time.monotonic() - began
        self._metrics.turn(incoming.channel, messages[-1].kind if messages else "handoff", took)
        for release in (utterance.trace.get("release") for utterance in utterances):
            if release:
                self._metrics.release(str(release))
        turn = LoggedTurn(
            id=incoming.message_id,
            session_id=session.id,
            at=session.used_at,
            locale=locale,
            requested_locale=incoming.locale,
            text=text,
            took_ms=round(took * 1000),
            messages=messages,
            traces=[_trace(utterance) for utterance in utterances],
        )
        if held:
            await self._log.keep(turn)  # else nobody would ever see it: the person sends it again
        else:
            await self._log.keep_sooner_or_later(turn)  # Rasa has taken the turn already
        kinds = [message.kind for message in messages]
        logs.event(
            logger,
            logging.INFO,
            "turn",
            channel=incoming.channel,
            locale=locale,
            kinds=kinds,
            took_ms=turn.took_ms,
        )
        if incoming.channel != "web":  # the widget fetches what the desk says by itself
            refused = await self._handover.take_refused(session.id)
            messages = [desk_message(message, self._links) for message in refused] + messages
        return Outgoing(session=token, messages=messages, trace_id=incoming.message_id, locale=locale)

    async def _said(self, session_id: str, text: str, locale: Locale, incoming: Incoming) -> list[Utterance]:
        """What the bot says; who asks for a person is put in the queue of the desk."""
        off = await self._switches.off()
        if reason := off.get(incoming.channel):
            return [Utterance(kind="error", text=reason)]
        utterances = await self._utterances(session_id, text, locale, incoming.message_id)
        if "eligibility" in off and any(map(_of_the_check, utterances)):
            await self._rasa.forget(session_id)  # else it would go on asking
            return [Utterance(kind="error", text=off["eligibility"])]
        if all(utterance.kind != "handoff" for utterance in utterances):
            return utterances
        asked = await self._handover.ask(session_id)
        of_desk = self._wording.of_handover(asked, self._desk_hours)
        if of_desk is None:
            return utterances
        if asked.outcome == "waiting":  # somebody is there: other ways to reach a person need no mention
            return [of_desk if utterance.kind == "handoff" else utterance for utterance in utterances]
        return [*utterances, of_desk]

    async def _utterances(self, sender: str, text: str, locale: Locale, trace_id: str) -> list[Utterance]:
        if not has_words(text):
            return [self._wording.no_words]
        try:
            return await self._rasa.say(sender, for_rasa(text), locale, trace_id)
        except PartUnavailable:
            logs.event(logger, logging.WARNING, "no_reply_from_rasa", exc_info=True)
            return [self._wording.unavailable]


def _of_the_check(utterance: Utterance) -> bool:
    return utterance.card is not None and utterance.card.type.startswith("eligibility_")


def desk_message(row: DeskMessageRow, links: GuideLinks) -> Message:
    """What the desk said, in the contract's form."""
    return Message(kind="handoff", text=row.text, citations=links.add(row.citations))


def _trace(utterance: Utterance) -> dict[str, Any]:
    """How the reply came about; of the eligibility check also what it asked or found, for the desk's figures."""
    card = utterance.card.model_dump() if utterance.card else {}
    return {**utterance.trace, **{name: card[name] for name in ("verdict", "fact") if card.get(name)}}
