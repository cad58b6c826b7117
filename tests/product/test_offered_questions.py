"""What the product itself proposes to ask is understood and answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.gateway.wechat.menu import read_menu

BOT = Path(__file__).resolve().parents[2] / "bot"


def read(file: str) -> str:
    return (BOT / file).read_text(encoding="utf-8")


def payloads(content: Any) -> Iterator[str]:
    if isinstance(content, list):
        for item in content:
            yield from payloads(item)
    elif isinstance(content, dict):
        if isinstance(payload := content.get("payload"), dict):
            yield from payload.values()
        if isinstance(question := content.get("question"), str):
            yield question
        for item in content.values():
            yield from payloads(item)


def offered() -> list[str]:
    """By the greeting, the overviews, WeChat's menu, the widget, and as an example where something was not understood."""
    widget = read("gateway/static/widget.js")
    suggestions = widget[widget.index("const SUGGESTIONS") :]
    found = {
        *payloads(yaml.safe_load(read("domain/smalltalk.yml"))),
        *payloads(yaml.safe_load(read("domain/overview.yml"))),
        *(entry.say for entry in read_menu().offered()),
        *re.findall(r'"([^"]{5,})"', suggestions[: suggestions.index("};")].replace('"zh-Han', "")),
        *re.findall(
            r"(?:例如|for example )[“「]([^”」]+)[”」]",
            read("gateway/wording.yml") + read("gateway/wechat/wording.yml"),
        ),
    }
    return sorted(found)


def test_all_of_it_is_answered(client):
    assert {"奖金是多少", "金奖奖金多少？", "How much is the prize money?", "申奖流程有哪些阶段"} <= set(
        offered()
    )
    unanswered = []
    for words in offered():
        reply = client.post("/api/v1/chat", json={"message": words}).json()
        if {message["kind"] for message in reply["messages"]} & {"no_answer", "error"}:
            unanswered.append(words)
    assert unanswered == []
