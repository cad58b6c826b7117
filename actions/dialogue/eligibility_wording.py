"""The check's messages: questions with their options, what was noted, why something is asked. All words come from the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import opencc

from actions.dialogue.eligibility_case import Case
from actions.dialogue.eligibility_english import english
from actions.dialogue.eligibility_state import State
from actions.dialogue.turn import Turn
from actions.eligibility.timed import FIRST_AWARD_YEAR
from actions.understanding.conduct import DATED
from actions.understanding.ranks import LAST_PLACE, Places
from actions.understanding.scene import Value
from actions.understanding.spoken import plain
from actions.understanding.when import LONG_AGO, When

# A date that was noted says the plainer fact as well.
_SAID_WITH = {"registration_date": ("registered_in_shenzhen", True)} | {
    dated: (free, False) for free, dated in DATED.items()
}
# A stretch of more days than this is named by its months.
_LONG = 62


@lru_cache(maxsize=1)
def _traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


class Wording:
    """Builds messages in the language of the turn, with the edition's numbers filled in."""

    def __init__(self, turn: Turn, case: Case) -> None:
        self._turn = turn
        self._case = case
        self._numbers = case.inquiry.numbers

    def text(self, name: str, **params: object) -> str:
        return self._turn.wording(f"utter_eligibility_{name}", **self._numbers, **params)

    def message(self, name: str, **params: object) -> dict[str, Any]:
        return self._turn.message(f"utter_eligibility_{name}", **self._numbers, **params)

    def of_fact(self, fact: str, value: object = "") -> dict[str, Any]:
        """Everything that is said about a fact: title, ask, again, options, noted, where."""
        return self.message(f"fact_{fact}", value=value)

    def title(self, fact: str) -> str:
        return self.of_fact(fact)["title"]

    def question(self, state: State, lead: str = "", clearer: bool = False) -> dict[str, Any]:
        """The pending question: a lead, the question, how far along it is, and its options."""
        fact = state.pending or ""
        words = self.of_fact(fact)
        progress = self._case.inquiry.progress(state.asked)
        asked = self._sharper(fact) or (words["again"] if clearer else words["ask"])
        counted = self.text("progress", asked=progress.asked, at_most=progress.at_most)
        options = words.get("options", [])
        card: dict[str, Any] = {
            "type": "eligibility_question",
            "fact": fact,
            "progress": {"asked": progress.asked, "at_most": progress.at_most},
        }
        if options:
            card["options"] = [
                {"title": option["title"], "value": self._option_value(option["value"])} for option in options
            ]
        unknown = self.message("unknown_button")["buttons"]
        return {
            "kind": "question",
            "text": "\n".join(part for part in (lead, f"{asked}{counted}") if part),
            "buttons": [{"title": option["title"], "payload": option["title"]} for option in options]
            + unknown,
            "card": card,
        }

    def picked(self, fact: str) -> Value | None:
        """The value of the option whose title the message is, None where it is none: It does not, Outstanding. 前 20 名以内 is left to be
        read, as places."""
        said = plain(self._turn.text)
        options = [] if fact == "city_rank" else self.of_fact(fact).get("options", [])
        return next((option["value"] for option in options if plain(option["title"]) == said), None)

    def noted(self, facts: Mapping[str, Value], hedged: bool = False, supposed: bool = False) -> str:
        """记下了：…; what was said too roughly is asked for more closely instead."""
        said = {fact: value for fact, value in facts.items() if fact not in self._case.vague}
        for dated, (plainer, value) in _SAID_WITH.items():
            if dated in said and said.get(plainer) is value:
                del said[plainer]
        items = [self._noted(fact, value) for fact, value in said.items()]
        if not items:
            return ""
        name = "noted_supposed" if supposed else "noted_for_now" if hedged else "noted"
        return self.text(name, items=self.text("separator").join(items))

    def why(self, fact: str, lead: str) -> dict[str, Any]:
        """The clauses that the fact is asked for, and what the guide means by their terms."""
        grounds = self._case.inquiry.explain(fact)["grounds"][:2]
        citations = _different(
            [each for ground in grounds for each in (ground["citation"], *ground["see_also"])]
        )
        quotes = "\n".join(self.quote(citation) for citation in citations)
        return {"kind": "answer", "text": self.text(lead, quotes=quotes), "citations": citations}

    def foreseen(self, facts: Iterable[str], asked_about: str | None) -> str:
        """Whether what was told meets the conditions that may apply: those that it does not, and the one that was asked about."""
        said = [
            self.text(
                f"foreseen_{'met' if found.met else 'broken'}",
                title=self.text(f"rule_{found.rule}"),
                scope=self.text("foreseen_scope", scope=self.sentence(found.scope)) if found.scope else "",
            )
            for fact in facts
            for found in self._case.foreseen(fact)
            if not found.met or fact == asked_about
        ]
        return "\n".join(dict.fromkeys(said))

    def first_broken(self, facts: Iterable[str]) -> str | None:
        """The first of the facts that does not meet a condition that may apply."""
        return next(
            (fact for fact in facts if any(not found.met for found in self._case.foreseen(fact))), None
        )

    def quote(self, citation: Mapping[str, Any]) -> str:
        return self._turn.wording("utter_quote", quote=citation["quote"], place=" › ".join(citation["path"]))

    def day(self, day: date) -> str:
        return self._date("day", day)

    def value(self, value: Value) -> str:
        """A date or place as it was understood."""
        if isinstance(value, When):
            return self._when(value)
        if isinstance(value, Places):
            return self._places(value)
        return str(value)

    def _option_value(self, value: object) -> object:
        """The value that the fact gets; within and beyond the leading places, a place."""
        top = self._numbers["leading_rank"]
        return {"within": top, "beyond": top + 1}.get(value, value) if isinstance(value, str) else value

    @property
    def is_the_engines(self) -> bool:
        """Whether the turn is in the language that the engine writes."""
        return self._turn.locale == "zh-Hans"

    def sentence(self, text: str) -> str:
        """A sentence of the engine, which writes simplified Chinese, in the language and characters of the turn."""
        if self._turn.locale == "en":
            return english(text, self.day)
        return _traditional().convert(text) if self._turn.locale == "zh-Hant" else text

    def _noted(self, fact: str, value: Value) -> str:
        if fact == "previous_award_year" and isinstance(value, When):
            years = (max(day.year, FIRST_AWARD_YEAR) for day in (value.earliest, value.latest))
            said = "–".join(map(str, dict.fromkeys(years)))
        else:
            said = self.value(value)
        noted = self.of_fact(fact, said)["noted"]
        if fact == "registration_date" and not self._case.said("registered_in_shenzhen"):
            return self.text("noted_registered", value=said)
        if isinstance(noted, str):
            return noted
        return noted[_key(value)]

    def _sharper(self, fact: str) -> str | None:
        """The question for the rest of what was said too roughly."""
        value = self._case.vague.get(fact)
        if isinstance(value, Places):
            return self.text("ask_place", said=self._places(value))
        if not isinstance(value, When):
            return None
        name = {"year": "ask_month", "month": "ask_day"}.get(value.precision, "ask_date")
        if fact == "previous_award_year":
            name = "ask_year"
        return self.text(name, title=self.title(fact), said=self._when(value))

    def _when(self, when: When) -> str:
        if when.precision != "approximate":
            return self._date(when.precision, when.earliest)
        if when.earliest == LONG_AGO:
            return self.text("date_before", last=self.day(when.latest))
        if (when.latest - when.earliest).days < _LONG:
            return self.text("date_between", first=self.day(when.earliest), last=self.day(when.latest))
        first, last = (self._date("month", day) for day in (when.earliest, when.latest))
        return self.text("date_between", first=first, last=last)

    def _date(self, precision: str, day: date) -> str:
        month = self.message("months")["names"][day.month - 1]
        return self.text(f"date_{precision}", year=day.year, month=month, day=day.day)

    def _places(self, places: Places) -> str:
        if places.exact:
            return self.text("place", place=places.best)
        if places.best == 1:
            return self.text("place_first", place=places.worst)
        if places.worst == LAST_PLACE:
            return self.text("place_beyond", place=places.best - 1)
        return self.text("place_between", first=places.best, last=places.worst)


def _key(value: Value) -> str:
    """Keys of YAML stay strings on their way through JSON."""
    if isinstance(value, When):
        return "date"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _different(citations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each quote once."""
    return list({(citation["passage_id"], citation["quote"]): citation for citation in citations}.values())
