from __future__ import annotations

import re

import pytest

from telemetry import trace

SENT = f"00-{'a' * 32}-{'b' * 16}-01"


def test_what_a_neighbour_sends_is_gone_on_with():
    read = trace.read(SENT)
    assert (read.trace_id, read.span_id, read.recorded) == ("a" * 32, "b" * 16, True)
    assert read.traceparent == SENT


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "",
        "x",
        1,
        f"00-{'0' * 32}-{'b' * 16}-01",
        f"00-{'a' * 32}-{'0' * 16}-01",
        f"{SENT}\n",
        SENT.upper(),
    ],
)
def test_anything_else_begins_a_new_one(sent):
    read = trace.read(sent)
    assert trace.is_trace_id(read.trace_id) and read.trace_id not in ("a" * 32, "0" * 32)
    assert read.span_id is None


def test_the_header_is_well_formed_even_where_nothing_is_recorded():
    with trace.using(trace.Trace("a" * 32)):
        sent = trace.headers()["traceparent"]
    assert re.fullmatch(rf"00-{'a' * 32}-[0-9a-f]{{16}}-00", sent)


def test_outside_a_turn_nothing_is_sent():
    assert trace.current() is None
    assert trace.headers() == {}
