"""Length as Word's 字数 counts it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Of ambiguous width in Unicode, full-width in Chinese typesetting.
_MARKS = frozenset("‘’“”—…·")
_APOSTROPHE = re.compile("(?<=[A-Za-z])[’·](?=[A-Za-z])")


def count(texts: Iterable[str]) -> int:
    """Each Chinese character and full-width mark is one, each run of other characters that are not blank is one."""
    return sum(map(_count, texts))


def _count(text: str) -> int:
    total, in_run = 0, False
    for char in _APOSTROPHE.sub("'", text):
        if char.isspace():
            in_run = False
        elif unicodedata.category(char) in ("Cc", "Cf"):
            continue
        elif char in _MARKS or unicodedata.east_asian_width(char) in "WF":
            total, in_run = total + 1, False
        elif not in_run:
            total, in_run = total + 1, True
    return total
