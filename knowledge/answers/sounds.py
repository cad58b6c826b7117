"""How Chinese sounds, by pypinyin: what is typed in Latin letters, whole or by initials, and characters mistaken for others.

A text is written as its syllables, each with a capital: 金奖 is `JinJiang`. `jinjiang`, `jj`, `jinj` and 金将 all match there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from pypinyin import lazy_pinyin

from knowledge.retrieve.normalise import HAN

_UNIT = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_SAID = re.compile(rf"[{HAN}a-z0-9]")
_SYLLABLE = re.compile(rf"[{HAN}]|[a-z0-9]+")


@dataclass(frozen=True)
class Run:
    """Whole syllables that were found: in which text, whether it begins with them, and as they are written there."""

    place: int
    begins: bool
    written: str


class Spoken:
    """Comparable texts, to find in what is typed by its sound."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.sounds: list[str] = []
        self._starts: list[int] = []  # of the texts in all sounds joined
        self._syllables: list[int] = []  # where each syllable begins there
        self._written: list[str] = []  # and how it is written
        here = 0
        for text in texts:
            syllables = [each.capitalize() for each in _syllables(text)]
            self.sounds.append("".join(syllables))
            self._starts.append(here)
            self._syllables += accumulate(map(len, syllables[:-1]), initial=here) if syllables else ()
            self._written += _SYLLABLE.findall(text)
            here += len(self.sounds[-1]) + 1
        self._joined = "\n".join(self.sounds)

    def runs(self, wanted: re.Pattern[str]) -> Iterator[Run]:
        for found in wanted.finditer(self._joined):
            place = bisect_right(self._starts, found.start()) - 1
            first = bisect_right(self._syllables, found.start()) - 1
            after = bisect_left(self._syllables, found.end())
            yield Run(place, found.start() == self._starts[place], "".join(self._written[first:after]))


def sound(text: str) -> str:
    """Of a comparable text; signs and blanks are dropped, Latin words and numbers count as syllables."""
    return "".join(syllable.capitalize() for syllable in _syllables(text))


def letters(text: str) -> str:
    """The same without capitals, to be compared letter by letter."""
    return "".join(_syllables(text))


def pattern(typed: str) -> re.Pattern[str] | None:
    """Finds in `sound` what was typed, from the beginning of a syllable on; None where nothing can be said aloud.

    A character stands for its whole syllable, a Latin letter begins a syllable or continues the one before it.
    """
    said = _SAID.findall(typed)
    if not said:
        return None
    found: list[str] = []
    begun = False  # whether a Latin letter may continue a syllable
    for unit in re.findall(rf"[{HAN}]+|[a-z0-9]", "".join(said)):
        if unit[0].isascii():
            starts = re.escape(unit.upper())
            found.append(
                f"(?:{re.escape(unit)}|[a-z]*{starts})" if begun else f"[a-z]*{starts}" if found else starts
            )
            begun = True
        else:
            found.append(("[a-z]*" if begun else "") + sound(unit))
            begun = False
    return re.compile("".join(found))


def _syllables(text: str) -> list[str]:
    return [
        syllable
        for unit in _UNIT.findall(text)
        for syllable in ([unit] if unit[0].isascii() else lazy_pinyin(unit))
    ]
