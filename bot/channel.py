"""The one channel: the gateway posts to /webhooks/rest/webhook and reads the replies from the response.

Rasa's own REST channel answers 200 when a turn has failed, even when what was said could not be kept, and writes the
message into its log. Here a failed turn is 503, and only the type and place of the error are logged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from telemetry import logs, spans, trace

logger = logging.getLogger(__name__)


class GatewayInput(RestInput):
    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("gateway_input", __name__)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            # Told to stop, Sanic goes on serving the connections that are open: kept alive, they would bring new turns for half a minute.
            request.stream.keep_alive = False
            asked = request.json
            said = CollectingOutputChannel()
            began = time.monotonic()
            with _trace_of(request):
                try:
                    with spans.span("dialogue"):
                        message = UserMessage(
                            asked["message"],
                            said,
                            asked["sender"],
                            input_channel=self.name(),
                            # The actions read from it which turn they act in.
                            metadata={**asked.get("metadata", {}), **trace.headers()},
                        )
                        await on_new_message(message)
                except Exception:
                    return _failed("turn_failed")
                took_ms = round((time.monotonic() - began) * 1000)
                logs.event(logger, logging.INFO, "turn", said=len(said.messages), took_ms=took_ms)
            return response.json(said.messages)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            agent, sender = request.app.ctx.agent, request.json["sender"]
            with _trace_of(request):
                try:
                    async with agent.lock_store.lock(sender):
                        agent.tracker_store.forget(sender)
                except Exception:
                    return _failed("forgetting_failed")
            return response.json({})

        return routes


def _trace_of(request: Request) -> AbstractContextManager[trace.Trace]:
    return trace.using(trace.read(request.headers.get(trace.HEADER)))


def _failed(what: str) -> HTTPResponse:
    logs.event(logger, logging.ERROR, what, exc_info=True)
    return response.json({"error": "turn_failed"}, 503, {"Retry-After": "5"})
