"""What is written in the letters of its sound, as with no input method at hand: zui duo ji ge ren is 最多几个人.

Of all ways to read the letters as syllables, and the syllables as characters, the one whose neighbours stand together most often
in what people ask and the guide says (Viterbi's algorithm on pairs of characters).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from math import log
from typing import NamedTuple

from pypinyin import Style, pinyin

from knowledge.retrieve.normalise import HAN
from knowledge.retrieve.spelling import by_ear

_RUN = re.compile(rf"[{HAN}]+")
_UNIT = re.compile(rf"[{HAN}]|[a-z']+|[^{HAN}a-z']+")
_WORD = re.compile(r"[a-z']*[aeiouy][a-z']*")  # abbreviations have no vowels: pdf, ppt
_LONGEST = 6  # letters of a syllable: zhuang
_MOST_LETTERS = 120  # of a message, some forty syllables; reading takes time for each
_FEWEST = 4  # syllables of a message without characters; fewer may be English words, and names
_FEWEST_AMONG_HAN = 2
_SEEN_TOGETHER = (
    0.7  # share of the characters read that are known beside the one before; in English it is lower
)
_TOGETHER = 0.9  # share of the probability that the character before decides
_SELDOM = 0.1  # how often a reading is meant that is not the usual one of its character


class _Reading(NamedTuple):
    """`known` is how many of the characters read are known beside the one before."""

    score: float
    said: str
    known: int = 0


class Romanised:
    """Prepared once for an edition; may be used by several threads."""

    def __init__(self, texts: Iterable[str]) -> None:
        """`texts` are comparable."""
        runs = [run for text in texts for run in _RUN.findall(text)]
        self._singles = Counter(character for run in runs for character in run)
        self._pairs = Counter(run[place : place + 2] for run in runs for place in range(len(run) - 1))
        self._total = sum(self._singles.values())
        self._sounding: dict[str, dict[str, float]] = defaultdict(
            dict
        )  # characters, how likely for the sound
        for character in self._singles:
            usual, *others = map(by_ear, _readings(character))
            self._sounding[usual][character] = 0.0
            for syllable in others:
                self._sounding[syllable].setdefault(character, log(_SELDOM))

    def written(self, text: str) -> str:
        """A comparable text in characters; itself where it is not written by its sound, English among it."""
        units = _UNIT.findall(text)
        words = [unit for unit in units if _WORD.fullmatch(unit)]
        spelt = [word for word in words if len(word) > 1 and self._is_spelt(word)]
        others = len("".join(words)) - len("".join(spelt))
        among_han = bool(_RUN.search(text))
        if (
            not spelt
            or len("".join(words)) > _MOST_LETTERS
            or others > (len("".join(spelt)) / 2 if among_han else 0)
        ):
            return text
        best = {"": _Reading(0.0, "")}  # by its last character
        for unit in units:
            if unit in spelt:
                best = self._read(best, unit)
            elif not unit.isspace():
                best = self._kept(best, unit)
        found = max(best.values())
        read = _characters(found.said) - _characters(text)
        fewest = _FEWEST_AMONG_HAN if among_han else _FEWEST
        return found.said if read >= fewest and found.known >= _SEEN_TOGETHER * read else text

    def _read(self, best: dict[str, _Reading], letters: str) -> dict[str, _Reading]:
        at: list[dict[str, _Reading]] = [best, *({} for _ in letters)]
        for begin in range(len(letters)):
            for syllable in self._syllables(letters[begin:]) if at[begin] else ():
                reached = at[begin + len(syllable)]
                for character, likely in self._sounding[by_ear(syllable)].items():
                    further = max(
                        _Reading(
                            each.score + likely + self._likelihood(before, character),
                            each.said + character,
                            each.known + (not before or before + character in self._pairs),
                        )
                        for before, each in at[begin].items()
                    )
                    reached[character] = max(further, reached.get(character, further))
        return at[-1]

    def _kept(self, best: dict[str, _Reading], unit: str) -> dict[str, _Reading]:
        """What is written stays, and decides what stood before it."""
        last = unit if _RUN.fullmatch(unit) else ""
        further = max(
            _Reading(
                each.score + (self._likelihood(before, last) if last else 0.0), each.said + unit, each.known
            )
            for before, each in best.items()
        )
        return {last: further}

    def _is_spelt(self, letters: str) -> bool:
        """Whether the letters are syllables to the last."""
        reached = {0}
        for begin in range(len(letters)):
            if begin in reached:
                reached.update(begin + len(syllable) for syllable in self._syllables(letters[begin:]))
        return len(letters) in reached

    def _syllables(self, letters: str) -> Iterator[str]:
        """With which the letters begin."""
        return (
            letters[:length]
            for length in range(1, min(len(letters), _LONGEST) + 1)
            if by_ear(letters[:length]) in self._sounding
        )

    def _likelihood(self, before: str, character: str) -> float:
        alone = (self._singles[character] + 1) / (self._total + len(self._singles))
        together = self._pairs[before + character] / self._singles[before] if self._singles[before] else 0.0
        return log(_TOGETHER * together + (1 - _TOGETHER) * alone)


def _characters(text: str) -> int:
    return sum(map(len, _RUN.findall(text)))


@cache
def _readings(character: str) -> tuple[str, ...]:
    """The usual one first."""
    return tuple(pinyin(character, style=Style.NORMAL, heteronym=True)[0])
