"""Whether WeChat says what the web shows: the parts of a web reply, looked for in WeChat's text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.gateway.wechat.wording import read_wording

MORE = read_wording().more
NUMBERED = ("title", "when", "text", "note", "limit")


def squeezed(text: str) -> str:
    return "".join(text.split())


def parts(messages: list[dict[str, Any]]) -> Iterator[str]:
    """Every piece of content that a person sees on the web."""
    for message in messages:
        yield message["text"]
        for citation in message["citations"]:
            yield f"《申报指引》{citation['edition']}"
            yield f"/guide/{citation['edition']}#{citation['passage_id']}"
        card = message["card"] or {}
        for entry in card.get("items") or ():
            yield from [entry] if isinstance(entry, str) else (entry.get(name) or "" for name in NUMBERED)
        for option in card.get("options") or ():
            yield f". {option['title']}"
        for button in message["buttons"]:
            yield f". {button['title']}"
        if card.get("type") == "eligibility_report":
            yield "/wechat/report/"


def missing(messages: list[dict[str, Any]], said: str) -> list[str]:
    """What the web shows and WeChat does not say."""
    return [part for part in parts(messages) if squeezed(part) not in squeezed(said)]
