"""How Chinese sounds, by pypinyin: what is typed in Latin letters, whole or by initials, and characters mistaken for others.

A text is written as its syllables, each with a capital: 金奖 is `JinJiang`. `jinjiang`, `jj`, `jinj` and 金将 all match there.
"""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

from knowledge.retrieve.normalise import HAN

_UNIT = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_SAID = re.compile(rf"[{HAN}a-z0-9]")


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
