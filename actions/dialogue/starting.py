"""Begins the check or the walk. What may as well be a question about them is answered first, with a button to begin."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.dialogue.answering import Answering
from actions.dialogue.topic import Topic
from actions.dialogue.turn import DialogueAction, Event, Turn
from actions.eligibility.assessment import today_in_shanghai
from actions.knowledge_client import KnowledgeClient, knowledge
from actions.portal.commands import Command, read_command, reports_an_error
from actions.portal.guide import Trouble, portal
from actions.understanding.lexicon import listed
from actions.understanding.other_awards import asks_of_another_award
from actions.understanding.sentence import asks_for_others
from actions.understanding.several import asks, asks_several
from actions.understanding.spoken import plain
from actions.understanding.to_be_checked import (
    TOLD_OF_MUCH,
    asks_for_us,
    asks_to_be_checked,
    asks_whether_to_apply,
    speaks_of_us,
    tells_a_case,
    wants_to_apply,
)
from actions.understanding.understand import understand

# Of the classifier's confidence in the task. Of the messages in tests/rasa/bot/messages.yml that begin one, two in three reach the
# first and all but a few the second; the others begin it where the guide has no better reply.
_SURE, _LIKELY = 0.9, 0.65
# Confidence in an approved answer that is given although the task is likely, or sure, to be meant.
CERTAIN_ANSWER, _SURE_ANSWER = 0.75, 0.85
# The walk says these better: how one applies online, as a whole.
_THE_WALK_ITSELF = ("portal-overview", "entry-portal")

Message = dict[str, Any]


class _Start(DialogueAction):
    intent: str
    form: str
    offer: str

    def __init__(self, client: KnowledgeClient | None = None) -> None:
        self._knowledge = client or knowledge()

    async def reply(self, turn: Turn) -> list[Event]:
        elsewhere = asks_of_another_award(turn.text)
        if not elsewhere and self.says_so(turn):
            return [FollowupAction(self.form)]
        answering = Answering(turn, Topic.current(turn), self._knowledge)
        said = await answering.to(turn.text)
        if not (elsewhere or self.answers(turn, said)):
            return [FollowupAction(self.form)]
        for message in said:
            turn.say(self._with_offer(turn, message))
        begun = [FollowupAction(self.form)] if self.begins_too(turn, said) else []
        return [SlotSet("topic", answering.topic.to_slot()), *begun]

    @abstractmethod
    def says_so(self, turn: Turn) -> bool:
        """Whether the words leave no doubt that the task is meant."""

    @abstractmethod
    def answers(self, turn: Turn, said: list[Message]) -> bool:
        """Whether this is a better reply than to begin the task at once."""

    def begins_too(self, turn: Turn, said: list[Message]) -> bool:
        """Whether the task is begun after what was said."""
        return False

    def _with_offer(self, turn: Turn, said: Message) -> Message:
        """An answer offers the task itself where it is about it."""
        if said["kind"] == "answer":
            return said
        return {**said, "buttons": turn.message(self.offer)["buttons"] + said.get("buttons", [])}


class ActionStartCheck(_Start):
    """可以撤回申报吗 asks the guide, 我们能报吗 for the check."""

    intent, form, offer = "start_eligibility", "eligibility_form", "utter_offer_check"

    def name(self) -> str:
        return "action_start_check"

    def says_so(self, turn: Turn) -> bool:
        today = today_in_shanghai()
        understood = understand(turn.text, today=today)
        steered = understood.command not in (None, "when", "progress", "leave")
        told = understood.deciding
        if told in TOLD_OF_MUCH:
            told = asks_whether_to_apply(turn.text)
        elif listed("sentences", "what_to_do").search(plain(turn.text)) and not speaks_of_us(turn.text):
            told = None  # 没进名录库的怎么办
        elif understood.question is None and not (
            tells_a_case(turn.text, understood) or wants_to_apply(turn.text)
        ):
            told = None  # 行业前20名的证明材料
        begins = steered or told or asks_for_us(turn.text, today) or asks_to_be_checked(turn.text, today)
        sure = turn.confidence(self.intent) >= _SURE and not asks_for_others(plain(turn.text))
        return bool(begins) or sure

    def answers(self, turn: Turn, said: list[Message]) -> bool:
        """Where the guide is silent about others (外资能报吗), that is said; the check would ask about the speaker."""
        unlikely = turn.confidence(self.intent) < _LIKELY or asks_for_others(plain(turn.text))
        return unlikely or said[0]["kind"] == "answer"


class ActionStartWalk(_Start):
    """承诺书在哪一步弹出来 asks the guide, 怎么在网上申报 for the walk. Who asks how a step goes (點樣去到擺附件嗰版) gets both, and
    who is in trouble there, where the guide says more than the trouble's own words quote: 文件八十兆传不上去. Of an error that nothing
    explains (提示文件名不合法) the guide is said to be silent."""

    intent, form, offer = "start_portal", "portal_form", "utter_offer_walk"

    def name(self) -> str:
        return "action_start_walk"

    def says_so(self, turn: Turn) -> bool:
        command = _command(turn)
        return command is not None and not command.trouble and not _asks_of_a_step(turn)

    def begins_too(self, turn: Turn, said: list[Message]) -> bool:
        trouble = _trouble(turn)
        more = trouble is not None and not any(_quotes_the_same(trouble, each) for each in said)
        return more or _asks_of_a_step(turn)

    def answers(self, turn: Turn, said: list[Message]) -> bool:
        likely, trouble = turn.confidence(self.intent), _trouble(turn)
        found = said[0].get("trace") or {}
        if said[0]["kind"] != "answer":
            return _command(turn) is None and reports_an_error(turn.text)
        if found.get("answer") in _THE_WALK_ITSELF:
            return False
        # 7z传不上去，还有提交之后怎么知道成功没有 asks for more than the trouble says.
        if trouble and _quotes_the_same(trouble, said[0]) and not asks_several(turn.text):
            return False
        enough = _SURE_ANSWER if likely >= _SURE else CERTAIN_ANSWER
        return likely < _LIKELY or found.get("confidence", 0.0) >= enough


def _command(turn: Turn) -> Command | None:
    return read_command(turn.text, portal(), alone=True)


def _trouble(turn: Turn) -> Trouble | None:
    command = _command(turn)
    return command.trouble if command else None


def _asks_of_a_step(turn: Turn) -> bool:
    command = _command(turn)
    return command is not None and command.name == "go_to" and asks(turn.text)


def _quotes_the_same(trouble: Trouble, said: Message) -> bool:
    """One may end in the middle of the other's sentence."""
    quoted = [each["quote"].rstrip("。；") for each in said.get("citations", [])]
    quotes = [clause.quote.rstrip("。；") for clause in trouble.clauses]
    return any(one in other or other in one for one in quotes for other in quoted)
