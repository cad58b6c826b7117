"""The buttons of the last message, when one is chosen by its place: "第二个"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.dialogue.turn import Turn
from actions.understanding.followups import ordinal


def chosen(turn: Turn) -> dict[str, Any] | None:
    """The button meant, in the language of the turn; None where none is, or where an answer's own list may be meant."""
    said = _last_said(turn.tracker.events)
    if said.get("kind") == "answer" and not (said.get("trace") or {}).get("overview"):
        return None
    return _by_place(turn, said)


def under_answer(turn: Turn) -> str | None:
    """What the button asks that is meant where an answer has no list of its own; None for one that starts something."""
    button = _by_place(turn, _last_said(turn.tracker.events))
    return button["payload"] if button and "action" not in button else None


def _by_place(turn: Turn, said: Mapping[str, Any]) -> dict[str, Any] | None:
    named = ordinal(turn.text)
    if named is None or named[1]:
        return None
    buttons = said.get("buttons") or []
    place = named[0] if named[0] < 0 else named[0] - 1
    if not -len(buttons) <= place < len(buttons):
        return None
    payload = buttons[place]["payload"]
    return {**buttons[place], "payload": payload[turn.locale] if isinstance(payload, Mapping) else payload}


def _last_said(events: list[dict[str, Any]]) -> Mapping[str, Any]:
    for event in reversed(events):
        if event["event"] == "bot":
            return (event.get("data") or {}).get("custom") or {}
    return {}
