"""What was probably meant where an input method wrote another character of the same sound: 公是期 is 公示期.

A character that nobody writes beside either of its neighbours is taken for one of the same sound that the guide has beside one
of them, if what stands around that pair is known to stand there. Latin letters stay as they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from pypinyin import lazy_pinyin

from knowledge.retrieve.normalise import HAN

_RUN = re.compile(rf"[{HAN}]+")
_KNOWN = 2  # times from which a pair is not a slip
_RATHER = 20  # times as often: then the other of the same sound is meant all the same; people's slips are written down too
_OFTEN = 12  # times from which a pair is what may have been meant
_SAME_BY_EAR = (
    (re.compile("^(z|c|s)h"), r"\1"),
    (re.compile("([aei]n)g$"), r"\1"),
)  # as many speak, and set their input method


@dataclass(frozen=True)
class Spelling:
    known: frozenset[str]  # pairs that are written now and then
    often: tuple[str, ...]  # pairs of the guide that are written often, the most frequent first
    triples: frozenset[str]

    @classmethod
    def of(cls, asked: Iterable[str], stated: Iterable[str]) -> Spelling:
        """From what people ask, and from the guide and its approved answers; comparable texts."""
        stated_runs = _runs(stated)
        runs = [*_runs(asked), *stated_runs]
        pairs = Counter(pair for run in runs for pair in _pieces(run, 2))
        terms = {pair for run in stated_runs for pair in _pieces(run, 2)}
        often = [pair for pair, times in pairs.most_common() if times >= _OFTEN and pair in terms]
        alike = _by_sound(often)
        return cls(
            frozenset(
                pair
                for pair, times in pairs.items()
                if times >= _KNOWN
                and not any(pairs[other] >= _RATHER * times for other in _meant(pair, alike))
            ),
            tuple(often),
            frozenset(triple for run in runs for triple in _pieces(run, 3)),
        )

    def save(self, file: Path) -> None:
        content = {"known": sorted(self.known), "often": self.often, "triples": sorted(self.triples)}
        file.write_text(
            json.dumps({name: " ".join(each) for name, each in content.items()}, ensure_ascii=False), "utf-8"
        )

    @classmethod
    def load(cls, file: Path) -> Spelling:
        """Raises what reading a broken file raises."""
        content = {name: text.split() for name, text in json.loads(file.read_text("utf-8")).items()}
        return cls(frozenset(content["known"]), tuple(content["often"]), frozenset(content["triples"]))

    def meant(self, text: str) -> str:
        """Of a comparable text; itself where nothing looks misspelt."""
        return _RUN.sub(lambda run: self._mended(run[0]), text)

    @cached_property
    def _alike(self) -> dict[tuple[str, str], list[str]]:
        return _by_sound(self.often)

    def _mended(self, run: str) -> str:
        for place in range(len(run)):
            around = run[max(place - 1, 0) : place + 2]
            if len(around) > 1 and not any(pair in self.known for pair in _pieces(around, 2)):
                run = run[:place] + self._character(run, place) + run[place + 1 :]
        return run

    def _character(self, run: str, place: int) -> str:
        """What was meant at a place that fits neither of its neighbours."""
        for begin in (place - 1, place):
            pair = run[begin : begin + 2] if begin >= 0 else ""
            if len(pair) < 2:
                continue
            for other in _meant(pair, self._alike):
                wider = {run[begin - 1 : begin] + other, other + run[begin + 2 : begin + 3]} - {other}
                if other[place - begin] != pair[place - begin] and (not wider or wider & self.triples):
                    return other[place - begin]
        return run[place]


def _by_sound(pairs: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    found = defaultdict(list)
    for pair in pairs:
        found[_sound(pair[0]), _sound(pair[1])].append(pair)
    return found


def _meant(pair: str, alike: dict[tuple[str, str], list[str]]) -> list[str]:
    """Pairs of the same sound that share one of its two characters."""
    return [
        other
        for other in alike.get((_sound(pair[0]), _sound(pair[1])), ())
        if (other[0] == pair[0]) != (other[1] == pair[1])
    ]


def _runs(texts: Iterable[str]) -> list[str]:
    return [run for text in texts for run in _RUN.findall(text)]


def _pieces(run: str, length: int) -> list[str]:
    return [run[place : place + length] for place in range(len(run) - length + 1)]


@cache
def _sound(character: str) -> str:
    return by_ear(lazy_pinyin(character)[0])


def by_ear(syllable: str) -> str:
    """One form for the syllables that many do not tell apart."""
    for pattern, same in _SAME_BY_EAR:
        syllable = pattern.sub(same, syllable)
    return syllable
