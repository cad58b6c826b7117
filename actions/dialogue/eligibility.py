"""The eligibility check as Rasa runs it: a loop whose every message goes to one validation."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date

from rasa_sdk.events import SlotSet

from actions.dialogue.answering import Answering
from actions.dialogue.eligibility_case import Case
from actions.dialogue.eligibility_check import Check
from actions.dialogue.eligibility_state import State
from actions.dialogue.eligibility_wording import Wording
from actions.dialogue.topic import Topic
from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.eligibility.assessment import today_in_shanghai
from actions.knowledge_client import KnowledgeClient, knowledge

_FORM = "eligibility_form"


class ValidateEligibilityForm(DialogueAction):
    """Takes in what is said and says the next thing; the form itself asks nothing.

    Emptying `eligibility_reply` keeps the loop going, emptying `requested_slot` ends it, and a rejection hands a message that
    is not about the check to the rules of the other topics.
    """

    def __init__(
        self, client: KnowledgeClient | None = None, today: Callable[[], date] = today_in_shanghai
    ) -> None:
        self._knowledge = client or knowledge()
        self._today = today

    def name(self) -> str:
        return f"validate_{_FORM}"

    async def reply(self, turn: Turn) -> list[Event]:
        if turn.declined_by(_FORM):  # the rules have answered: the loop goes on, not rejected any more
            return [SlotSet("eligibility_reply", None)]
        state = State.from_slot(turn.tracker.get_slot("eligibility"))
        topic = self._topic(turn, state)
        before = deepcopy(topic)
        answering = Answering(turn, topic, self._knowledge)
        check = Check(turn, state, answering.each, self._today, bool(topic.citations))
        if (
            turn.tracker.get_slot("requested_slot") != "eligibility_reply"
        ):  # starts the check, or leaves another loop
            await check.start()
        else:
            await check.go_on()
        events: list[Event] = [
            SlotSet("eligibility", check.state.to_slot()),
            SlotSet("eligibility_reply", None),
        ]
        if answering.topic != before:  # else what the check quoted is what the next message may lean on
            events.append(SlotSet("topic", answering.topic.to_slot()))
        if check.ended:
            events.append(SlotSet("requested_slot", None))
        if check.declined:
            events.append(
                {"event": "action_execution_rejected", "name": _FORM, "policy": None, "confidence": None}
            )
        return events

    def _topic(self, turn: Turn, state: State) -> Topic:
        if state.pending is None or state.phase != "asking":
            return Topic.current(turn)
        return Topic.in_check(turn, Wording(turn, Case(state, self._today)).title(state.pending))

    def after_failure(self) -> list[Event]:
        return [SlotSet("eligibility_reply", None)]
