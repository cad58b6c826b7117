"""Questions on the award: everything that is not a task or small talk."""

from __future__ import annotations

from actions.dialogue.replies import reply_from
from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.knowledge_client import KnowledgeClient, knowledge


class ActionAnswer(DialogueAction):
    """Answers from the guide, or says that the guide does not settle it."""

    def __init__(self, client: KnowledgeClient | None = None) -> None:
        self._knowledge = client or knowledge()

    def name(self) -> str:
        return "action_answer"

    async def reply(self, turn: Turn) -> list[Event]:
        if not any(character.isalnum() for character in turn.text):
            turn.say(turn.message("utter_say_it_in_words"))  # emoji, marks or nothing: no words to look up
            return []
        turn.say(reply_from(turn, await self._knowledge.search(turn.text)))
        return []
