"""What time it is: in UTC for what is kept, in Shanghai for what people read. The clock may be set back or forth at any time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import ColumnElement, or_

SHANGHAI = timezone(timedelta(hours=8))  # without summer time since 1991
# Clocks of several gateways differ by less.
SKEW = timedelta(minutes=1)


def now() -> datetime:
    return datetime.now(timezone.utc)


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def over(until: Any, longest: timedelta) -> ColumnElement[bool]:
    """Whether what lasts until then, and was given for `longest` at most, is over.

    It also is where the end is further ahead than any that is given now: the clock was set back since. Else a lease of
    seconds would last as long as the clock was wrong.
    """
    return or_(until < now(), until > now() + longest + SKEW)


class Jumps:
    """Notices when the clock was set, by comparing it with one that cannot be. Asked now and then."""

    def __init__(
        self,
        least_s: float,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """What is less than `least_s` seconds does not count."""
        self._least_s, self._wall, self._steady = least_s, wall, steady
        self._difference = wall() - steady()
        self._last: float | None = None

    def within(self, seconds: float) -> bool:
        """Whether the clock jumped, as far as it was noticed, in the last so many seconds."""
        steady = self._steady()
        difference = self._wall() - steady
        if abs(difference - self._difference) >= self._least_s:
            self._last = steady
        self._difference = difference
        return self._last is not None and steady - self._last < seconds
