"""Cutting long text for WeChat, which takes 2,048 bytes a message."""

from __future__ import annotations

from collections.abc import Iterator

import regex

LIMIT = 2048  # bytes of UTF-8

# A link as WeChat recognises it, or what a person sees as one character (\X: accents, emoji sequences, flags).
UNIT = regex.compile(r"https?://[\x21-\x7e]+|\X")
# Where to cut, best first: between paragraphs, lines, sentences, clauses, words.
BREAKS = tuple(
    regex.compile(pattern)
    for pattern in (r"\n\s*\n", r"\n", r"[。！？!?…；;][”’」』）)]*", r"[，、：,:]|\.(?=\s)", r"\s")
)
# A part shorter than this share of the room is not worth a better place to cut.
WORTHWHILE = 0.4


def size(text: str) -> int:
    return len(text.encode())


def head(text: str, more: str, limit: int = LIMIT) -> tuple[str, str]:
    """The first part of a text, at most `limit` bytes and ending in `more` when something is left, and what is left.

    White space at the cut is dropped.
    """
    text = text.strip()
    if size(text) <= limit:
        return text, ""
    cut = _cut(text, limit - size(more))
    return text[:cut].rstrip() + more, text[cut:].lstrip()


def split(text: str, limit: int = LIMIT) -> list[str]:
    """All parts of a text, for messages that follow each other."""
    parts, rest = [], text
    while rest:
        part, rest = head(rest, "", limit)
        parts.append(part)
    return parts


def _cut(text: str, room: int) -> int:
    """The place of the last good cut within `room` bytes."""
    allowed = []
    for end, filled in _units(text, room):
        if filled > room:
            break
        allowed.append(end)
    if not allowed:  # one link or cluster fills a whole message: it cannot be kept whole
        return max(1, len(text.encode()[:room].decode("utf-8", "ignore")))
    places = set(allowed)
    window = text[: allowed[-1]]
    for pattern in BREAKS:
        best = max((found.end() for found in pattern.finditer(window) if found.end() in places), default=0)
        if size(window[:best]) >= WORTHWHILE * room:
            return best
    return allowed[-1]


def _units(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Each unit's end, and the bytes up to there."""
    filled = 0
    for unit in UNIT.finditer(text, 0, min(len(text), room + 1)):
        # The window may cut the last unit; what follows it decides only beyond the room.
        filled += size(unit[0])
        yield unit.end(), filled
