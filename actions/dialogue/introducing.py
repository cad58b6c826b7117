"""What the bot does, what it is and what it answers from, unless the message is rather a question that the guide surely answers."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction

from actions.dialogue.topic import Topic
from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.knowledge_client import KnowledgeClient, knowledge
from actions.understanding.followups import doubts, wish
from actions.understanding.spoken import plain

_MEANT = 0.9  # of the classifier's confidence: nearly all who want to know reach it
_SURE_ANSWER = 0.9  # confidence in an approved answer


class _Introduction(DialogueAction):
    intent: str
    names_the_edition = False

    def __init__(self, client: KnowledgeClient | None = None) -> None:
        self._knowledge = client or knowledge()

    async def reply(self, turn: Turn) -> list[Event]:
        of_what_was_said = doubts(plain(turn.text)) or wish(turn.text) == "again"
        if of_what_was_said and Topic.current(turn).citations:  # 你确定？ of an answer, not of the bot
            return [FollowupAction("action_answer")]
        meant = turn.confidence(self.intent) >= _MEANT
        if meant and not self.names_the_edition:
            turn.say(turn.message(f"utter_{self.intent}"))
            return []
        found = await self._knowledge.search(turn.text)
        if not meant and found.answerable and found.answer and found.answer.confidence >= _SURE_ANSWER:
            return [FollowupAction("action_answer")]
        turn.say(turn.message(f"utter_{self.intent}", edition=found.edition))
        return []


class ActionCapabilities(_Introduction):
    intent = "capabilities"

    def name(self) -> str:
        return "action_capabilities"


class ActionBotChallenge(_Introduction):
    intent = "bot_challenge"

    def name(self) -> str:
        return "action_bot_challenge"


class ActionEdition(_Introduction):
    intent, names_the_edition = "ask_edition", True

    def name(self) -> str:
        return "action_edition"
