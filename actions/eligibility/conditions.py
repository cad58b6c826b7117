"""The words that rules are written in: conditions on facts which are true, false or not known yet (None).

Each condition is decided as soon as its unknown facts cannot change it any more (Kleene's strong logic). Working
through the parts finds that exactly as long as no condition asks one fact in two places, which a test guards.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Value = bool | int | str | date
Truth = bool | None


@dataclass(frozen=True)
class Case:
    """What is known of one applicant, the day it is judged on, and the numbers of the edition it is judged by."""

    facts: Mapping[str, Value]
    as_of: date
    numbers: Mapping[str, int]

    def __getitem__(self, fact: str) -> Value | None:
        return self.facts.get(fact)


class Condition(ABC):
    """Something that is true of a case, false, or open."""

    parts: tuple[Condition, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that is looked at."""
        return tuple(fact for part in self.parts for fact in part.facts)

    @abstractmethod
    def truth(self, case: Case) -> Truth:
        """Whether it holds; None while unknown facts can still change that."""

    def open_facts(self, case: Case) -> tuple[str, ...]:
        """The unknown facts that can still change the truth."""
        if self.truth(case) is not None:
            return ()
        return tuple(fact for part in self.parts for fact in part.open_facts(case))

    def mended_on(self, case: Case) -> date | None:
        """For a condition that is false: the first day on which it no longer is, if time alone brings it.

        Only a timed condition knows one; a rule that time mends consists of that alone.
        """
        return None


class Simple(Condition):
    """A condition without parts: any of its unknown facts can change it until it is decided."""

    def open_facts(self, case: Case) -> tuple[str, ...]:
        if self.truth(case) is not None:
            return ()
        return tuple(fact for fact in self.facts if case[fact] is None)


@dataclass(frozen=True)
class Is(Simple):
    """The fact is this value."""

    fact: str
    value: Value

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def truth(self, case: Case) -> Truth:
        known = case[self.fact]
        return None if known is None else known == self.value


@dataclass(frozen=True)
class AtMost(Simple):
    """The fact is no greater than the edition's number of that name."""

    fact: str
    number: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def truth(self, case: Case) -> Truth:
        known = case[self.fact]
        return None if known is None else known <= case.numbers[self.number]


class Not(Condition):
    """The part does not hold."""

    def __init__(self, part: Condition) -> None:
        self.parts = (part,)

    def truth(self, case: Case) -> Truth:
        truth = self.parts[0].truth(case)
        return None if truth is None else not truth


class AllOf(Condition):
    """Every part holds. Of no parts: always true."""

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def truth(self, case: Case) -> Truth:
        truths = {part.truth(case) for part in self.parts}
        if False in truths:
            return False
        return None if None in truths else True


class AnyOf(Condition):
    """At least one part holds."""

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    def truth(self, case: Case) -> Truth:
        truths = {part.truth(case) for part in self.parts}
        if True in truths:
            return True
        return None if None in truths else False


class Either(Condition):
    """`then` where the condition holds, `otherwise` where it does not; decided early when both agree."""

    def __init__(self, condition: Condition, then: Condition, otherwise: Condition) -> None:
        self.parts = (condition, then, otherwise)

    def truth(self, case: Case) -> Truth:
        condition, then, otherwise = (part.truth(case) for part in self.parts)
        if condition is None:
            return then if then == otherwise else None
        return then if condition else otherwise

    def open_facts(self, case: Case) -> tuple[str, ...]:
        condition, then, otherwise = self.parts
        holds = condition.truth(case)
        if self.truth(case) is None and holds is not None:
            return (then if holds else otherwise).open_facts(case)
        return super().open_facts(case)


ALWAYS = AllOf()
