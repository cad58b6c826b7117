"""A word alone is no question: it gets a short answer and the questions that it may stand for (bot/domain/overview.yml)."""

from __future__ import annotations

from typing import Any

from actions.dialogue.turn import Turn
from actions.understanding.spoken import plain

_PREFIX = "utter_overview_"


def overview_of(turn: Turn, text: str) -> dict[str, Any] | None:
    """The overview whose words the whole message is: `question` to be looked up, and `buttons`."""
    spoken = plain(text).strip(" ,.!?。")
    for name, (variant, *_) in turn.domain["responses"].items():
        if name.startswith(_PREFIX) and spoken in variant["custom"]["words"]:
            return turn.message(name)
    return None


def with_choices(said: dict[str, Any], overview: dict[str, Any]) -> dict[str, Any]:
    """What is `said` of a word alone, and what may have been meant by it."""
    return {
        **said,
        "text": f"{said['text']}\n{overview['text']}",
        "buttons": overview["buttons"],
        "trace": {**said["trace"], "overview": True},
    }
