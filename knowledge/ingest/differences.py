"""What a newer edition changed, passage by passage, and which answers quote what it changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz, process

from knowledge.answers.checks import Checker
from knowledge.ingest.answers import Entry
from knowledge.ingest.lines import squeezed
from knowledge.model import Passage

Change = Literal["same", "moved", "changed", "new", "gone"]
_WORDS = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|.", re.DOTALL)  # a number changes as a whole
_LIKE = 60.0  # per cent of the characters that a changed passage shares with what it was


@dataclass(frozen=True)
class Difference:
    """`old` is None for what is new, `new` for what is gone. `pieces` tell the words of a changed passage apart:
    "=" is in both, "-" only in the old one, "+" only in the new one."""

    change: Change
    old: Passage | None
    new: Passage | None
    pieces: tuple[tuple[str, str], ...] = ()


def differences(old: Sequence[Passage], new: Sequence[Passage]) -> list[Difference]:
    """In the order of the new edition; what is gone stands after what came before it."""
    before = _twins(old, new)
    _changed(old, new, before)
    found: dict[int, list[Difference]] = {}
    for place, passage in enumerate(new):
        was = before.get(place)
        found.setdefault(place, []).append(_difference(None if was is None else old[was], passage))
    after = {was: place for place, was in before.items()}
    last = -1
    for was, passage in enumerate(old):
        if was in after:
            last = after[was]
        else:
            found.setdefault(last, []).append(Difference("gone", passage, None))
    return [each for place in sorted(found) for each in found[place]]


def touched(entries: Iterable[Entry], new: Sequence[Passage]) -> dict[str, tuple[str, ...]]:
    """By answer the quotes that no passage of the new edition holds: these answers have to be looked at."""
    checker = Checker(new, ())
    lost = {entry.id: tuple(q for q in entry.quotes if not checker.holders(q)) for entry in entries}
    return {identity: quotes for identity, quotes in lost.items() if quotes}


def _difference(was: Passage | None, now: Passage) -> Difference:
    if was is None:
        return Difference("new", None, now)
    if squeezed(was.text) != squeezed(now.text):
        return Difference("changed", was, now, _pieces(was.text, now.text))
    return Difference("same" if was.path == now.path else "moved", was, now)


def _twins(old: Sequence[Passage], new: Sequence[Passage]) -> dict[int, int]:
    """New place → old place of the same text, under the same headings where there are several."""
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(old):
        places.setdefault(squeezed(passage.text), []).append(place)
    found: dict[int, int] = {}
    for same_path in (True, False):
        for place, passage in enumerate(new):
            left = places.get(squeezed(passage.text), [])
            if place in found or not left:
                continue
            fitting = [was for was in left if old[was].path == passage.path] if same_path else left
            if fitting:
                found[place] = fitting[0]
                left.remove(fitting[0])
    return found


def _changed(old: Sequence[Passage], new: Sequence[Passage], before: dict[int, int]) -> None:
    """Adds what is much like something that has no twin, the likest pairs first."""
    lost = [place for place in range(len(old)) if place not in set(before.values())]
    fresh = [place for place in range(len(new)) if place not in before]
    if not lost or not fresh:
        return
    likeness = process.cdist(
        [squeezed(new[place].text) for place in fresh],
        [squeezed(old[place].text) for place in lost],
        scorer=fuzz.ratio,
        score_cutoff=_LIKE,
    )
    pairs = sorted(
        (
            (-float(likeness[row, column]), place, was)
            for row, place in enumerate(fresh)
            for column, was in enumerate(lost)
            if likeness[row, column] and (new[place].kind == "heading") == (old[was].kind == "heading")
        ),
    )
    taken: set[int] = set()
    for _, place, was in pairs:
        if place not in before and was not in taken:
            before[place] = was
            taken.add(was)


def _pieces(old: str, new: str) -> tuple[tuple[str, str], ...]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        lost, gained = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            found.append(("=", lost))
            continue
        found += [(sign, text) for sign, text in (("-", lost), ("+", gained)) if text]
    return tuple(found)
