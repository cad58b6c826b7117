"""People who ask one question after another while something breaks, and what they saw."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

PATIENCE_S = 20  # of one question; the gateway's own limit of a turn is half of it
PAUSE_S = 0.2
# What came back: a reply that serves, an apology, 503 with Retry-After, or something that nobody should see.
SERVED, APOLOGY, REFUSED = "served", "apology", "come_again"
UNREACHABLE, BROKEN_OFF, HUNG, FORGOTTEN = "unreachable", "broken_off", "hung", "forgotten"


@dataclass(frozen=True)
class Asked:
    """Times by the monotonic clock; `trace_id` of a reply, which acknowledges the turn."""

    began: float
    ended: float
    saw: str
    trace_id: str | None = None


class Person:
    """One conversation. Who is sent away asks the next question a moment later."""

    def __init__(self, url: str, questions: Sequence[str]) -> None:
        self.record: list[Asked] = []
        self.waiting = False  # for a reply
        self._questions = itertools.cycle(questions)
        self._session: str | None = None
        self._http = httpx.Client(base_url=url, timeout=PATIENCE_S, trust_env=False)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask_on, daemon=True)

    def _ask_on(self) -> None:
        while not self._over.wait(PAUSE_S):
            began, self.waiting = time.monotonic(), True
            saw, trace_id = self._ask(next(self._questions))
            self.waiting = False
            self.record.append(Asked(began, time.monotonic(), saw, trace_id))

    def _ask(self, question: str) -> tuple[str, str | None]:
        try:
            reply = self._http.post("/api/v1/chat", json={"message": question, "session_id": self._session})
        except httpx.ConnectError:
            return UNREACHABLE, None
        except httpx.TimeoutException:
            return HUNG, None
        except httpx.HTTPError:
            return BROKEN_OFF, None
        if reply.status_code == 404:
            self._session = None
            return FORGOTTEN, None
        if reply.status_code == 503 and "Retry-After" in reply.headers:
            return REFUSED, None
        if reply.is_error:
            return str(reply.status_code), None
        said = reply.json()
        self._session = said["session_id"]
        apologised = "error" in {message["kind"] for message in said["messages"]}
        return APOLOGY if apologised else SERVED, said["trace_id"]

    def lost(self, since: float) -> int:
        """How many of the turns served since then are not kept. An apology acknowledges nothing."""
        answered = {each.trace_id for each in self.record if each.ended >= since and each.saw == SERVED}
        if not answered:
            return 0
        kept = self._http.post("/api/v1/session/export", json={"session_id": self._session})
        return len(answered - {turn["trace_id"] for turn in kept.raise_for_status().json()["turns"]})

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    def close(self) -> None:
        self._http.close()


def normal_again(person: Person, gone: float, times: int = 3) -> bool:
    """Whether the last so many questions, all asked after the cause was gone, were served."""
    last = person.record[-times:]
    return len(last) == times and all(each.saw == SERVED and each.began >= gone for each in last)


def until_served(person: Person, gone: float) -> float:
    """Seconds from when the cause was gone to the first reply after which all was well; 0 where none went wrong after it."""
    wrong = [each for each in person.record if each.saw != SERVED and each.ended > gone]
    if not wrong:
        return 0.0
    return min(each.ended for each in person.record if each.began >= wrong[-1].ended) - gone


@contextmanager
def asking(url: str, questions: Sequence[str], count: int) -> Iterator[list[Person]]:
    people = [Person(url, questions[number::count]) for number in range(count)]
    for person in people:
        person.start()
    try:
        yield people
    finally:
        for person in people:
            person.stop()
            person.close()
