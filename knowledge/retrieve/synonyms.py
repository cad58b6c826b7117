"""`knowledge/documents/synonyms.yml`, which staff edit: how people say what the guide calls otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from knowledge import handwritten
from knowledge.retrieve.errors import BadSettings
from knowledge.retrieve.normalise import comparable

_KEYS = ("same", "spoken", "courtesies", "apart")


@dataclass(frozen=True)
class Synonyms:
    """All words in `comparable` form."""

    same: tuple[tuple[str, tuple[str, ...]], ...] = ()  # the guide's term, how it is said
    spoken: tuple[tuple[str, str], ...] = ()  # said, written
    courtesies: tuple[str, ...] = ()
    apart: tuple[tuple[tuple[str, ...], ...], ...] = ()  # groups of sides; a side is words that mean the same

    def written(self, query: str) -> str:
        """A comparable query without the courtesies around it, and with Cantonese turns of phrase put as they are written."""
        asked = self._courtesies_pattern.sub("", query) if self.courtesies else query
        asked = asked or query
        if not self.spoken:
            return asked
        return self._spoken_pattern.sub(lambda found: self._as_written[found[0]], asked)

    def guide_terms(self, query: str) -> list[str]:
        """The guide's terms for what a comparable query says in other words."""
        begun = sorted({place for each in set(query) for place in self._begun_by.get(each, ())})
        return [
            self.same[place][0]
            for place in begun
            if self.same[place][0] not in query and self._same_patterns[place].search(query)
        ]

    def sides(self, text: str) -> list[frozenset[int]]:
        """For every group that is kept apart, the sides that a comparable text mentions."""
        return [
            frozenset(place for place, side in enumerate(group) if any(word in found for word in side))
            for group, found in (
                (group, self._mentions(number, text)) for number, group in enumerate(self.apart)
            )
        ]

    def _mentions(self, group: int, text: str) -> frozenset[str]:
        return frozenset(self._apart_patterns[group].findall(text))

    @cached_property
    def _as_written(self) -> dict[str, str]:
        return dict(self.spoken)

    @cached_property
    def _begun_by(self) -> dict[str, list[int]]:
        """By a character, the places in `same` of what is said in words that begin with it."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for place, (_, said) in enumerate(self.same):
            for first in {word[0] for word in said}:
                found[first].append(place)
        return dict(found)

    @cached_property
    def _spoken_pattern(self) -> re.Pattern[str]:
        return _any_of(said for said, _ in self.spoken)

    @cached_property
    def _courtesies_pattern(self) -> re.Pattern[str]:
        courtesy = _any_of(self.courtesies).pattern
        return re.compile(
            rf"^[ ,.!~]*(?:(?:{courtesy})[ ,.!~:。、]*)+|(?:[ ,.!~。]*(?:{courtesy}))+[ ,.!~。]*$"
        )

    @cached_property
    def _same_patterns(self) -> list[re.Pattern[str]]:
        return [_any_of(said) for _, said in self.same]

    @cached_property
    def _apart_patterns(self) -> list[re.Pattern[str]]:
        return [_any_of(word for side in group for word in side) for group in self.apart]


def _any_of(words) -> re.Pattern[str]:
    """The longest first, so that 非经济类 is not taken for 经济类; Latin words only whole."""
    return re.compile(
        "|".join(
            rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word[0].isascii() else re.escape(word)
            for word in sorted(words, key=len, reverse=True)
        )
    )


def read(file: Path) -> Synonyms:
    """Raises BadSettings."""
    try:
        content = handwritten.load(file.read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadSettings(
            f"{file}：没有这个文件；没有说法可写时，也请保留 same: []、spoken: {{}}、courtesies: []、apart: []"
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadSettings(f"{file}：不是有效的 YAML（{' '.join(str(error).split())}）") from error
    return parse(content, str(file))


def parse(content: Any, file: str) -> Synonyms:
    """From what the YAML holds; raises BadSettings."""
    if not isinstance(content, dict) or set(content) != set(_KEYS):
        raise BadSettings(f"{file}：要有且只有这些键：{'、'.join(_KEYS)}")
    same, spoken, courtesies, apart = (content[key] for key in _KEYS)
    _expect(isinstance(same, list), file, "same", "要写成一列")
    _expect(isinstance(spoken, dict), file, "spoken", "要写成“说法: 书面语”")
    _expect(isinstance(courtesies, list), file, "courtesies", "要写成一列")
    _expect(isinstance(apart, list), file, "apart", "要写成一列")
    return Synonyms(
        tuple(_same(entry, file, nth) for nth, entry in enumerate(same, start=1)),
        tuple(
            (_word(said, file, "spoken"), _word(written, file, f"spoken {said}"))
            for said, written in spoken.items()
        ),
        tuple(_word(each, file, "courtesies") for each in courtesies),
        tuple(_group(entry, file, nth) for nth, entry in enumerate(apart, start=1)),
    )


def _same(entry: Any, file: str, nth: int) -> tuple[str, tuple[str, ...]]:
    where = f"same 第 {nth} 条"
    _expect(
        isinstance(entry, dict) and set(entry) == {"guide", "said"}, file, where, "要有且只有 guide 和 said"
    )
    said = entry["said"]
    _expect(isinstance(said, list) and bool(said), file, where, "said 至少要有一个说法")
    words = dict.fromkeys(_word(each, file, where) for each in said)  # 前二十名 and 前20名 are one
    return _word(entry["guide"], file, where), tuple(words)


def _group(entry: Any, file: str, nth: int) -> tuple[tuple[str, ...], ...]:
    where = f"apart 第 {nth} 条"
    _expect(isinstance(entry, dict) and len(entry) > 1, file, where, "至少要有两边，写成“词: [同义词]”")
    for others in entry.values():
        _expect(isinstance(others, list), file, where, "每个词后面写一列同义词，没有就写 []")
    return tuple(
        tuple(_word(each, file, where) for each in (word, *others)) for word, others in entry.items()
    )


def _word(value: Any, file: str, where: str) -> str:
    _expect(
        isinstance(value, str) and bool(comparable(value)),
        file,
        where,
        f"“{value}”要写一个词（数字请加引号）",
    )
    return comparable(value)


def _expect(right: bool, file: str, where: str, mend: str) -> None:
    if not right:
        raise BadSettings(f"{file}：{where}：{mend}")
