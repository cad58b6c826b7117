"""The kinds of facts, and how what a client sends becomes one: strictly, or with an error that says how to mend it.

Every `read` takes the value of one fact, never None, and the day the case is judged on.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from actions.eligibility.conditions import Value
from actions.eligibility.errors import FactError, shown

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Fact(ABC):
    """One thing to know of an applicant. `title` is its Chinese name; it may hold {numbers} of the edition.

    A fact that `follows` another is asked for only once that one is known; when that one is true there is nothing to
    follow, and giving this one contradicts it.
    """

    name: str
    title: str
    follows: str | None = field(default=None, kw_only=True)

    @property
    def options(self) -> tuple[Value, ...]:
        """Every value it can have, where these are few."""
        return ()

    @abstractmethod
    def read(self, value: object, as_of: date) -> Value:
        """The value as the rules use it; FactError when it is not one."""

    def refuse(self, code: str, mend: str) -> FactError:
        return FactError(self.name, code, f"{self.name}：{mend}")


@dataclass(frozen=True)
class YesNo(Fact):
    @property
    def options(self) -> tuple[Value, ...]:
        return (True, False)

    def read(self, value: object, as_of: date) -> bool:
        if not isinstance(value, bool):
            raise self.refuse("wrong_type", "请填 true 或 false（不加引号）；还不清楚时填 null，或者不填。")
        return value


@dataclass(frozen=True)
class Choice(Fact):
    choices: tuple[str, ...]

    @property
    def options(self) -> tuple[Value, ...]:
        return self.choices

    def read(self, value: object, as_of: date) -> str:
        if not isinstance(value, str):
            raise self.refuse("wrong_type", f"请填文字，可选：{'、'.join(self.choices)}。")
        if value not in self.choices:
            raise self.refuse("unknown_option", f"没有这个选项，可选：{'、'.join(self.choices)}。")
        return value


@dataclass(frozen=True)
class Whole(Fact):
    """A whole number from `low` to `high`; without `high` it is a year, and ends with the one judged in."""

    low: int
    high: int | None = None

    def read(self, value: object, as_of: date) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse("wrong_type", "请填整数，例如 18（不加引号，不带小数点）。")
        if value < self.low:
            raise self.refuse("out_of_range", f"不能小于 {self.low}，请核对。")
        high = as_of.year if self.high is None else self.high
        if value > high:
            raise self.refuse("out_of_range", f"不能大于 {high}，请核对。")
        return value


@dataclass(frozen=True)
class Day(Fact):
    """A day in the past of the case, or the word `instead`."""

    instead: str | None = None

    def read(self, value: object, as_of: date) -> date | str:
        if self.instead is not None and value == self.instead:
            return self.instead
        day = read_day(self.name, value)
        if day > as_of:
            mend = f"还没有发生的请填 {self.instead}。" if self.instead else "还没有发生的请不要填写。"
            raise self.refuse("later_than_as_of", f"不能晚于判断日 {as_of.isoformat()}；{mend}")
        return day


def read_day(field: str, value: object) -> date:
    """A day written exactly YYYY-MM-DD."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise FactError(field, "wrong_type", f"{field}：日期请写成 YYYY-MM-DD，例如 2016-05-01。")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise FactError(
            field, "impossible_date", f"{field}：日历上没有 {value} 这一天，请核对年月日。"
        ) from None


def read_facts(catalogue: Sequence[Fact], given: object, as_of: date) -> dict[str, Value]:
    """The known facts; null counts as not known. FactError on the first mistake, in the catalogue's order."""
    if not isinstance(given, Mapping):
        raise FactError(
            "facts", "wrong_type", 'facts：请填一个对象，键是事实的名称，例如 {"applicant": "organization"}。'
        )
    names = [fact.name for fact in catalogue]
    for name in given:
        if name not in names:
            raise _unknown(str(name), names)
    known = {
        fact.name: fact.read(given[fact.name], as_of)
        for fact in catalogue
        if given.get(fact.name) is not None
    }
    for fact in catalogue:
        if fact.name in known and known.get(fact.follows) is True:
            raise fact.refuse(
                "contradiction",
                f"与 {fact.follows}=true（近年没有）矛盾：请去掉这个日期，或者把 {fact.follows} 改为 false。",
            )
    return known


def _unknown(name: str, names: Sequence[str]) -> FactError:
    near = get_close_matches(name[:60], names, n=1)
    hint = f"是不是想填 {near[0]}？" if near else f"可填的事实：{'、'.join(names)}。"
    return FactError(shown(name), "unknown_fact", f"没有名为“{shown(name)}”的事实。{hint}")
