"""Spans of a turn for OpenTelemetry, sent over OTLP/HTTP where `MQA_OTLP_ENDPOINT` names a collector.

Where it does not, nothing is imported and `span` compares one name with None. A span holds names and numbers, and of an
error its type: like a log, nothing that people wrote. Sampling, headers and batches are set by OpenTelemetry's own variables
(`OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS`, …), which its SDK reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from telemetry import trace

_recorder: _Recorder | None = None


def configure(process: str, endpoint: str) -> None:
    """Once, when the process starts; without an endpoint it does nothing."""
    global _recorder
    if endpoint:
        _recorder = _Recorder(process, endpoint)


def span(name: str, /, **values: str | int | float | bool) -> AbstractContextManager[None]:
    """A piece of work under the one that is going on, or the first of its turn."""
    return nullcontext() if _recorder is None else _recorder.span(name, values)


def close() -> None:
    """Sends what has not been sent yet."""
    global _recorder
    if _recorder is not None:
        _recorder.shutdown()
        _recorder = None


class _Recorder:
    def __init__(self, process: str, endpoint: str) -> None:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

        class OfTheTurn(RandomIdGenerator):
            """The first span of a turn takes the turn's id."""

            def generate_trace_id(self) -> int:
                turn = trace.current()
                return int(turn.trace_id, 16) if turn else super().generate_trace_id()

        resource = Resource.create({"service.namespace": "zhijiangtong", "service.name": process})
        provider = TracerProvider(resource=resource, id_generator=OfTheTurn())
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        provider.add_span_processor(BatchSpanProcessor(exporter))
        self.shutdown: Callable[[], None] = provider.shutdown
        self._tracer = provider.get_tracer(process)

    @contextmanager
    def span(self, name: str, values: dict[str, Any]) -> Iterator[None]:
        from opentelemetry.trace import StatusCode

        begun = self._tracer.start_span(name, context=self._above(), attributes=values)
        of = begun.get_span_context()
        try:
            with trace.using(trace.Trace(f"{of.trace_id:032x}", f"{of.span_id:016x}", begun.is_recording())):
                yield
        except BaseException as error:
            begun.set_status(StatusCode.ERROR, type(error).__name__)
            raise
        finally:
            begun.end()

    @staticmethod
    def _above() -> Any:
        """What the span belongs under: the work going on here, or that of the neighbour who asked for it."""
        from opentelemetry.context import Context
        from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

        turn = trace.current()
        if turn is None or turn.span_id is None:
            return Context()
        flags = TraceFlags(TraceFlags.SAMPLED if turn.recorded else TraceFlags.DEFAULT)
        above = SpanContext(int(turn.trace_id, 16), int(turn.span_id, 16), is_remote=True, trace_flags=flags)
        return set_span_in_context(NonRecordingSpan(above), Context())
