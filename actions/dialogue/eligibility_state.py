"""What one conversation's check knows: it travels in the slot `eligibility`, for the gateway keeps no state of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from actions.understanding.conduct import DATED
from actions.understanding.ranks import Places
from actions.understanding.scene import Value
from actions.understanding.when import When

_FREE_OF = {dated: free for free, dated in DATED.items()}
# Nothing against the applicant; what touches on it later opens it again: no penalty, and then 对了，上个月被消防罚了三千.
_IN_ORDER = {
    **dict.fromkeys((*DATED, "good_reputation", "org_recommended", "project_recommended"), True),
    **dict.fromkeys(("loss_last_3_years", "sibling_application"), False),
    "leading_evidence": "certificate",
    "previous_award": "none",
}


@dataclass
class State:
    """The answers as they were said, and where the conversation stands.

    `told` are the answers before the first that was only supposed (如果没亏呢), None where nothing is; `asked` holds every fact
    asked for, in order; `steps` what each answer replaced, for 上一步; `touched` facts that were
    spoken of without being settled, with the date that was said; `phase` is asking, left or reported; `choosing` tells that
    the applicant was asked which answer to change.
    """

    facts: dict[str, Value] = field(default_factory=dict)
    touched: dict[str, When | None] = field(default_factory=dict)
    unsure: dict[str, int] = field(default_factory=dict)
    told: dict[str, Any] | None = None
    asked: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    pending: str | None = None
    misses: int = 0
    all_rules: bool = False
    choosing: bool = False
    phase: str = "asking"

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> State:
        data = dict(slot or {})
        facts = {fact: decode(value) for fact, value in data.pop("facts", {}).items()}
        touched = {fact: decode(value) for fact, value in data.pop("touched", {}).items()}
        return cls(facts=facts, touched=touched, **data)

    def to_slot(self) -> dict[str, Any]:
        plain = {name: value for name, value in vars(self).items() if name not in ("facts", "touched")}
        return {
            **plain,
            "facts": {fact: encode(value) for fact, value in self.facts.items()},
            "touched": {fact: encode(value) for fact, value in self.touched.items()},
        }

    def answered(self) -> list[str]:
        """The facts that are known, what was said last first."""
        said = [fact for step in reversed(self.steps) for fact in step["facts"]]
        return [
            fact
            for fact in dict.fromkeys((*said, *reversed(self.asked), *reversed(self.facts)))
            if fact in self.facts
        ]

    def ask(self, fact: str) -> None:
        self.pending = fact
        self.phase = "asking"
        if fact not in self.asked:
            self.asked.append(fact)

    def take(
        self, facts: Mapping[str, Value], touched: Mapping[str, When | None], *, supposed: bool = False
    ) -> None:
        """Sets what a message states. What contradicts it goes: a date and "none", an award and "none", and what it casts doubt on."""
        if supposed and self.told is None:
            self.told = {fact: encode(value) for fact, value in self.facts.items()}
        changed = {**_implied(facts, self), **facts}
        gone = [other for fact, value in changed.items() for other in _contradicted(fact, value)]
        gone += [fact for fact in touched if fact in _IN_ORDER and self.facts.get(fact) == _IN_ORDER[fact]]
        names = [*changed, *(fact for fact in gone if fact not in changed)]
        self._remember(names)
        if not supposed and self.told is not None:  # told after what was supposed: it stays
            kept = {fact: value for fact, value in self.told.items() if fact not in gone}
            self.told = kept | {fact: encode(value) for fact, value in changed.items()}
        for fact in gone:
            self.facts.pop(fact, None)
        for fact, value in changed.items():
            self.facts[fact] = value
            self.unsure.pop(fact, None)
            self.touched.pop(fact, None)
        self.touched.update({fact: when for fact, when in touched.items() if fact not in self.facts})
        self.misses = 0

    def as_told(self) -> None:
        """Leaves what was only supposed."""
        if self.told is not None:
            self.facts = {fact: decode(value) for fact, value in self.told.items()}
        self.told = None

    def give_up(self, fact: str) -> None:
        """The applicant does not know."""
        self._remember([fact])
        self.unsure[fact] = self.unsure.get(fact, 0) + 1
        self.touched.pop(fact, None)
        self.misses = 0

    def reopen(self, fact: str) -> None:
        """Asks an earlier question again; 上一步 comes back to the one that was pending."""
        self._remember([])
        self.ask(fact)

    def back(self) -> bool:
        """Undoes the last answer and asks its question again; False at the first question."""
        if not self.steps:
            return False
        step = self.steps.pop()
        for fact, value in step["facts"].items():
            if value is None:
                self.facts.pop(fact, None)
            else:
                self.facts[fact] = decode(value)
        for fact, count in step["unsure"].items():
            if count:
                self.unsure[fact] = count
            else:
                self.unsure.pop(fact, None)
        if self.pending in self.asked:
            self.asked.remove(self.pending)
        self.all_rules = step["all_rules"]
        self.misses = 0
        self.ask(step["asked"])
        return True

    def _remember(self, names: list[str]) -> None:
        if self.pending is None:
            return
        self.steps.append(
            {
                "asked": self.pending,
                "facts": {fact: encode(self.facts.get(fact)) for fact in names},
                "unsure": {fact: self.unsure.get(fact, 0) for fact in names},
                "all_rules": self.all_rules,
            }
        )


def _implied(facts: Mapping[str, Value], state: State) -> dict[str, Value]:
    """The question "when was it registered in Shenzhen", once answered, answers where; a penalty's date, that there was one."""
    implied: dict[str, Value] = {}
    if state.pending == "registration_date" and isinstance(facts.get("registration_date"), When):
        implied["registered_in_shenzhen"] = True
    for dated, free in _FREE_OF.items():
        if dated in facts:
            implied[free] = False
    for free, dated in DATED.items():
        when = state.touched.get(free)
        if facts.get(free) is False and when is not None and dated not in facts:
            implied[dated] = when
    return implied


def _contradicted(fact: str, value: Value) -> list[str]:
    if fact in DATED and value is True:
        return [DATED[fact]]
    if fact == "previous_award" and value == "none":
        return ["previous_award_year"]
    return []


def encode(value: Value | None) -> Any:
    """A value as JSON has it."""
    if isinstance(value, When):
        return {
            "from": value.earliest.isoformat(),
            "to": value.latest.isoformat(),
            "precision": value.precision,
            "words": value.words,
        }
    if isinstance(value, Places):
        return asdict(value)
    return value


def decode(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if "best" in value:
        return Places(**value)
    return When(
        date.fromisoformat(value["from"]), date.fromisoformat(value["to"]), value["precision"], value["words"]
    )
