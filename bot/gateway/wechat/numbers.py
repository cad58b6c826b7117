"""What a bare number chooses from the numbered list that a person last saw."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
NUMBER = r"[(（]?(?P<number>\d{1,2}|[一二三四五六七八九十两]{1,3})[)）]?"
# 2, （2）, 选2, 第二个; not 2个, which may be an answer.
CHOICE = re.compile(
    rf"(?:我?[选選][择擇]?)?\s*(?P<nth>第)?\s*{NUMBER}\s*(?(nth)[个個项項条條步号號]?)\s*[.。,，、!！]?"
)


class Choice(NamedTuple):
    title: str
    payload: str


def chosen(text: str, choices: Sequence[Choice]) -> str | None:
    """The payload of the choice that the text names: by number (2, 2., ２, ②, 第二个, 选2) or by its title."""
    said = unicodedata.normalize("NFKC", text).strip()
    for choice in choices:
        if said == unicodedata.normalize("NFKC", choice.title).strip():
            return choice.payload
    found = CHOICE.fullmatch(said)
    if not found:
        return None
    number = _value(found["number"])
    return choices[number - 1].payload if 1 <= number <= len(choices) else None


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (CHINESE.get(tens, 1) * 10 if ten else 0) + CHINESE.get(ones, 0)
