"""One turn of the check: what was understood decides what is noted, explained, asked next, or reported."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from actions.dialogue.eligibility_asking import Asking, clause_asked
from actions.dialogue.eligibility_case import Case, acceptable
from actions.dialogue.eligibility_report import when_message
from actions.dialogue.eligibility_state import State
from actions.dialogue.overview import overview_of
from actions.dialogue.starting import CERTAIN_ANSWER
from actions.dialogue.turn import Turn
from actions.portal.commands import wants_the_walk
from actions.understanding.commands import field_named, names_a_person
from actions.understanding.followups import wish
from actions.understanding.lexicon import listed
from actions.understanding.scene import Outcome
from actions.understanding.sentence import asks_for_others
from actions.understanding.several import asks, asks_several
from actions.understanding.spoken import plain
from actions.understanding.to_be_checked import asks_of_money, asks_whether_to_apply, speaks_of_us
from actions.understanding.understand import Understanding

# Intents of the classifier; small talk is no failed answer.
_START, _PERSON, _WALK = "start_eligibility", "handoff", "start_portal"
_AFTER_REPORT = ("restart", "back", "resume", "onward", "as_told", "change", "leave", "when", "progress")
_COURTESIES = ("greet", "thanks", "goodbye", "capabilities", "bot_challenge")
_CLAUSE = ("place", "whole", "why")  # 原文, 哪一条: of what the check asks for
_ONLY_WHETHER = 7  # characters that may ask no more than whether it is so: 这样可以吗

LookUp = Callable[
    [str], Awaitable[list[dict[str, Any]]]
]  # a message → what answers each of its questions, or cannot


class Check(Asking):
    """Takes one message. Afterwards `state` is what to keep, `ended` whether the check was left, and `declined` whether
    the message is for somebody else: once the report is out, or to be walked through the portal instead."""

    def __init__(
        self, turn: Turn, state: State, look_up: LookUp, today: Callable[[], date], quoted: bool = False
    ) -> None:
        """`quoted` tells that something was quoted before, to which 原文 and 还有呢 may belong."""
        super().__init__(turn, state, today)
        self._may_reread = quoted
        self.ended = False
        self.declined = False
        self._look_up = look_up

    async def start(self) -> None:
        """The message that opens the check, or comes back to it."""
        returning = self.state.phase == "left" and bool(self.state.facts)
        understood = self._understand()
        if understood.command in ("restart", "change", "back"):
            await self._take(understood)
            return
        opening = self._wording().text("resumed" if returning else "begin")
        asked_about = None
        if understood.question == "guide":
            await self._quote_guide()
        elif understood.question == "verdict":
            asked_about = clause_asked(understood)
            # 我们医院能报吗 has an answer, 我们能报吗 has none; 又报组织又报项目行不行 asks for the rule, which the report only applies.
            if (
                asked_about is None
                or not asks_whether_to_apply(self._turn.text)
                or asks_several(self._turn.text)
                or asks_of_money(self._turn.text)
            ):
                await self._quote_guide(least=CERTAIN_ANSWER)
        elif asks(self._turn.text):  # 反正有铜奖的对吧 beside what is told
            await self._quote_guide()
        if understood.facts or understood.mentions:
            self._note(understood, opening, asked_about)
        else:
            self._go_on(opening=opening, asked_about=asked_about)

    async def go_on(self) -> None:
        """A message while the check is under way, or after its report."""
        understood = self._understand()
        walks = self._turn.intent == _WALK and (
            understood.command == "leave" or wants_the_walk(self._turn.text)
        )
        if walks or understood.command == "walk":
            self.state.phase = "left"  # the answers are kept
            self.declined = True
        elif self.state.phase != "reported" or self._chosen() or _steers_after_report(understood):
            await self._take(understood)
        elif understood.question and (then := self._then(understood)):
            self._turn.say(then)
        elif self._turn.intent == _START or _asks_of_a_day(self._turn.text):
            self._go_on()  # the same report again, with a button to start over
        else:
            self.declined = True

    async def _take(self, understood: Understanding) -> None:
        chosen, self.state.choosing = self._chosen(), False
        steer = self._steering.get(understood.command) if understood.command else None
        wanted = None if self._may_reread or understood.facts else wish(self._turn.text)
        if steer:
            steer(understood)
        elif wanted in _CLAUSE:
            self._explain(understood)
        elif wanted:
            self._ask_again()
        elif chosen and not understood.facts:
            self._change(Understanding(command="change", target=chosen))
        elif understood.facts or understood.mentions:
            if understood.question == "guide":
                await self._quote_guide()
            elif understood.question and asks_for_others(plain(self._turn.text)):  # 个体户可以报不
                await self._quote_guide(least=CERTAIN_ANSWER)
            self._note(understood)
        elif self._turn.intent == _PERSON and names_a_person(plain(self._turn.text)):
            self._person(understood)
        elif self._turn.intent == _START and understood.question is None:
            self._ask_again()  # 帮我看看条件, while that is being done
        elif self._coming(understood) or _asks_of_a_day(self._turn.text):
            self._ask_again(self._wording().text("not_yet"))
        elif understood.question == "guide":
            await self._answer_guide()
        elif understood.question == "verdict":
            await self._answer_verdict()
        elif understood.outcome is Outcome.UNKNOWN:
            self._give_up()
        elif understood.outcome is not None:
            self._miss(self._wording().text(f"{understood.outcome.value}_date"))
        elif self._turn.intent in _COURTESIES:
            self._ask_again()
        elif wish(self._turn.text) or overview_of(self._turn, self._turn.text) or asks(self._turn.text):
            await self._answer_guide()
        else:
            self._miss(self._wording().text("not_understood"))

    # Commands, by name

    def _restart(self, understood: Understanding) -> None:
        self.state = State()
        opening = self._wording().text("restarted")
        if understood.facts or understood.mentions:
            self._note(understood, opening)
        else:
            self._go_on(opening)

    def _as_told(self, understood: Understanding) -> None:
        self.state.as_told()
        self._go_on(self._wording().text("as_told"))

    def _back(self, understood: Understanding) -> None:
        lead = "back" if self.state.back() else "back_at_start"
        self._ask_again(self._wording().text(lead))

    def _leave(self, understood: Understanding) -> None:
        self._turn.say(self._wording().message("left"))
        self._end()

    def _person(self, understood: Understanding) -> None:
        said = self._turn.message("utter_handoff")
        back = self._wording().message("left")["buttons"]
        self._turn.say({**said, "buttons": [*said.get("buttons", []), *back]})
        self._end()

    def _resume(self, understood: Understanding) -> None:
        if self.state.phase == "reported":
            self.state.all_rules = True
            self._go_on(self._wording().text("the_rest"))
        else:
            self._ask_again()

    def _why(self, understood: Understanding) -> None:
        self._explain_with("why", field_named(plain(self._turn.text)))

    def _explain(self, understood: Understanding) -> None:
        self._explain_with("explained", clearer=True)

    def _when(self, understood: Understanding) -> None:
        """What it takes, where something fails; while the rest is gone through, that is asked on."""
        said = when_message(self._wording(), Case(self.state, self._today))
        if said:
            self._turn.say(said)
        if not said or self.state.phase != "reported":
            self._ask_again("" if said or self.state.phase == "reported" else self._wording().text("not_yet"))

    def _change(self, understood: Understanding) -> None:
        if understood.target is None:
            self.state.choosing = True
            self._turn.say(self._what_to_change())
            return
        self.state.reopen(understood.target)
        self._ask_again(self._wording().text("change"))

    # What an answer leads to

    def _note(self, understood: Understanding, opening: str = "", asked_about: str | None = None) -> None:
        if not acceptable(understood.facts, self._today):
            self._miss(self._wording().text("not_possible"))
            return
        state = self.state
        was_vague, misses = state.pending in Case(state, self._today).vague, state.misses
        state.take(understood.facts, understood.mentions, supposed=understood.supposed)
        wording = self._wording()
        if was_vague and state.pending in Case(state, self._today).vague:
            state.misses = misses
            self._miss(wording.noted(understood.facts))
            return
        noted = wording.noted(understood.facts, understood.hedged, understood.supposed)
        self._go_on(noted, opening, asked_about, told=understood.facts)

    def _give_up(self) -> None:
        pending = self.state.pending
        if pending is None:
            self._miss(self._wording().text("not_understood"))
            return
        self.state.give_up(pending)
        self._go_on(self._wording().text("set_aside"))

    async def _answer_guide(self) -> None:
        """A question in the middle: its answer with citations, then the pending question again."""
        answered = await self._quote_guide(silent=False)
        if answered:
            self.state.misses = 0
            self._ask_again(self._wording().text("back_to_the_question"))
        else:
            self._miss(self._wording().text("back_to_the_question"))

    async def _answer_verdict(self) -> None:
        """个人能报吗 and 去年的材料能直接用吗 ask the guide; 那我们能报吗 and 这样可以吗 wait for the end."""
        text = self._turn.text
        another = len(text) > _ONLY_WHETHER and not asks_whether_to_apply(text)
        if not speaks_of_us(text) and (await self._quote_guide(silent=not another) or another):
            self._ask_again(self._wording().text("back_to_the_question"))
        else:
            self._ask_again(self._wording().text("not_yet"))

    async def _quote_guide(self, silent: bool = True, least: float = 0.0) -> bool:
        """Says what the guide says to the message; with `silent` nothing where it does not settle it, or no approved answer does
        with a confidence of `least`."""
        first, *more = await self._look_up(self._turn.text)
        sure = (first.get("trace") or {}).get("confidence", 0.0) >= least
        answered = first["kind"] == "answer" and sure
        for said in [first, *more] if answered else [first] if not silent else []:
            self._turn.say({**said, "buttons": []})
            self._quoted += said.get("citations", [])
        return answered

    # Helpers

    @property
    def _steering(self) -> dict[str, Callable[[Understanding], None]]:
        return {
            "restart": self._restart,
            "back": self._back,
            "leave": self._leave,
            "person": self._person,
            "resume": self._resume,
            "onward": self._onward,
            "as_told": self._as_told,
            "why": self._why,
            "progress": self._progress,
            "when": self._when,
            "explain": self._explain,
            "change": self._change,
        }

    def _chosen(self) -> str | None:
        """The answer to be changed, where that was the last question."""
        return field_named(plain(self._turn.text)) if self.state.choosing else None

    def _end(self) -> None:
        self.state.phase = "left"
        self.ended = True


def _asks_of_a_day(text: str) -> bool:
    """今天报呢, 2024年呢: whether they may then."""
    return listed("sentences", "of_a_day").fullmatch(plain(text)) is not None


def _steers_after_report(understood: Understanding) -> bool:
    """Whether a message after the report is about the check: a command, or an answer changed."""
    if understood.command:
        return understood.command in _AFTER_REPORT
    return bool(understood.facts or understood.mentions) and understood.question != "guide"
