"""The rule engine's Chinese sentences in English: its wordings stand in eligibility_english.yml, each with its English."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_SENTENCES, _SCOPE = "sentences", "scope"
# Splits a wording at its placeholders; the odd pieces are their names.
_PLACEHOLDER = re.compile(r"{(\w+)}")
_BETWEEN = "; "
_YEARS = re.compile(r"\b(\d+)( full)? year\(s\)")

WriteDay = Callable[[date], str]


def english(text: str, write_day: WriteDay) -> str:
    """A sentence of the engine, or the scope of a rule, in English; one without English stays as it is."""
    for section in (_SENTENCES, _SCOPE):
        if said := _in_english(section, text, write_day):
            return said
    return text


def _in_english(section: str, text: str, write_day: WriteDay) -> str | None:
    for wording, said in _wordings(section):
        if found := wording.fullmatch(text):
            filled = {name: _filled(name, value, write_day) for name, value in found.groupdict().items()}
            if None not in filled.values():
                return _YEARS.sub(_counted, said.format_map(filled))
    return None


def _filled(name: str, value: str, write_day: WriteDay) -> str | None:
    written = _content()["written"]
    if name in written["days"]:
        found = _pattern(written["date"]).fullmatch(value)
        return write_day(date(**{part: int(n) for part, n in found.groupdict().items()})) if found else None
    if name not in _content():
        return value  # a number
    if whole := _in_english(name, value, write_day):
        return whole
    listed = [_in_english(name, part, write_day) for part in value.split(written["separator"])]
    return None if None in listed else _BETWEEN.join(listed)


def _counted(years: re.Match[str]) -> str:
    return f"{years[1]}{years[2] or ''} year{'' if years[1] == '1' else 's'}"


@cache
def _content() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


@cache
def _wordings(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    content = _content()
    worded = frozenset((*content["written"]["days"], *content))
    return tuple((_pattern(wording, worded), said) for wording, said in content[section].items())


def _pattern(wording: str, worded: frozenset[str] = frozenset()) -> re.Pattern[str]:
    """Matches the wording filled in, with numbers except where a placeholder is `worded`; one that comes again is the same."""
    pieces = [re.escape(piece) for piece in _PLACEHOLDER.split(wording)]
    names = pieces[1::2]
    for place, name in enumerate(names):
        once_more = name in names[:place]
        what = ".+" if name in worded else r"\d+"
        pieces[2 * place + 1] = f"(?P={name})" if once_more else f"(?P<{name}>{what})"
    return re.compile("".join(pieces))
