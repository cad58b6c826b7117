from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable

from bot.gateway import logs


def written(speak: Callable[[logging.Logger], None]) -> dict:
    """The one line that `speak` writes to the logger it is given."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonFormatter())
    logger = logging.Logger("bot.x")
    logger.addHandler(handler)
    speak(logger)
    return json.loads(stream.getvalue())


def test_a_line_is_an_event_with_values_and_the_requests_id():
    token = logs.request_id.set("f" * 32)
    line = written(lambda logger: logs.event(logger, logging.INFO, "turn", kinds=["answer"], took_ms=3))
    logs.request_id.reset(token)
    assert line.pop("at").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "bot.x",
        "event": "turn",
        "request_id": "f" * 32,
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


def test_addresses_with_questions_in_them_are_not_logged():
    program = (
        "import logging; from bot.gateway import logs; logs.configure('INFO');"
        "logging.getLogger('httpx').info('GET /v1/search?q=secret'); logging.getLogger('bot').info('ours')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [json.loads(line)["event"] for line in done.stderr.splitlines()] == ["ours"]
