"""Page furniture: what is printed on a page but is not the document. It is taken out and reported, never lost silently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.ingest.lines import Line, plain_title, squeezed, width
from knowledge.ingest.numbering import mark_of

_PAGE_NUMBER = re.compile(
    r"[-—–―]\s*\d{1,4}\s*[-—–―](\s*/\s*\d{1,4})?"  # - 13 -    - 30 - / 43
    r"|第\s*\d{1,4}\s*页(\s*[，,/]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*/\s*\d{1,4}"
)
_CONTENTS_LINE = re.compile(r".*\S\s*(?:[.．…·]\s*){4,}\d{1,4}")
_LINK = re.compile(r"https?://[\x21-\x7e]+")
# Word keeps the links of terms that were copied from there, and conversions to text print them between lines.
_ENCYCLOPAEDIA = re.compile(r"https?://(?:baike|wiki|\w+\.wikipedia)\.")
_ENDS = tuple("。；：！？”）》.;:!?)")
_NARROWEST_WRAPPED = 40  # half-width columns
_LONGEST_HEADER = 40  # characters
_FEWEST_PAGES = 3  # a line at the edge of as many pages is a running header or footer


@dataclass(frozen=True)
class Dropped:
    """A line that was left out. `number` counts the source's lines from 1."""

    number: int
    text: str
    reason: str


def strip_furniture(lines: Sequence[Line], title: str) -> tuple[list[Line], list[Dropped]]:
    """The lines that are the document, and those that are not.

    Blank lines around what is taken out go with it: they would part a paragraph that runs over the end of a page.
    """
    reasons = _reasons(lines, title)
    gaps = {beside for place in reasons for beside in _blank_lines_beside(place, lines)}
    kept = [line for place, line in enumerate(lines) if place not in reasons and place not in gaps]
    return kept, [Dropped(place + 1, lines[place].text.strip(), reasons[place]) for place in sorted(reasons)]


def _blank_lines_beside(place: int, lines: Sequence[Line]) -> Iterator[int]:
    for step in (-1, 1):
        beside = place + step
        while 0 <= beside < len(lines) and not lines[beside].text.strip():
            yield beside
            beside += step


def _reasons(lines: Sequence[Line], title: str) -> dict[int, str]:
    places = [place for place, line in enumerate(lines) if line.text.strip()]
    running = _running_headers(lines, places)
    own_title = plain_title(title)
    reasons: dict[int, str] = {}
    previous = ""  # the last line that is kept
    for nth, place in enumerate(places):
        text = lines[place].text.strip()
        if _PAGE_NUMBER.fullmatch(text):
            reasons[place] = "页码"
        elif place in running:
            reasons[place] = "页码" if text.isdecimal() else "页眉或页脚"
        elif nth and plain_title(text) == own_title:
            reasons[place] = "页眉或页脚"  # the title again, after the document has begun
        elif lines[place].role == "contents" or _CONTENTS_LINE.fullmatch(text):
            reasons[place] = "目录"
        elif _LINK.fullmatch(text) and (_ENCYCLOPAEDIA.match(text) or _breaks(previous, lines[place])):
            reasons[place] = "零散链接"
        else:
            previous = text
    return reasons


def _breaks(previous: str, line: Line) -> bool:
    """Whether a line stands in the middle of a wrapped sentence."""
    unfinished = not previous.endswith(_ENDS) and width(previous) >= _NARROWEST_WRAPPED
    return unfinished and not line.whole and mark_of(previous) is None


def _running_headers(lines: Sequence[Line], places: Sequence[int]) -> set[int]:
    """Places of lines at the edges of pages that come again on several pages, but for the page's number."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for place in places:
        by_page[lines[place].page].append(place)
    alike: dict[str, list[int]] = defaultdict(list)
    for page, of_page in by_page.items():
        for place in {*of_page[:2], *of_page[-2:]}:
            text = squeezed(lines[place].text)
            if text.isdecimal():
                alike[f"number {int(text) - page}"].append(place)  # page numbers run along with the pages
            elif len(text) <= _LONGEST_HEADER:
                alike[text.strip("0123456789/-")].append(place)
    return {
        place
        for found in alike.values()
        if len({lines[place].page for place in found}) >= _FEWEST_PAGES
        for place in found
    }
