"""One turn of a conversation as the actions see it, and the action that never fails."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.content import LOCALES, message, wording
from actions.knowledge_client import KnowledgeError, OtherRelease, one_release
from telemetry import logs, spans, trace

RELEASE_TRIES = 3

logger = logging.getLogger(__name__)

Event = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """What was said, in which language to reply, and the way to reply."""

    dispatcher: CollectingDispatcher
    tracker: Tracker
    domain: Mapping[str, Any]

    @property
    def text(self) -> str:
        return self.tracker.latest_message.get("text") or ""

    @property
    def intent(self) -> str | None:
        return (self.tracker.latest_message.get("intent") or {}).get("name")

    def confidence(self, intent: str) -> float:
        """Of the classifier, 0 to 1, whether or not it is the intent that was chosen."""
        ranking = self.tracker.latest_message.get("intent_ranking") or []
        return next((each["confidence"] for each in ranking if each["name"] == intent), 0.0)

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What the gateway and Rasa's channel told about the message."""
        return self.tracker.latest_message.get("metadata") or {}

    @property
    def locale(self) -> str:
        """Decided by the gateway for each message; simplified Chinese for anybody else who talks to Rasa."""
        locale = self.metadata.get("locale")
        return locale if locale in LOCALES else LOCALES[0]

    def declined_by(self, form: str) -> bool:
        """Whether this loop has already handed the message to the rules, and they have answered: Rasa comes back to it."""
        since = []
        for event in reversed(self.tracker.events):
            if event["event"] == "user":
                break
            since.append(event)
        return any(
            event["event"] == "action_execution_rejected" and event.get("name") == form for event in since
        )

    def message(self, name: str, **params: object) -> dict[str, Any]:
        return message(self.domain, name, self.locale, **params)

    def wording(self, name: str, **params: object) -> str:
        return wording(self.domain, name, self.locale, **params)

    def say(self, said: Mapping[str, Any]) -> None:
        """One message to the person: kind, text, buttons, citations, card, trace."""
        self.dispatcher.utter_message(json_message=dict(said))


class DialogueAction(Action, ABC):
    """An action whose failure becomes an apology: Rasa would send nothing at all."""

    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    async def reply(self, turn: Turn) -> list[Event]:
        """Say something, and return the events that change the conversation."""

    def after_failure(self) -> list[Event]:
        """The events that leave the conversation in order when `reply` failed."""
        return []

    async def _of_one_release(self, turn: Turn) -> list[Event]:
        """While the index changes, replicas differ for a moment: then all is asked again of the release that they share."""
        release = None
        for _ in range(RELEASE_TRIES):
            try:
                with one_release(release):
                    return await self.reply(turn)
            except OtherRelease as other:
                turn.dispatcher.messages.clear()
                release = other.release
        raise KnowledgeError("knowledge service: its replicas share no release")

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        turn = Turn(dispatcher, tracker, domain)
        began = time.monotonic()
        with trace.using(trace.read(turn.metadata.get("traceparent"))):
            try:
                with spans.span("action", action=self.name()):
                    events = await self._of_one_release(turn)
            except Exception:
                logs.event(logger, logging.ERROR, "action_failed", exc_info=True, action=self.name())
                dispatcher.messages.clear()
                turn.say(turn.message("utter_error"))
                return self.after_failure()
            took_ms = round((time.monotonic() - began) * 1000)
            logs.event(logger, logging.INFO, "action", action=self.name(), took_ms=took_ms)
            return events
