"""A stretch of days that an applicant's words can mean, and the calendar arithmetic for it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

# The start of "before 2010" and "more than three years": no applicant is older.
LONG_AGO = date(1900, 1, 1)

Precision = Literal["day", "month", "year", "approximate"]


@dataclass(frozen=True)
class When:
    """Every day from `earliest` to `latest`, both included, is what `words` can mean."""

    earliest: date
    latest: date
    precision: Precision
    words: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def exact(self) -> bool:
        return self.earliest == self.latest

    def within(self, other: When) -> bool:
        return other.earliest <= self.earliest and self.latest <= other.latest

    def shifted(self, years: int) -> When:
        """The same stretch `years` later (earlier when negative)."""
        return replace(self, earliest=add_years(self.earliest, years), latest=add_years(self.latest, years))


@dataclass(frozen=True)
class Misdated:
    """Words that look like a date but name no day that can be meant."""

    problem: Literal["impossible", "future"]
    words: str = ""
    span: tuple[int, int] = (0, 0)


class ImpossibleDate(ValueError):
    """A day or month that the calendar does not have."""


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """`day` so many months later; the last day of the month where that month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ImpossibleDate(f"{day} + {months} months")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    return add_months(day, 12 * years)


def a_day(year: int, month: int, day: int) -> When:
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate(str(error)) from error
    return When(found, found, "day")


def a_month(year: int, month: int, last: int | None = None) -> When:
    """A calendar month, or the months from `month` to `last`."""
    last = last or month
    if not 1 <= month <= last <= 12:
        raise ImpossibleDate(f"month {month}–{last}")
    return When(date(year, month, 1), month_end(year, last), "month" if month == last else "approximate")


def a_year(year: int, last: int | None = None) -> When:
    last = last or year
    return When(date(year, 1, 1), date(last, 12, 31), "year" if last == year else "approximate")


def stretch(earliest: date, latest: date) -> When:
    return When(min(earliest, latest), max(earliest, latest), "approximate")


def days(count: int) -> timedelta:
    return timedelta(days=count)
