"""What the check says next: the next question or the report, the pending question again, why it is asked, the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from actions.dialogue.eligibility_case import Case
from actions.dialogue.eligibility_report import report_message, then_message
from actions.dialogue.eligibility_state import State
from actions.dialogue.eligibility_wording import Wording
from actions.dialogue.turn import Turn
from actions.understanding.dates import read_coming
from actions.understanding.lexicon import listed
from actions.understanding.spoken import plain
from actions.understanding.to_be_checked import asks_whether_to_apply
from actions.understanding.understand import Understanding, understand
from actions.understanding.when import When

# After so many replies in a row that answer nothing, the way out is offered.
_PATIENCE = 3
_OF_AN_AWARD = ("previous_award", "previous_award_year")


class Asking:
    """Speaks for one turn of the check; `state` is what the conversation has come to."""

    def __init__(self, turn: Turn, state: State, today: Callable[[], date]) -> None:
        self.state = state
        self._turn = turn
        self._today = today
        self._quoted: list[Mapping[str, Any]] = []  # citations of what was said in this turn

    def _understand(self) -> Understanding:
        state = self.state
        asked = state.pending if state.phase != "reported" else None
        picked = self._wording().picked(asked) if asked else None
        if asked and picked is not None:
            return Understanding(facts={asked: picked})
        case = Case(state, self._today)
        numbers = case.inquiry.numbers
        vague = case.vague.get(asked or "")
        return understand(
            self._turn.text,
            today=self._today(),
            asked=asked,
            known=state.facts,
            answered=state.answered(),
            still_open=case.report["open_facts"],
            partial=vague if isinstance(vague, When) else None,
            leading_rank=numbers["leading_rank"],
            loss_years=numbers["loss_years"],
            again=state.misses > 0,
        )

    def _go_on(
        self, lead: str = "", opening: str = "", asked_about: str | None = None, told: Iterable[str] = ()
    ) -> None:
        """Asks what is to be asked next, or reports: after the opening words of a check, what the guide says of what was asked or
        of what is not met from the first, and what the facts `told` mean for it."""
        case = Case(self.state, self._today)
        wording = Wording(self._turn, case)
        fact = case.next_fact()
        if fact is None:
            self.state.phase = "reported"
            self._turn.say(report_message(wording, case, self.state, lead))
            return
        before = ""
        if fact in self.state.touched:
            before = wording.text("touched")
        elif self.state.unsure.get(fact):
            before = wording.text("once_more")
        self.state.ask(fact)
        foreseen = wording.foreseen(told, asked_about)
        clause_of = asked_about or (wording.first_broken(told) if opening else None)
        if clause_of and not self._was_quoted(said := wording.why(clause_of, "explained")):
            self._turn.say({**said, "text": "\n".join(part for part in (foreseen, said["text"]) if part)})
            foreseen = ""
        leads = (opening, lead, foreseen, before)
        self._turn.say(wording.question(self.state, "\n".join(part for part in leads if part)))

    def _was_quoted(self, said: Mapping[str, Any]) -> bool:
        return all(
            any(
                each["passage_id"] == known["passage_id"] and each["quote"] in known["quote"]
                for known in self._quoted
            )
            for each in said["citations"]
        )

    def _ask_again(self, lead: str = "", clearer: bool = False) -> None:
        if self.state.pending is None or self.state.phase != "asking":
            self._go_on(lead)
            return
        self._turn.say(self._wording().question(self.state, lead, clearer))

    def _miss(self, lead: str) -> None:
        self.state.misses += 1
        if self.state.misses < _PATIENCE:
            self._ask_again(lead, clearer=True)
            return
        wording = self._wording()
        question = wording.question(self.state, wording.text("way_out"), clearer=True)
        question["buttons"] = question["buttons"] + wording.message("way_out_buttons")["buttons"]
        self._turn.say(question)

    def _explain_with(self, lead: str, named: str | None = None, clearer: bool = False) -> None:
        """Of the fact that is named, else of the one asked for."""
        if fact := named or self.state.pending:
            self._turn.say(self._wording().why(fact, lead))
        self._ask_again(clearer=clearer)

    def _then(self, understood: Understanding) -> dict[str, Any] | None:
        """那我明年4月报可以吗 and 如果2029年报呢, after a report of what is met later."""
        coming = self._coming(understood)
        return then_message(self._wording(), Case(self.state, self._today), coming) if coming else None

    def _coming(self, understood: Understanding) -> When | None:
        """The day for which it is asked whether they may apply: 那明年3月呢."""
        said = plain(self._turn.text)
        asks = understood.supposed or asks_whether_to_apply(said)
        return (
            read_coming(said, self._today())
            if asks or listed("sentences", "and_then").fullmatch(said)
            else None
        )

    def _onward(self, understood: Understanding) -> None:
        """谢谢，下一步呢: to the application once the conditions are met."""
        reported = self.state.phase == "reported"
        if reported and Case(self.state, self._today).report["verdict"] == "eligible":
            self._turn.say(self._wording().message("next_buttons"))
        elif reported:
            self._go_on()
        else:
            self._ask_again()

    def _progress(self, understood: Understanding) -> None:
        """What is noted so far, and the question again, which says how many are left; or the report again."""
        if self.state.phase == "reported":
            self._go_on()
            return
        self._ask_again(self._wording().noted(self.state.facts))

    def _what_to_change(self) -> dict[str, object]:
        wording = self._wording()
        said = wording.message("what_to_change")
        titles = [wording.text("change_button", title=wording.title(fact)) for fact in self.state.facts]
        return {**said, "buttons": [{"title": title, "payload": title} for title in titles]}

    def _wording(self) -> Wording:
        return Wording(self._turn, Case(self.state, self._today))


def clause_asked(understood: Understanding) -> str | None:
    """The fact whose clause decides. Nobody waits after a silver or bronze award: the clause of the wait says nothing of them."""
    lower = understood.facts.get("previous_award") in ("silver", "bronze")
    return None if lower and understood.deciding in _OF_AN_AWARD else understood.deciding
