"""Which lines of a report are headings, and what stands under them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from actions.materials.length import count
from actions.materials.report_text import Line, ReportText

_FEW = 3  # headings by style; with fewer, the author made them by hand and lines are looked at instead
_LONGEST = 30  # characters
_LONGEST_WITHOUT_NUMBER = 12
_NUMBER = re.compile(
    r"^\s*(?:第[一二三四五六七八九十\d]+[章节部分篇]+|[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]?\d+(?:[.．]\d+)*[）)、.．]?(?![年月日%]))\s*"
)
_WITHIN_SENTENCES = re.compile("[。；;，,！!？?]")
_TO_A_PAGE = re.compile(r"(?:[.．…·]{2,}|\s)\s*\d+\s*$")  # a line of a table of contents


@dataclass(frozen=True)
class Heading:
    """`level` is None where the format does not tell."""

    text: str
    line: int
    level: int | None


def headings(report: ReportText) -> list[Heading]:
    marked = [
        Heading(_plain(line.text), place, line.level)
        for place, line in enumerate(report.lines)
        if line.level is not None and line.text.strip() and not line.contents
    ]
    if report.marked and len(marked) >= _FEW:
        return marked
    return [
        Heading(_plain(line.text), place, None)
        for place, line in enumerate(report.lines)
        if _looks_like_one(line)
    ]


def length_under(
    heading: Heading, others: Sequence[Heading], ends: Sequence[Heading], report: ReportText
) -> int:
    """How much text stands under a heading, the headings below it left out, up to the next of `ends`."""
    end = min((each.line for each in ends if each.line > heading.line), default=len(report.lines))
    titles = {each.line for each in others}
    return count(report.lines[place].text for place in range(heading.line + 1, end) if place not in titles)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", _NUMBER.sub("", text)))


def _looks_like_one(line: Line) -> bool:
    text = line.text.strip()
    if (
        line.contents
        or _TO_A_PAGE.search(text)
        or _WITHIN_SENTENCES.search(text)
        or not 0 < len(text) <= _LONGEST
    ):
        return False
    return bool(_NUMBER.match(text)) or line.level is not None or len(text) <= _LONGEST_WITHOUT_NUMBER
