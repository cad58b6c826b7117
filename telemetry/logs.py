"""Structured logs, the same in all four processes: one JSON object a line, with the process and the id of the turn.

What people write, and what they tell about their company, never goes into a log: events are a fixed name and named values,
and of an exception only its type and its place are written, because messages quote their input. For the same reason a
library's own message is written only where it cannot be about a turn; within one, only where it came from.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime, timezone

from telemetry import trace

# Ours; libraries are heard from a warning on.
OURS = ("bot", "actions", "knowledge", "telemetry")


class JsonFormatter(logging.Formatter):
    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        turn = trace.current()
        entry = {
            "at": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self._process,
            "logger": record.name,
            "trace_id": turn.trace_id if turn else "-",
        }
        error = record.exc_info[1] if record.exc_info else None
        if hasattr(record, "values"):
            entry |= {"event": record.msg, **record.values}
        else:
            entry |= {"event": "library", "place": f"{record.pathname}:{record.lineno}"}
            if turn is None and error is None:
                entry["message"] = record.getMessage()
        if error is not None:
            entry["error"] = " < ".join(_names(error))
            frames = traceback.extract_tb(error.__traceback__)
            entry["at_code"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
        return json.dumps(entry, ensure_ascii=False, default=str)


def _names(error: BaseException | None) -> Iterator[str]:
    """The exception's type, then that of what caused it, and so on."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__


def configure(process: str, level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(process))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)  # they are for developers
    logging.raiseExceptions = (
        False  # a line that cannot be written would be printed instead, with its arguments
    )
    # The access log is ours; its own would hold query strings.
    logging.getLogger("uvicorn.access").disabled = True


def event(
    logger: logging.Logger, level: int, name: str, *, exc_info: bool | BaseException = False, **values: object
) -> None:
    logger.log(level, name, extra={"values": values}, exc_info=exc_info)
