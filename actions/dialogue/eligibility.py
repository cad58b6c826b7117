"""The eligibility check: asks, and takes in what the person says while it is under way."""

from __future__ import annotations

from rasa_sdk.events import SlotSet

from actions.dialogue.turn import DialogueAction, Event, Turn


class ValidateEligibilityForm(DialogueAction):
    """Every message goes here while the check is under way, the one that starts it included.

    An empty `eligibility_reply` keeps the check going; Rasa then runs `action_ask_eligibility_reply`.
    """

    def name(self) -> str:
        return "validate_eligibility_form"

    async def reply(self, turn: Turn) -> list[Event]:
        if turn.tracker.get_slot("requested_slot") is None:  # the message that starts the check
            return [SlotSet("eligibility", {}), SlotSet("eligibility_reply", None)]
        turn.say(turn.message("utter_eligibility_left"))
        return [SlotSet("eligibility_reply", turn.text)]

    def after_failure(self) -> list[Event]:
        return [SlotSet("eligibility_reply", None)]


class ActionAskEligibilityReply(DialogueAction):
    def name(self) -> str:
        return "action_ask_eligibility_reply"

    async def reply(self, turn: Turn) -> list[Event]:
        turn.say(turn.message("utter_eligibility_ask_applicant"))
        return []
