"""Which turn the work of the moment belongs to. Between processes it travels as W3C's `traceparent`.

One id everywhere: the response's X-Request-ID, the reply's trace_id, the logs and spans of all four processes.
https://www.w3.org/TR/trace-context/#traceparent-header
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

HEADER = "traceparent"
_WRITTEN = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-0([01])")
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Trace:
    """`span_id` is the work that what comes next belongs under, None at the beginning; `recorded`: it goes to a collector."""

    trace_id: str
    span_id: str | None = None
    recorded: bool = False

    @property
    def traceparent(self) -> str:
        return f"00-{self.trace_id}-{self.span_id or secrets.token_hex(8)}-0{int(self.recorded)}"


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def current() -> Trace | None:
    """None while there is no turn under way, nor any other request."""
    return _current.get()


def begin() -> Trace:
    """A new one, for the rest of this task."""
    trace = Trace(secrets.token_hex(16))
    _current.set(trace)
    return trace


def begun() -> Trace:
    """The one under way, else a new one."""
    return current() or begin()


def read(traceparent: object) -> Trace:
    """What a neighbour sent; a new one where that is nothing or of another shape."""
    written = _WRITTEN.fullmatch(traceparent) if isinstance(traceparent, str) else None
    if written is None or set(written[1]) == {"0"} or set(written[2]) == {"0"}:
        return Trace(secrets.token_hex(16))
    return Trace(written[1], written[2], written[3] == "1")


@contextmanager
def using(trace: Trace) -> Iterator[Trace]:
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def headers() -> dict[str, str]:
    """What a request to a neighbour carries."""
    trace = current()
    return {HEADER: trace.traceparent} if trace else {}


def is_trace_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None
