"""The walk through the portal as Rasa runs it: a loop that takes what steers it and leaves the rest to the other topics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.dialogue.portal_messages import PortalMessages
from actions.dialogue.topic import Topic
from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.portal.commands import Command, asks_a_detail, comes_back, form_mentioned, read_command
from actions.portal.guide import Portal, portal
from actions.portal.walk import Move, Walk, begin, move
from actions.understanding.followups import ordinal
from actions.understanding.sections import counts_steps, runs_through_stages
from actions.understanding.several import asks

_FORM, _SLOT, _REPLY = "portal_form", "portal", "portal_reply"
# After these, a reminder of the step would only be in the way.
_NO_REMINDER = ("goodbye", "handoff", "abuse")
# Other tasks: the walk is put aside for them.
_OTHER_TASKS = ("start_eligibility",)


class ValidatePortalForm(DialogueAction):
    """Moves the walk. What does not steer it is declined, so that the rules of the other topics answer; then Rasa comes back
    here within the same turn, and the step is named again."""

    def __init__(self, content: Portal | None = None) -> None:
        self._portal = content or portal()

    def name(self) -> str:
        return f"validate_{_FORM}"

    async def reply(self, turn: Turn) -> list[Event]:
        guide = Guide(turn, self._portal, Walk.from_slot(turn.tracker.get_slot(_SLOT)))
        if turn.declined_by(_FORM):
            guide.go_on_after_others()
        elif (
            turn.tracker.get_slot("requested_slot") != _REPLY
        ):  # the message that starts the walk, or comes back
            guide.start()
        else:
            guide.go_on()
        events: list[Event] = [SlotSet(_SLOT, guide.walk.to_slot()), SlotSet(_REPLY, None)]
        if guide.declined:
            events.append(
                {"event": "action_execution_rejected", "name": _FORM, "policy": None, "confidence": None}
            )
        return events

    def after_failure(self) -> list[Event]:
        return [SlotSet(_REPLY, None)]


class ActionSteerPortal(DialogueAction):
    """ "下一步" said outside the walk: back into it if there was one, else a message like any other. "第三步" begins it there, unless
    the guide's own steps were just quoted."""

    def __init__(self, content: Portal | None = None) -> None:
        self._portal = content or portal()

    def name(self) -> str:
        return "action_steer_portal"

    async def reply(self, turn: Turn) -> list[Event]:
        command = read_command(turn.text, self._portal, alone=True)
        names_a_step = command is not None and command.name in ("go_to", "overview")
        topic = Topic.current(turn)
        cited = topic.listed or topic.citations
        counted = counts_steps(each["quote"] for each in cited) or runs_through_stages(cited)
        quoted = ordinal(turn.text) and counted
        into_the_walk = turn.tracker.get_slot(_SLOT) or (names_a_step and not quoted)
        return [FollowupAction(_FORM if into_the_walk else "action_answer")]


class ActionStages(DialogueAction):
    """The ten stages of the award, as a timeline."""

    def __init__(self, content: Portal | None = None) -> None:
        self._portal = content or portal()

    def name(self) -> str:
        return "action_stages"

    async def reply(self, turn: Turn) -> list[Event]:
        turn.say(PortalMessages(turn, self._portal).stages())
        return []


