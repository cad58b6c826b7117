"""Structured logs: one JSON object a line, with the id of the request that caused it.

What people write, and what they tell about their company, never goes into a log: events are a fixed name and
named values, and of an exception only its type and its place are written, because messages quote their input.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime, timezone

# One id for a request everywhere: the response's X-Request-ID, the turn's trace_id, the logs of the other processes.
request_id: ContextVar[str] = ContextVar("request_id", default="-")


def new_request_id() -> str:
    return secrets.token_hex(16)


def is_request_id(value: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{32}", value) is not None


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            "request_id": request_id.get(),
            **getattr(record, "values", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            entry["error"] = " < ".join(_names(record.exc_info[1]))
            frames = traceback.extract_tb(record.exc_info[2])
            entry["at_code"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
        return json.dumps(entry, ensure_ascii=False, default=str)


def _names(error: BaseException | None) -> Iterator[str]:
    """The exception's type, then that of what caused it, and so on."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__


def configure(level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # httpx logs every URL, and a search URL holds the question.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # The access log is ours; its own would hold query strings.
    logging.getLogger("uvicorn.access").disabled = True


def event(logger: logging.Logger, level: int, name: str, *, exc_info: bool = False, **values: object) -> None:
    logger.log(level, name, extra={"values": values}, exc_info=exc_info)
