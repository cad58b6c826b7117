"""From what was said to what the rules are asked: a month or a year is enough where every day in it gives the same statuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from actions.dialogue.eligibility_state import State
from actions.eligibility import FactError
from actions.eligibility.inquiry import Foreseen, Inquiry
from actions.understanding.ranks import Places
from actions.understanding.scene import Value
from actions.understanding.when import When

# Whoever did not know more than this is not asked for all of it once more.
_ONCE_MORE = 3


class Case:
    """The engine's view of a state. `vague` are the facts that were said, but not precisely enough to decide."""

    def __init__(self, state: State, today: Callable[[], date]) -> None:
        self._today = today
        exact = {
            fact: ends[-1] for fact, value in state.facts.items() if len(ends := _ends(fact, value)) == 1
        }
        self.vague: dict[str, Value] = {}
        for fact, value in state.facts.items():
            if fact in exact:
                continue
            ends = _ends(fact, value)
            if Inquiry(exact, today=today).same_statuses(fact, ends):
                exact[fact] = ends[-1]
            else:
                self.vague[fact] = value
        self._exact = exact
        self.inquiry = Inquiry(exact, today=today)
        self._state = state

    @property
    def report(self) -> dict[str, Any]:
        return self.inquiry.report

    @property
    def reckons_late(self) -> bool:
        """Whether the day from which what fails is met depends on a time that was not told to the day."""
        rough = [
            fact for fact, value in self._state.facts.items() if isinstance(value, When) and not value.exact
        ]
        told_first = (
            Inquiry({**self._exact, fact: _ends(fact, self._state.facts[fact])[0]}, today=self._today)
            for fact in rough
        )
        return any(each.report["earliest_date"] != self.report["earliest_date"] for each in told_first)

    def said(self, fact: str) -> Value | None:
        return self._state.facts.get(fact)

    def foreseen(self, fact: str) -> tuple[Foreseen, ...]:
        """What was said of the fact means for the rules that may apply: only what is so whatever was meant exactly."""
        ends = [
            Inquiry({**self._exact, fact: end}, today=self._today).foreseen(fact)
            for end in _ends(fact, self._state.facts[fact])
        ]
        return ends[0] if ends[0] == ends[-1] else ()

    def next_fact(self) -> str | None:
        """The fact to ask for: first what was just said too roughly or only touched on, then what the engine wants."""
        state, report = self._state, self.report
        if report["verdict"] == "ineligible" and not state.all_rules:
            return None
        for fact in (*self.vague, *state.touched):
            if fact in report["open_facts"] and not state.unsure.get(fact):
                return fact
        wanted = self.inquiry.next_question(state.unsure, all_rules=state.all_rules)
        if wanted is not None and not (wanted in state.unsure and len(state.unsure) > _ONCE_MORE):
            return wanted
        for fact in self.inquiry.follow_ups():
            # Nobody asks a company whether the treasury pays for all of it.
            if not state.unsure.get(fact) and not (
                fact == "fully_fiscal_funded" and state.facts.get("for_profit")
            ):
                return fact
        return None


def acceptable(facts: Mapping[str, Value], today: Callable[[], date]) -> bool:
    """Whether the engine takes these values at all: no award before the first one, no day that is still to come."""
    try:
        for fact, value in facts.items():
            for end in _ends(fact, value):
                Inquiry({fact: end}, today=today)
    except FactError:
        return False
    return True


def _ends(fact: str, value: Value) -> list[object]:
    """The values at both ends of what was said, the one to keep last; one where they are the same.

    The latest day and the worst place stay: an `earliest_date` computed from them is late rather than early.
    """
    if isinstance(value, When):
        first, last = value.earliest, value.latest
        ends = (
            [first.year, last.year]
            if fact == "previous_award_year"
            else [first.isoformat(), last.isoformat()]
        )
    elif isinstance(value, Places):
        ends = [value.best, value.worst]
    else:
        return [value]
    return ends[-1:] if ends[0] == ends[-1] else ends
