"""The one channel: the gateway posts to /webhooks/rest/webhook and reads the replies from the response.

Rasa's own REST channel answers 200 when a turn has failed, even when what was said could not be kept, and writes the
message into its log. Here a failed turn is 503, and only the type and place of the error are logged.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger(__name__)


class GatewayInput(RestInput):
    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("gateway_input", __name__)

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            asked = request.json
            said = CollectingOutputChannel()
            message = UserMessage(
                asked["message"],
                said,
                asked["sender"],
                input_channel=self.name(),
                metadata=asked.get("metadata"),
            )
            try:
                await on_new_message(message)
            except Exception as error:
                return _failed(error)
            return response.json(said.messages)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            agent, sender = request.app.ctx.agent, request.json["sender"]
            try:
                async with agent.lock_store.lock(sender):
                    agent.tracker_store.forget(sender)
            except Exception as error:
                return _failed(error)
            return response.json({})

        return routes


def _failed(error: Exception) -> HTTPResponse:
    where = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("turn failed: %s at %s:%s", type(error).__name__, where.filename, where.lineno)
    return response.json({"error": "turn_failed"}, 503, {"Retry-After": "5"})
