"""Conditions that time alone mends: minimum ages and waiting periods, in whole calendar years.

The anniversary day itself counts as full.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date

from actions.eligibility.conditions import Case, Simple, Truth

FIRST_AWARD_YEAR = 2004
NOT_STARTED = "not_started"


def anniversary(day: date, years: int) -> date:
    """The same day `years` later; 29 February falls on 28 February where there is no 29th.

    Raises ValueError where the calendar ends before that.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class Timed(Simple):
    """A condition that time alone mends, counted from a dated fact."""

    dated: str
    years: str

    @abstractmethod
    def mended_on(self, case: Case) -> date | None:
        """The day on which the years are full, or None where there is no date. ValueError beyond the calendar."""


@dataclass(frozen=True)
class FullYears(Timed):
    """Since the date so many calendar years are full; the anniversary counts. What has not started has no years."""

    dated: str
    years: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.dated,)

    def truth(self, case: Case) -> Truth:
        if case[self.dated] is None:
            return None
        full = self.mended_on(case)
        return full is not None and full <= case.as_of

    def mended_on(self, case: Case) -> date | None:
        since = case[self.dated]
        return anniversary(since, case.numbers[self.years]) if isinstance(since, date) else None


@dataclass(frozen=True)
class NoneWithin(Timed):
    """No such event in the last years: either said outright, or the latest one is long enough ago.

    An event that is admitted without its date leaves the question open.
    """

    free: str
    dated: str
    years: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.free, self.dated)

    def truth(self, case: Case) -> Truth:
        past = self.mended_on(case)
        if past is not None:
            return past <= case.as_of
        return True if case[self.free] else None

    def mended_on(self, case: Case) -> date | None:
        latest = case[self.dated]
        return None if latest is None else anniversary(latest, case.numbers[self.years])


@dataclass(frozen=True)
class Waited(Timed):
    """Not an earlier winner of that level, or so many calendar years after the year of the award."""

    award: str
    level: str
    dated: str
    years: str

    @property
    def facts(self) -> tuple[str, ...]:
        return (self.award, self.dated)

    def truth(self, case: Case) -> Truth:
        award, year = case[self.award], case[self.dated]
        if award is not None and award != self.level:
            return True
        if year is None:
            # Only the bound on the year is left: no award is old enough before the first one is.
            return False if award is not None and self._ends(case) > case.as_of.year else None
        if self._ends(case) <= case.as_of.year:
            return True
        return None if award is None else False

    def open_facts(self, case: Case) -> tuple[str, ...]:
        unknown = super().open_facts(case)
        year_matters = self._ends(case) <= case.as_of.year
        return tuple(fact for fact in unknown if fact != self.dated or year_matters)

    def mended_on(self, case: Case) -> date | None:
        return date(self._ends(case), 1, 1)

    def _ends(self, case: Case) -> int:
        return (case[self.dated] or FIRST_AWARD_YEAR) + case.numbers[self.years]
