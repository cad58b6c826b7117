from __future__ import annotations

import subprocess
import sys

import pytest

from telemetry import spans, trace
from tests.telemetry.collector import Collector


def test_without_a_collector_nothing_of_it_is_imported():
    program = (
        "import sys; from telemetry import spans; spans.configure('gateway', '');\n"
        "with spans.span('turn', channel='web'): pass\n"
        "spans.close(); sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


@pytest.fixture
def collector():
    with Collector() as collector:
        spans.configure("gateway", collector.url)
        yield collector
        spans.close()


def test_spans_hang_together_under_the_turns_id(collector):
    with trace.using(trace.Trace("a" * 32)):
        with spans.span("turn", channel="web"), spans.span("rasa"):
            sent = trace.headers()["traceparent"]
        assert trace.current() == trace.Trace("a" * 32)
    with trace.using(trace.read(sent)), spans.span("dialogue"):
        pass
    spans.close()
    found = {span.name: span for span in collector.spans()}
    assert {span.trace_id.hex() for span in found.values()} == {"a" * 32}
    assert found["turn"].parent_span_id == b""
    assert found["rasa"].parent_span_id == found["turn"].span_id
    assert found["dialogue"].parent_span_id == found["rasa"].span_id


def test_of_an_error_only_the_type_is_sent(collector):
    with pytest.raises(ValueError), trace.using(trace.Trace("a" * 32)), spans.span("action"):
        raise ValueError("我们公司亏损三年")
    spans.close()
    (span,) = collector.spans()
    assert span.status.message == "ValueError"
    assert "亏损" not in str(span) and not span.events


def test_what_the_asker_does_not_record_is_not_recorded_here(collector):
    with trace.using(trace.read(f"00-{'a' * 32}-{'b' * 16}-00")), spans.span("search"):
        assert trace.current().trace_id == "a" * 32
    spans.close()
    assert list(collector.spans()) == []
