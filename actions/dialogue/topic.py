"""What the last answer was about: it travels in the slot `topic`, so that the next message may lean on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from actions.understanding.followups import Before
from actions.understanding.sections import heading_name

_LONGEST = 80  # characters of a question kept: one that was completed again and again does not grow


@dataclass
class Topic:
    """`question` is the last one in full, `citations` what was quoted for it; `read` are the passages of their section that
    were shown since."""

    question: str = ""
    citations: list[dict[str, Any]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    @classmethod
    def from_slot(cls, slot: Mapping[str, Any] | None) -> Topic:
        return cls(**(slot or {}))

    def to_slot(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def before(self) -> Before:
        """As the reading of follow-ups wants it."""
        path = self.citations[0]["path"] if self.citations else []
        names = (heading_name(heading) for heading in path[1:])
        return Before(self.question, tuple(name for name in names if name))

    def turn_to(self, question: str, said: Mapping[str, Any]) -> None:
        """The question that `said` answers, or could not answer."""
        self.question = question[-_LONGEST:]
        self.citations = list(said.get("citations", ()))
        self.read = []
