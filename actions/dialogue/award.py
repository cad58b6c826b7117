"""Questions on the award: everything that is not a task or small talk."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.dialogue.answering import Answering
from actions.dialogue.offers import chosen
from actions.dialogue.topic import Topic
from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.eligibility.assessment import today_in_shanghai
from actions.knowledge_client import KnowledgeClient, knowledge
from actions.understanding.correcting import returned, turned, without_aside
from actions.understanding.followups import ordinal, wish
from actions.understanding.several import subjectless
from actions.understanding.to_be_checked import asks_to_be_checked

_PERHAPS_THE_CHECK = 0.35  # of the classifier's confidence
_WORDED_SO = 0.95  # of the confidence in an answer, where a question is one of its own: 来看几天


class ActionAnswer(DialogueAction):
    """Answers from the guide, or says that the guide does not settle it; a message may lean on the one before."""

    def __init__(self, client: KnowledgeClient | None = None) -> None:
        self._knowledge = client or knowledge()

    def name(self) -> str:
        return "action_answer"

    async def reply(self, turn: Turn) -> list[Event]:
        if not any(character.isalnum() for character in turn.text):
            turn.say(turn.message("utter_say_it_in_words"))  # emoji, marks or nothing: no words to look up
            return []
        offer = chosen(turn)
        if offer and "action" in offer:
            return [FollowupAction(offer["action"])]
        if not turn.tracker.active_loop and asks_to_be_checked(turn.text, today_in_shanghai()):
            return [FollowupAction("action_start_check")]  # no verdict in an answer
        text, topic = offer["payload"] if offer else without_aside(turn.text), Topic.current(turn)
        if rest := turned(text):
            text, topic = rest, Topic(given=topic.given)
        elif (rest := returned(text)) is not None and topic.earlier:
            if not (topic.listed and ordinal(rest)):  # 倒回去，第二条 is of the same list
                topic.come_back()
            text = rest or topic.question
        if not topic.question and wish(text) == "again":
            turn.say(turn.message("utter_capabilities"))  # 说中文, with nothing said yet
            return []
        if not topic.question and subjectless(text) and not await self._is_known(text):
            turn.say(turn.message("utter_about_what"))
            return []
        answering = Answering(turn, topic, self._knowledge)
        for message in await answering.to(text):
            turn.say(self._with_check(turn, message))
        return [SlotSet("topic", answering.topic.to_slot())]

    async def _is_known(self, text: str) -> bool:
        answer = (await self._knowledge.search(text)).answer
        return answer is not None and answer.confidence >= _WORDED_SO

    def _with_check(self, turn: Turn, said: dict[str, Any]) -> dict[str, Any]:
        """你看我们能不能拿银奖: nobody can say, but whether they may apply can be checked."""
        if said["kind"] != "no_answer" or turn.tracker.active_loop:
            return said
        if turn.confidence("start_eligibility") < _PERHAPS_THE_CHECK:
            return said
        return {**said, "buttons": turn.message("utter_offer_check")["buttons"] + said.get("buttons", [])}
