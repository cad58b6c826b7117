"""Undoes line wrapping: which lines belong to one paragraph.

Chinese type is set on a grid: a paragraph's first line is indented by two characters, every wrapped line is full to
the last character that fits, and only a closing mark may hang over the edge. So a line after which the next
character would still have fitted ends its paragraph; a full line that stops in mid-sentence does not; and after a full
line that happens to end a sentence, the next line's own length tells whether it was indented.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.ingest.lines import Line, unwrapped, width
from knowledge.ingest.numbering import mark_of

# In half-width columns: narrower full lines are a list of short points, wider ones whole paragraphs.
_PAGE_WIDTHS = range(40, 121)
_INDENT = 4  # two Chinese characters, in half-width columns
_SLACK = (
    2  # columns; proportional digits, Latin letters and quotation marks are not exactly as wide as counted
)
_LATIN = re.compile(r"[\x21-\x7e]")
_LATIN_SLACK = (
    0.25  # columns for each of them: fonts differ, the widest digits and capitals are 0.6 to 0.8 of an em
)
_CLOSING = "，。；：？！、”’）》」』】〉,.;:?!)"
# What a line break cannot part: opening marks, a Latin word or one character, closing marks.
_PIECE = re.compile(rf"[“‘（《「『【〈(]*(?:[\x21-\x7e]+|.)[{re.escape(_CLOSING)}]*")
_SENTENCE_END = re.compile(r"[。；：？！.;:?!…][”’）》)]*$")
_ENCLOSED_END = re.compile(r"[”’）》)]$")
_INDENTED = re.compile(r"　| {2,}|\t")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as printed, on one line. `heading` and `caption` are what its format says."""

    text: str
    heading: int | None = None
    caption: bool = False


def rejoin(lines: Sequence[Line]) -> list[Paragraph]:
    """Paragraphs of the lines, in order; blank lines hold no text and are gone afterwards."""
    page_width = _page_width(lines)
    spaced = _double_spaced(lines)
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    texts = [lines[place].text.strip() for place in filled]
    paragraphs: list[Paragraph] = []
    group: list[str] = []

    def end_paragraph() -> None:
        if group:
            paragraphs.append(Paragraph(unwrapped(group)))
            group.clear()

    for nth, place in enumerate(filled):
        line = lines[place]
        if line.whole:
            end_paragraph()
            paragraphs.append(Paragraph(" ".join(line.text.split()), line.heading, line.role == "caption"))
            continue
        if group:
            above = filled[nth - 1]
            blank_between = not spaced and place - above > 1 and line.page == lines[above].page
            goes_on = _continues(texts, nth, len(group) == 1, page_width)
            if blank_between or _INDENTED.match(line.text) or not goes_on:
                end_paragraph()
        group.append(texts[nth])
    end_paragraph()
    return paragraphs


def _page_width(lines: Sequence[Line]) -> float | None:
    """The width of a full line; None when nothing shows that lines were wrapped."""
    texts = [line.text.strip() for line in lines if line.text.strip() and not line.whole]
    widths = [round(width(text)) for text in texts]
    if not widths:
        return None
    full = statistics.mode(sorted((each for each in widths if each >= 0.6 * max(widths)), reverse=True))
    edge = [text for text, each in zip(texts, widths, strict=True) if abs(each - full) <= 2 * _INDENT]
    beyond = sum(each > full + _INDENT for each in widths)
    broken_off = sum(not _SENTENCE_END.search(text) for text in edge)
    shown = broken_off >= max(2, len(edge) / 2) and beyond <= 0.02 * len(widths)
    return full if full in _PAGE_WIDTHS and shown else None


def _double_spaced(lines: Sequence[Line]) -> bool:
    """Whether an empty line follows nearly every line, and so means nothing."""
    filled = sum(bool(line.text.strip()) for line in lines)
    gaps = sum(
        bool(first.text.strip()) and not second.text.strip() for first, second in itertools.pairwise(lines)
    )
    return gaps > 0.6 * filled


def _continues(texts: Sequence[str], nth: int, after_first_line: bool, page_width: float | None) -> bool:
    """Whether line `nth` goes on with the paragraph of the line before it."""
    if page_width is None:
        return False
    before, text = texts[nth - 1], texts[nth]
    after = texts[nth + 1] if nth + 1 < len(texts) else ""
    ends_sentence = _SENTENCE_END.search(before)
    room = page_width - _INDENT if after_first_line else page_width
    if not ends_sentence:
        room -= _LATIN_SLACK * len(_LATIN.findall(before))  # it goes on somewhere, most likely here
    if not _full(before, text, room):
        return False
    if mark_of(text):
        return not ends_sentence and not _ENCLOSED_END.search(before)
    if not ends_sentence or not after or mark_of(after) or _SENTENCE_END.search(text):
        return True  # a last line tells nothing; sentences end inside paragraphs more often than full lines end them
    return _full(text, after, page_width) and not _fits(text, page_width - _INDENT)


def _full(line: str, following: str, room: float) -> bool:
    """Whether the first piece of the next line would not have fitted on this one."""
    piece = _PIECE.match(following)
    return width(line) + width(piece[0] if piece else "") > room - _SLACK


def _fits(line: str, room: float) -> bool:
    """Whether the line is not too long, a mark hanging over its edge aside."""
    return width(line.rstrip(_CLOSING)) <= room + _SLACK
