"""What a channel hands to the conversation and gets back; it knows its own wire format, nothing else does."""

from __future__ import annotations

from dataclasses import dataclass

from bot.gateway.locale import Locale
from bot.gateway.messages import Message


@dataclass(frozen=True)
class Incoming:
    """One message of a person.

    `session` is what the client holds of its session, None for a new one. `message_id` names the message on its
    channel and becomes the trace id of the turn.
    """

    session: str | None
    text: str
    message_id: str
    channel: str
    locale: Locale | None = None


@dataclass(frozen=True)
class Outgoing:
    """`locale` is the language of the messages."""

    session: str
    messages: list[Message]
    trace_id: str
    locale: Locale
