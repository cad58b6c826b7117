from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable

from telemetry import logs, trace


def written(speak: Callable[[logging.Logger], None]) -> dict:
    """The one line that `speak` writes to the logger it is given."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter("gateway"))
    logger = logging.Logger("bot.x")
    logger.addHandler(handler)
    speak(logger)
    return json.loads(stream.getvalue())


def test_a_line_is_an_event_with_values_and_the_turns_id():
    with trace.using(trace.Trace("f" * 32)):
        line = written(lambda logger: logs.event(logger, logging.INFO, "turn", kinds=["answer"], took_ms=3))
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "process": "gateway",
        "logger": "bot.x",
        "trace_id": "f" * 32,
        "event": "turn",
        "kinds": ["answer"],
        "took_ms": 3,
    }


def test_of_an_exception_only_type_and_place_are_written():
    def fail(logger: logging.Logger) -> None:
        try:
            int("我们公司亏损三年")
        except ValueError:
            logs.event(logger, logging.ERROR, "unexpected_error", exc_info=True)

    line = written(fail)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["at_code"][-1]
    assert "亏损" not in json.dumps(line, ensure_ascii=False)


def test_a_librarys_message_is_written_only_where_it_cannot_be_about_a_turn():
    def say(logger: logging.Logger) -> None:
        logger.warning("cannot read %s", "我们公司亏损三年")

    assert written(say)["message"] == "cannot read 我们公司亏损三年"
    with trace.using(trace.Trace("f" * 32)):
        line = written(say)
    assert "亏损" not in json.dumps(line, ensure_ascii=False)
    assert "test_logs.py" in line["place"] and line["trace_id"] == "f" * 32


def test_a_librarys_exception_is_not_quoted():
    def fail(logger: logging.Logger) -> None:
        try:
            int("我们公司亏损三年")
        except ValueError as error:
            logger.exception("task failed: %r", error)

    line = written(fail)
    assert line["error"] == "ValueError"
    assert "亏损" not in json.dumps(line, ensure_ascii=False)


def said_by(program: str) -> list[str]:
    program = f"import logging; from telemetry import logs; logs.configure('gateway', 'INFO'); {program}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()


def test_addresses_with_questions_in_them_are_not_logged():
    lines = said_by(
        "logging.getLogger('httpx').info('GET /v1/search?q=secret');"
        "logs.event(logging.getLogger('bot'), 20, 'ours')"
    )
    assert [json.loads(line)["event"] for line in lines] == ["ours"]


def test_a_line_that_cannot_be_written_is_not_printed_otherwise():
    broken = "type('Full', (), {'write': lambda *_: 1 / 0, 'flush': lambda _: None})()"
    lines = said_by(
        f"logging.getLogger().handlers[0].setStream({broken}); logging.getLogger('bot').warning('secret')"
    )
    assert lines == []
