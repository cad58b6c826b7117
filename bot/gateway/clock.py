"""What time it is: in UTC for what is kept, in Shanghai for what people read."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))  # without summer time since 1991


def now() -> datetime:
    return datetime.now(timezone.utc)


def local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)
