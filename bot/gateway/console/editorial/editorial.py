"""The editorial loop, put together."""

from __future__ import annotations

from dataclasses import dataclass

from bot.gateway.console.editorial.drafts import Drafts
from bot.gateway.console.editorial.knowledge import EditingClient
from bot.gateway.console.editorial.queue import Queue


@dataclass(frozen=True)
class Editorial:
    queue: Queue
    drafts: Drafts
    knowledge: EditingClient
