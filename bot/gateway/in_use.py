"""Which sessions this gateway has served lately, by a clock that nobody can set.

The database tells by the wall clock how long a session was not used. When that was wrong and is put right, a conversation in
the middle of which it happens looks a day old, or whatever it was wrong by; who has just answered in it knows better.
"""

from __future__ import annotations

import time
from collections import OrderedDict

# The latest ones; of those before them the database tells.
MOST = 10_000


class InUse:
    def __init__(self) -> None:
        self._last: OrderedDict[str, float] = OrderedDict()

    def note(self, session_id: str) -> None:
        self._last[session_id] = time.monotonic()
        self._last.move_to_end(session_id)
        if len(self._last) > MOST:
            self._last.popitem(last=False)

    def within(self, session_id: str, seconds: float) -> bool:
        last = self._last.get(session_id)
        return last is not None and time.monotonic() - last <= seconds
