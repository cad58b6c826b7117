"""The web channel: chat, chat as server-sent events, and feedback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timezone
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, JSONServerSentEvent

from bot.gateway.channels.base import Incoming, Outgoing
from bot.gateway.conversation import MAX_MESSAGE
from bot.gateway.error_responses import documented
from bot.gateway.errors import TooLong, TraceNotFound
from bot.gateway.locale import Locale
from bot.gateway.masking import mask
from bot.gateway.messages import Message
from bot.gateway.services import Here
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.text import SOMETHING_VISIBLE, Text, clean
from telemetry import trace

MAX_COMMENT = 1000
EVENT_SCHEMA = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {"event": {"enum": ["message", "done"]}, "data": {"type": "string"}},
}

router = APIRouter(prefix="/api/v1", tags=["chat"], route_class=StrictJsonRoute)


class ChatRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    # Length and emptiness are checked in the conversation, for all channels: too long is 413, not 422.
    message: Annotated[
        Text,
        Field(
            description=f"At most {MAX_MESSAGE} characters; more are answered with 413.",
            json_schema_extra={"pattern": SOMETHING_VISIBLE},
        ),
    ]
    session_id: Annotated[
        Text | None, Field(description="As issued by the server; absent for a new one.")
    ] = None
    locale: Locale | None = None
    channel: Literal["web"] | None = None


class ChatReply(BaseModel):
    session_id: str
    messages: list[Message]
    trace_id: str


class FeedbackRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    trace_id: Text
    helpful: bool
    comment: Annotated[
        Text | None, Field(description=f"At most {MAX_COMMENT} characters; more are answered with 413.")
    ] = None


@router.post("/chat", responses=documented(400, 404, 413, 415, 422, 429, 503))
async def chat(body: ChatRequest, here: Here) -> ChatReply:
    """One message of a person, and what the bot says to it."""
    outgoing = await _turn(body, here)
    return ChatReply(session_id=outgoing.session, messages=outgoing.messages, trace_id=outgoing.trace_id)


@router.post(
    "/chat/stream",
    response_class=EventSourceResponse,
    responses={
        200: {
            "description": "An event `message` for each Message, then `done` with session_id and trace_id",
            "content": {"text/event-stream": {"schema": EVENT_SCHEMA}},
        },
        **documented(400, 404, 413, 415, 422, 429, 503),
    },
)
async def chat_stream(body: ChatRequest, here: Here) -> EventSourceResponse:
    """The same as `/chat`, as server-sent events.

    Rasa's REST channel gives a turn's messages together, so the turn is over before the first event: a failure
    keeps its own HTTP status, and a client that goes away does not leave half a turn.
    """
    return EventSourceResponse(_events(await _turn(body, here)))


@router.post("/feedback", status_code=204, responses=documented(400, 404, 413, 415, 422, 429, 503))
async def feedback(body: FeedbackRequest, here: Here) -> None:
    """Whether a reply helped; the last vote on a trace counts."""
    if body.comment is not None and len(body.comment) > MAX_COMMENT:
        raise TooLong("comment", MAX_COMMENT)
    comment = mask(clean(body.comment)) if body.comment else None
    kept = trace.is_trace_id(body.trace_id) and await here.store.keep_feedback(
        body.trace_id, body.helpful, comment or None, datetime.now(timezone.utc)
    )
    if not kept:
        raise TraceNotFound
    here.metrics.feedback(body.helpful)


async def _turn(body: ChatRequest, here: Here) -> Outgoing:
    if body.session_id is not None:
        await here.limiter.admit_session(body.session_id)
    incoming = Incoming(
        session=body.session_id,
        text=body.message,
        message_id=trace.begun().trace_id,
        channel="web",
        locale=body.locale,
    )
    return await here.conversation.take_turn(incoming)


async def _events(outgoing: Outgoing) -> AsyncIterator[JSONServerSentEvent]:
    for message in outgoing.messages:
        yield JSONServerSentEvent(message.model_dump(), event="message")
    yield JSONServerSentEvent({"session_id": outgoing.session, "trace_id": outgoing.trace_id}, event="done")
