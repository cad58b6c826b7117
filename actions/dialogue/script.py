"""Content in the language and script of a turn: 繁體 is converted from 简体, which is the one that was approved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import opencc

_NO_GINSENG = {0x8518: 0x53C3}  # OpenCC reads 负责人参加 as 负责 人参 加
_VERBATIM = re.compile("(“[^”]*”)")  # words of the guide or of a screen stay as they stand there


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2hk")


def in_language(text: Mapping[str, str], locale: str) -> str:
    """Simplified Chinese, which is always there, where the language is missing."""
    if locale == "zh-Hant":
        return text.get(locale) or traditional(text["zh-Hans"])
    return text.get(locale, text["zh-Hans"])


def traditional(text: str) -> str:
    parts = _VERBATIM.split(text)
    return "".join(
        f"「{part[1:-1]}」"
        if _VERBATIM.fullmatch(part)
        else _converter().convert(part).translate(_NO_GINSENG)
        for part in parts
    )
