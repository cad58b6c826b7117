"""What steers the check instead of answering it: back, restart, leave, why, a change of an earlier answer."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from .lexicon import alternatives, listed, load

Command = Literal[
    "restart",
    "back",
    "leave",
    "resume",
    "onward",
    "as_told",
    "why",
    "explain",
    "walk",
    "when",
    "progress",
    "person",
    "change",
]

_POLITE = r"(?:请|麻烦|帮我|我想|我要|那|那就|好的?|嗯|额|哎|唉|你好|您好|please|ok|can you|could you|i want to|i'd like to)"
_TAIL = r"(?:吧|了|啊|呀|呢|啦|哦|一下|谢谢|好吗|可以吗|行吗|好不好|嘛|please|thanks?)"
_CHANGE = re.compile(
    r"^(?:修改|更正|纠正|更改|改变|重新(?:选|填|回答|选择|填写|答)|(?:我)?(?:想|要)?(?:改|换)(?!成|为)(?:一?下|成别的|一个|个|掉)?|换(?:成)?(?:一个|个)?(?:别的|其他)|change|edit|correct)[: ]*(?:(?:一?下|我的|the|my) ?)*(?P<field>[^,。]+)$"
)


@lru_cache(maxsize=1)
def _commands() -> list[tuple[Command, re.Pattern[str], re.Pattern[str] | None]]:
    return [
        (
            name,
            re.compile(rf"(?:{_POLITE}[, ]?)*(?:{alternatives(entry['whole'])})(?:[, ]?{_TAIL})*[?!.。,~]*"),
            re.compile(alternatives(entry["anywhere"])) if "anywhere" in entry else None,
        )
        for name, entry in load("commands").items()
    ]


@lru_cache(maxsize=1)
def _fields() -> list[tuple[str, re.Pattern[str]]]:
    return [(fact, re.compile(alternatives(words))) for fact, words in load("fields").items()]


def read_command(text: str) -> Command | None:
    """The command that the whole message is, or that a longer message plainly contains."""
    for name, whole, _ in _commands():
        if whole.fullmatch(text):
            return name
    for name, _, anywhere in _commands():
        if anywhere and anywhere.search(text):
            return name
    return None


def names_a_person(text: str) -> bool:
    """Whether somebody to talk to is spoken of; 没有死过人 asks for nobody."""
    return listed("sentences", "somebody").search(text) is not None


def field_named(text: str) -> str | None:
    """The fact whose name stands in the text; of several the longest name."""
    found = [(len(match[0]), fact) for fact, names in _fields() for match in names.finditer(text) if match[0]]
    return max(found, key=lambda entry: entry[0])[1] if found else None


def change_requested(text: str) -> tuple[str | None, bool]:
    """The fact in 修改：注册时间 and 排名那题答错了, and whether nothing but its name is said."""
    match = _CHANGE.match(text.strip(" 。.!?"))
    if match:
        return field_named(match["field"]), True
    if listed("sentences", "strong_correction").search(text):
        return field_named(text), False
    return None, False
