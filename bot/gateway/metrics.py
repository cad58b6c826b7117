"""What is counted, for Prometheus. No label can hold what a person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

CONTENT_TYPE = CONTENT_TYPE_LATEST
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Metrics:
    """One registry for each app, so that two in one process do not count together."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._latest_release = ""
        self._turns = Counter(
            "mqa_turns", "Turns, by kind of the last message", ["kind", "channel"], registry=self._registry
        )
        self._turn_seconds = Histogram(
            "mqa_turn_seconds", "Time of a turn", ["channel"], buckets=SECONDS, registry=self._registry
        )
        self._requests = Histogram(
            "mqa_http_request_seconds",
            "Time of a request",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._refusals = Counter(
            "mqa_refusals", "Requests refused, by status", ["route", "status"], registry=self._registry
        )
        self._parts = Histogram(
            "mqa_part_seconds",
            "Time that another process took to answer",
            ["part", "outcome"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._under_way = Gauge(
            "mqa_turns_under_way",
            "Turns being answered or waiting for an earlier one",
            registry=self._registry,
        )
        self._release = Gauge(
            "mqa_index_release",
            "1 for the index release of the latest answer",
            ["release"],
            registry=self._registry,
        )
        self._feedback = Counter("mqa_feedback", "Votes on replies", ["helpful"], registry=self._registry)

    def turn(self, channel: str, kind: str, seconds: float) -> None:
        self._turns.labels(kind, channel).inc()
        self._turn_seconds.labels(channel).observe(seconds)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        method = method if method in METHODS else "other"  # a client could invent any number of them
        self._requests.labels(method, route, str(status)).observe(seconds)
        if 400 <= status < 500:
            self._refusals.labels(route, str(status)).inc()

    def part(self, part: str, seconds: float, *, answered: bool) -> None:
        self._parts.labels(part, "answered" if answered else "failed").observe(seconds)

    @contextmanager
    def turn_under_way(self) -> Iterator[None]:
        with self._under_way.track_inprogress():
            yield

    def release(self, release: str) -> None:
        if release != self._latest_release:
            self._latest_release = release
            self._release.clear()
            self._release.labels(release[:64]).set(1)

    def feedback(self, helpful: bool) -> None:
        self._feedback.labels(str(helpful).lower()).inc()

    def exposition(self) -> bytes:
        return generate_latest(self._registry)
