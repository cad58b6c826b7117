"""Rasa over its REST channel."""

from __future__ import annotations

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.gateway.errors import PartUnavailable
from bot.gateway.internal_http import InternalHttp
from bot.gateway.locale import Locale
from bot.gateway.messages import Utterance
from telemetry import spans


class Reply(BaseModel):
    custom: Utterance


REPLIES = TypeAdapter(list[Reply])


class RasaClient:
    def __init__(self, http: InternalHttp) -> None:
        self._http = http

    async def say(self, sender: str, text: str, locale: Locale, trace_id: str) -> list[Utterance]:
        """What Rasa says to one message, at least one utterance.

        Raises `PartUnavailable` when it is down, late, says nothing (an action of its raised), says something of
        another shape, or gives an answer without a source.
        """
        with spans.span("rasa"):
            response = await self._http.post(
                "/webhooks/rest/webhook",
                {"sender": sender, "message": text, "metadata": {"locale": locale, "trace_id": trace_id}},
            )
        try:
            said = [reply.custom for reply in REPLIES.validate_json(response.content)]
        except ValidationError as error:
            raise PartUnavailable(self._http.part) from error
        if not said or any(item.kind == "answer" and not item.citations for item in said):
            raise PartUnavailable(self._http.part)
        return said

    async def forget(self, sender: str) -> None:
        """Removes what the dialogue remembers. Raises `PartUnavailable`."""
        response = await self._http.post("/webhooks/rest/forget", {"sender": sender})
        if response.is_error:
            raise PartUnavailable(self._http.part)
