"""What a conversation needs besides the report: the next question, how far along it is, why something is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actions.eligibility.assessment import read, today_in_shanghai
from actions.eligibility.conditions import Case, Value
from actions.eligibility.editions import EDITIONS
from actions.eligibility.engine import check, open_facts, read_case, statuses
from actions.eligibility.model import Edition, Notice, Rule, Status, Verdict
from actions.eligibility.report import as_json, citation

# How often a fact is asked for of somebody who does not know it.
_ATTEMPTS = 2


@dataclass(frozen=True)
class Progress:
    """How many facts were asked for, and how many there will be at most.

    The bound never grows by an answer. It can where somebody does not know what decides which rules apply.
    """

    asked: int
    at_most: int


@dataclass(frozen=True)
class Foreseen:
    """What a fact says of a rule, though the rule may not apply: `scope` is whom it binds where that is not known yet."""

    rule: str
    met: bool
    scope: str


class Inquiry:
    """One applicant's answers so far. Takes what `assess` takes, and raises what it raises."""

    def __init__(
        self,
        facts: Mapping[str, object],
        as_of: str | date | None = None,
        edition: str | None = None,
        *,
        today: Callable[[], date] = today_in_shanghai,
        editions: Sequence[Edition] = EDITIONS,
    ) -> None:
        self._edition, self._case = read(facts, as_of, edition, today=today, editions=editions)
        self._given = dict(facts)
        self._report = check(self._edition, self._case)

    @property
    def report(self) -> dict[str, Any]:
        """The outcome as `assess` gives it."""
        return as_json(self._report)

    @property
    def numbers(self) -> dict[str, int]:
        """The edition's numbers, for wordings that name them."""
        return dict(self._edition.numbers)

    def next_question(
        self, unsure: Mapping[str, int] | None = None, *, all_rules: bool = False
    ) -> str | None:
        """The fact to ask for next, or None where nothing is left to ask.

        `unsure` counts how often each fact was answered with "don't know": such a fact comes once more when all others
        are through, and what hinges on it waits for it. `all_rules` goes on after a failed rule.
        """
        if self._report.verdict is Verdict.INELIGIBLE and not all_rules:
            return None
        times = unsure or {}
        ready = self._edition.in_asking_order(self._ready())
        for attempt in range(_ATTEMPTS):
            for fact in ready:
                if times.get(fact, 0) == attempt:
                    return fact
        return None

    def follow_ups(self) -> tuple[str, ...]:
        """The facts still worth asking once the verdict is eligible: they change the prize or the material."""
        if self._report.verdict is not Verdict.ELIGIBLE:
            return ()
        return tuple(fact for fact in self._edition.follow_ups if self._case[fact] is None)

    def progress(self, asked: Collection[str]) -> Progress:
        """`asked` are the facts asked for up to now, the pending one included; asking one again counts once."""
        return Progress(len(set(asked)), len(set(asked)) + self._longest(self._case, set(asked)))

    def same_statuses(self, fact: str, candidates: Iterable[object]) -> bool:
        """Whether every rule has the same status whichever of the values the fact has.

        Statuses change one way along dates, years and ranks, so the two ends of a range stand for all of it. Of a range
        that is precise enough keep the latest day: `earliest_date` is then late rather than early.
        """
        outcomes = [
            statuses(self._edition, read_case(self._edition, {**self._given, fact: value}, self._case.as_of))
            for value in candidates
        ]
        return all(outcome == outcomes[0] for outcome in outcomes)

    def explain(self, fact: str) -> dict[str, Any]:
        """Why the fact is asked for: the rules that are still open on it (else all that use it), with their clauses.

        A rule that the fact decides comes before one whose applicability it decides. A fact that no rule uses comes
        with the notices that do.
        """
        users = [rule for rule in self._edition.rules if fact in rule.facts]
        waiting = [rule for rule in users if rule.status(self._case) is Status.UNKNOWN]
        grounds: list[Rule | Notice] = sorted(
            waiting or users, key=lambda rule: fact not in rule.passes.facts
        )
        if not grounds:
            grounds = [
                notice
                for notice in self._edition.consequences
                if fact in notice.when.facts and notice.id in self._edition.articles
            ]
        return {
            "fact": fact,
            "title": self._edition.title_of(fact),
            "grounds": [self._ground(ground) for ground in grounds],
        }

    def foreseen(self, fact: str) -> tuple[Foreseen, ...]:
        """The rules that the fact settles for those whom they bind; none that has failed, which the report says."""
        return tuple(
            Foreseen(rule.id, met, "" if rule.applies.truth(self._case) else rule.scope)
            for rule in self._edition.rules
            if fact in rule.passes.facts
            and (met := rule.passes.truth(self._case)) is not None
            and rule.status(self._case) in (Status.PASS, Status.UNKNOWN)
        )

    def _ground(self, ground: Rule | Notice) -> dict[str, Any]:
        article = self._edition.articles[ground.id]
        return {
            "id": ground.id,
            "title": ground.title.format_map(self._edition.numbers),
            "citation": citation(self._edition, article.clause_for(self._case)),
            "see_also": [citation(self._edition, clause) for clause in article.see_also],
        }

    def _ready(self) -> set[str]:
        """The open facts that can be put to use now: of a rule that may not apply, those that tell whether it does."""
        wanted = {fact for rule in self._edition.rules for fact in _wanted(rule, self._case)}
        return {
            name
            for name in wanted
            if (follows := self._edition.fact(name).follows) is None or self._case[follows] is not None
        }

    def _longest(self, case: Case, asked: set[str]) -> int:
        """The greatest number of facts not asked for yet that any answers can bring up."""
        unknown = open_facts(self._edition, case)
        gates = {fact for rule in self._edition.rules for fact in rule.applies.facts}
        for fact in unknown:
            options = self._edition.fact(fact).options
            if fact in gates and options:
                longest = max(self._longest(_with(case, fact, value), asked) for value in options)
                return longest + (fact not in asked)
        left = {*unknown, *(fact for fact in self._edition.follow_ups if case[fact] is None)}
        return len(left - asked)


def _wanted(rule: Rule, case: Case) -> tuple[str, ...]:
    if rule.status(case) is not Status.UNKNOWN:
        return ()
    return rule.applies.open_facts(case) or rule.passes.open_facts(case)


def _with(case: Case, fact: str, value: Value) -> Case:
    return replace(case, facts={**case.facts, fact: value})
