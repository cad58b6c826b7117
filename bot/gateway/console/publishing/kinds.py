"""What comes of a proposal when it is approved, and when it is ended; by kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.gateway.console.publishing.knowledge import PublishingClient

# Gives the number of the build that puts it into the index; 0 where there is none.
Effect = Callable[[PublishingClient, dict[str, Any]], Awaitable[int]]


@dataclass(frozen=True)
class Kind:
    """`page` is where it is looked after."""

    page: str
    apply: Effect
    undo: Effect


async def _shown_at_once(_knowledge: PublishingClient, _content: dict[str, Any]) -> int:
    """The gateway reads it from the proposal itself (`starting.py`)."""
    return 0


async def _say(knowledge: PublishingClient, content: dict[str, Any]) -> int:
    return (await knowledge.words(content["guide"], content["said"])).wishes


async def _unsay(knowledge: PublishingClient, content: dict[str, Any]) -> int:
    return (await knowledge.words(content["guide"], content["said"], take_away=True)).wishes


async def _publish(knowledge: PublishingClient, content: dict[str, Any]) -> int:
    return (await knowledge.publish(content["edition"], content["from"])).wishes


async def _take_back(knowledge: PublishingClient, content: dict[str, Any]) -> int:
    return (await knowledge.publish(content["edition"], None)).wishes


KINDS = {
    "announcement": Kind("/staff/notices", _shown_at_once, _shown_at_once),
    "pin": Kind("/staff/notices", _shown_at_once, _shown_at_once),
    "synonym": Kind("/staff/notices", _say, _unsay),
    "edition": Kind("/staff/editions", _publish, _take_back),
}
