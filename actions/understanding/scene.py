"""What is known while a message is read, and what its readers find in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from .ranks import Places
from .when import When

Value = bool | int | str | When | Places


class Outcome(str, Enum):
    """Why the pending question got no value."""

    UNKNOWN = "unknown"
    IMPOSSIBLE_DATE = "impossible"
    FUTURE_DATE = "future"


@dataclass(frozen=True)
class Scene:
    """What a message is read against.

    `partial` is what was said before of the date asked for; `leading_rank` and `loss_years` are the edition's numbers; `again` tells
    that the question was asked in other words after an answer that was none, `unasked` that nobody asked it: yes and no answer nothing.
    """

    today: date
    asked: str | None = None
    known: Mapping[str, object] = field(default_factory=dict)
    partial: When | None = None
    correcting: bool = False
    leading_rank: int = 20
    loss_years: int = 3
    again: bool = False
    unasked: bool = False


@dataclass
class Findings:
    """Facts that the message states, facts it only touches on (with the date said), and the pieces made use of."""

    facts: dict[str, Value] = field(default_factory=dict)
    mentions: dict[str, When | None] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    outcome: Outcome | None = None

    def state(self, fact: str, value: Value, piece: int | None = None) -> None:
        self.facts[fact] = value
        self.mentions.pop(fact, None)
        if piece is not None:
            self.used.add(piece)

    def touch(self, fact: str, piece: int, when: When | None = None) -> None:
        if fact not in self.facts:
            self.mentions.setdefault(fact, when)
        self.used.add(piece)
