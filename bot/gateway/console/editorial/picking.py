"""The quote picker: pieces of the guide, cut on the server, so that nobody types a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.gateway.knowledge_client import Passage

_END = re.compile(r"[。；;！？!?]+[”’」』）)》】]*|\n+")
_SHORTEST = 6  # characters


@dataclass(frozen=True)
class Piece:
    """`begin` and `end` are places in the passage's text."""

    begin: int
    end: int
    text: str


def pieces(text: str) -> list[Piece]:
    """Clauses of a passage without the mark that ends them; the whole passage too where it has several."""
    found: list[Piece] = []
    begin = 0
    for end in [*_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        piece = _trimmed(text, begin, stop)
        if len(piece.text) >= _SHORTEST:
            found.append(piece)
        begin = end.end() if end else stop
    whole = _trimmed(text, 0, len(text))
    return [*found, whole] if whole.text and [whole] != found else found


def cut(passage: Passage, begin: int, end: int) -> str | None:
    """What is quoted; None for what is not a piece of the passage."""
    return next((each.text for each in pieces(passage.text) if (each.begin, each.end) == (begin, end)), None)


def _trimmed(text: str, begin: int, end: int) -> Piece:
    raw = text[begin:end]
    begin += len(raw) - len(raw.lstrip())
    return Piece(begin, begin + len(raw.strip()), raw.strip())
