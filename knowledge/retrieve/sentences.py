"""Cuts a passage into its sentences: what is quoted is always one of them, unaltered."""

from __future__ import annotations

import re

_END = re.compile(r"[。！？!?]+[”’」』）)》】]*|\n+")  # the mark and what closes around it
_SHORTEST = 8  # characters; a shorter one is joined to the next


def sentences(text: str) -> list[str]:
    """The sentences in order, without blanks around them; each is a piece of `text`. Never empty for a text with any."""
    found: list[str] = []
    begin = 0
    for end in _END.finditer(text):
        piece = text[begin : end.end()].strip()
        if len(piece) >= _SHORTEST:
            found.append(piece)
            begin = end.end()
    rest = text[begin:].strip()
    if rest:
        found.append(rest)
    return found
