"""Whether WeChat says what the web shows: the parts of a web reply, looked for in WeChat's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.gateway.wechat.rendering import MOST_LINKS
from bot.gateway.wechat.wording import read_wording

MORE = read_wording().more
PLACES = re.compile(r"^——?.*$", re.M)
NUMBERED = ("title", "when", "text", "note", "limit")


def squeezed(text: str) -> str:
    return "".join(text.split())


def parts(messages: list[dict[str, Any]]) -> Iterator[str]:
    """Every piece of content that a person sees on the web; places in the form that WeChat has for them."""
    for message in messages:
        yield from PLACES.split(message["text"])
        cited = [f"/guide/{each['edition']}#{each['passage_id']}" for each in message["citations"]]
        yield from (f"《申报指引》{each['edition']}" for each in message["citations"])
        yield from cited if len(set(cited)) <= MOST_LINKS else cited[:1]
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