class Guide:
    """Takes one message. Afterwards `walk` is what to keep, and `declined` whether the message is for somebody else."""

    def __init__(self, turn: Turn, content: Portal, walk: Walk | None) -> None:
        self._turn = turn
        self._portal = content
        self._messages = PortalMessages(turn, content)
        self._begun = walk is not None
        walk = walk or Walk()
        form = walk.form or _known_form(turn.tracker.get_slot("eligibility"))
        self.walk = replace(walk, form=form)
        self.declined = False

    def start(self) -> None:
        command = read_command(self._turn.text, self._portal, alone=True)
        if self._begun:
            self._take(command or Command("resume"))
            return
        form = form_mentioned(self._turn.text, self._portal) or self.walk.form
        if command and command.trouble:
            step = self._portal.step_of(command.trouble)
            self._turn.say(self._messages.trouble(command.trouble))
            self._show(begin(self._portal, Command("go_to", step=step), form))
        elif command and command.name in ("overview", "stuck"):
            self.walk = Walk(1, form, "left" if command.name == "overview" else "choosing")
            overview = self._messages.overview(form, begun=False)
            self._turn.say(overview if command.name == "overview" else self._messages.which_step())
        else:
            self._show(begin(self._portal, command, form), brief=self._answered())

    def go_on(self) -> None:
        walk, intent = self.walk, self._turn.intent
        left = walk.phase == "left"
        asking = walk.phase == "asking"
        command = read_command(self._turn.text, self._portal, asking=asking, alone=left, at=walk.step)
        if intent in _OTHER_TASKS and (command is None or command.name == "trouble"):
            self.walk = move(self._portal, walk, Command("leave")).walk
            self.declined = True
        elif command is not None:
            self._take(command)
        elif (left and comes_back(self._turn.text)) or (
            intent == "start_portal" and (left or not asks_a_detail(self._turn.text))
        ):
            self._take(Command("resume"))
        elif intent == "acknowledge" and not left:
            self._take(Command("nod"))
        else:
            self.declined = True

    def go_on_after_others(self) -> None:
        if self._turn.intent == "start_portal" and self.walk.phase != "left" and not self._answered():
            self._turn.say(self._messages.unanswered())
        self.walk = replace(self.walk, interrupted=True)
        self._remind()

    def _remind(self) -> None:
        """The step again in a line, when the message has been answered."""
        if self.walk.phase == "asking":
            self._turn.say(self._messages.which_form(self.walk))
        elif self.walk.phase == "walking" and self._turn.intent not in _NO_REMINDER:
            self._turn.say(self._messages.again(self.walk))

    def _answered(self) -> bool:
        """Whether anything was said to a message that was handed on: what is taken for a start of the walk, and is none, comes
        back without a word where the guide has no answer."""
        since = []
        for event in reversed(self._turn.tracker.events):
            if event["event"] == "user":
                break
            since.append(event["event"])
        return "bot" in since

    def _take(self, command: Command) -> None:
        if command.trouble:
            self._turn.say(self._messages.trouble(command.trouble))
            left = self.walk.phase == "left"
            there, step = Command("resume"), self._portal.step_of(command.trouble)
            # 承诺书弹不出来 tells that they are there by now; 文件太大怎么办 may ask ahead.
            if self.walk.phase == "choosing" or (step > self.walk.step and not asks(self._turn.text)):
                there = Command("go_to", step=step)
            self._show(move(self._portal, self.walk, there), brief=not left)
        elif command.name == "overview":
            self._turn.say(self._messages.overview(self.walk.form))
        elif command.name == "after":
            self._turn.say(self._messages.after())
            self._remind()
        elif command.name == "stuck":
            self._show(move(self._portal, self.walk, Command("resume")))
        elif command.name == "remaining":
            there = move(self._portal, self.walk, command)
            self._turn.say(self._messages.again(there.walk, there.lead))
            if there.walk.phase == "asking":
                self._turn.say(self._messages.which_form(there.walk))
        elif command.name == "which_form":
            self._turn.say(self._messages.which_form(self.walk, narrower=True))
        else:
            self._show(move(self._portal, self.walk, command))

    def _show(self, there: Move, brief: bool = False) -> None:
        self.walk = there.walk
        if there.walk.phase == "left":
            self._turn.say(self._messages.left(there.walk))
        elif there.walk.phase == "asking":
            self._turn.say(self._messages.which_form(there.walk))
        elif brief or not there.moved:
            self._turn.say(self._messages.again(there.walk, there.lead))
        else:
            self._turn.say(self._messages.step(there.walk, there.lead))


def _known_form(eligibility: dict[str, Any] | None) -> str | None:
    """The kind of application, where the check has heard it."""
    facts = (eligibility or {}).get("facts", {})
    applicant, category = facts.get("applicant"), facts.get("category")
    if applicant == "project":
        return "project"
    if category == "economic":
        return "economic"
    return "organization" if applicant == "organization" and category else None
