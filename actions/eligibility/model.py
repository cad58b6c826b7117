"""What the checker is about: rules with their clauses, editions of the guide, and the report on one case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from actions.eligibility.conditions import ALWAYS, Case, Condition
from actions.eligibility.facts import Fact


class Status(str, Enum):
    """What a rule says of a case."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Verdict(str, Enum):
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class When:
    """A wording for the cases in which the condition holds."""

    condition: Condition
    text: str


# One wording, or several of which the first that holds is used. {names} are filled in by the engine: the edition's
# numbers, {as_of}, and in remedies {from_date}.
Wording = str | tuple[When, ...]


@dataclass(frozen=True)
class Rule:
    """One condition of the award: whom it binds, when it is met, and the words for saying so.

    `scope` completes 本条只适用于…; `met`, `broken` and `remedy` are whole sentences.
    """

    id: str
    title: str
    applies: Condition
    passes: Condition
    met: Wording
    broken: Wording
    remedy: Wording
    scope: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact the rule looks at, those that tell whether it applies first."""
        return (*self.applies.facts, *self.passes.facts)

    def status(self, case: Case) -> Status:
        applies = self.applies.truth(case)
        if applies is False:
            return Status.NOT_APPLICABLE
        passes = self.passes.truth(case)
        if applies is None or passes is None:
            return Status.UNKNOWN
        return Status.PASS if passes else Status.FAIL

    def open_facts(self, case: Case) -> tuple[str, ...]:
        """The unknown facts that can still change the status."""
        if self.status(case) is not Status.UNKNOWN:
            return ()
        return (*self.applies.open_facts(case), *self.passes.open_facts(case))


@dataclass(frozen=True)
class Notice:
    """A sentence added to the report, in the cases for which the condition holds. `title` names its subject."""

    id: str
    title: str
    text: str
    when: Condition = ALWAYS


@dataclass(frozen=True)
class Clause:
    """Where something is written: a passage of the indexed guide, and the words, verbatim."""

    passage_id: str
    path: tuple[str, ...]
    quote: str


@dataclass(frozen=True)
class Article:
    """The ground of a rule or notice in one edition.

    `instead` are clauses cited in its place in the cases for which their condition holds, `see_also` those that define
    its terms; `interpretation` is the reading taken where the guide leaves something open.
    """

    clause: Clause
    instead: tuple[tuple[Condition, Clause], ...] = ()
    see_also: tuple[Clause, ...] = ()
    interpretation: str = ""

    def clause_for(self, case: Case) -> Clause:
        return next((clause for condition, clause in self.instead if condition.truth(case)), self.clause)


@dataclass(frozen=True)
class Edition:
    """The rules of one edition of the guide. A later one is added beside it, as data.

    `facts` stand in the order in which they are asked for, `rules` in the order in which they are reported;
    `follow_ups` are worth asking once the verdict is eligible, for what they change besides it.
    `articles` are keyed by the id of the rule or notice; a notice the guide does not ground has none.
    """

    id: str
    title: str
    valid_from: date
    valid_until: date
    numbers: Mapping[str, int]
    facts: tuple[Fact, ...]
    follow_ups: tuple[str, ...]
    rules: tuple[Rule, ...]
    consequences: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    articles: Mapping[str, Article]

    def fact(self, name: str) -> Fact:
        return next(fact for fact in self.facts if fact.name == name)

    def title_of(self, fact: str) -> str:
        return self.fact(fact).title.format_map(self.numbers)

    def in_asking_order(self, facts: set[str]) -> tuple[str, ...]:
        return tuple(fact.name for fact in self.facts if fact.name in facts)


@dataclass(frozen=True)
class Finding:
    """What one rule says of the case, with its ground. `remedy` and `from_date` only where it fails."""

    rule: Rule
    status: Status
    reason: str
    clause: Clause
    remedy: str = ""
    from_date: date | None = None


@dataclass(frozen=True)
class Report:
    """The outcome of a check; `report.as_json` is the HTTP contract's form of it."""

    edition: Edition
    as_of: date
    verdict: Verdict
    findings: tuple[Finding, ...]
    earliest_date: date | None = None
    open_facts: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def next_fact(self) -> str | None:
        """The fact to ask for next; None once the verdict is settled."""
        return self.open_facts[0] if self.verdict is Verdict.UNDETERMINED else None
