"""One turn of a conversation as the actions see it, and the action that never fails."""

from __future__ import annotations

import logging
import traceback
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.content import LOCALES, message, wording

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

    @property
    def locale(self) -> str:
        """Decided by the gateway for each message; simplified Chinese for anybody else who talks to Rasa."""
        locale = (self.tracker.latest_message.get("metadata") or {}).get("locale")
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

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[Event]:
        turn = Turn(dispatcher, tracker, domain)
        try:
            return await self.reply(turn)
        except Exception as error:
            # Where and what, without the error's own message: it may hold what the person wrote.
            where = traceback.extract_tb(error.__traceback__)[-1]
            logger.error(
                "%s failed: %s at %s:%s", self.name(), type(error).__name__, where.filename, where.lineno
            )
            dispatcher.messages.clear()
            turn.say(turn.message("utter_error"))
            return self.after_failure()
