"""The guide reader: an edition's passages as a page with contents, anchors, and the cited words marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.gateway.knowledge_client import Edition, Passage

# h1 is the page's title, so the guide's own first level is h2; HTML ends at h6.
MAX_HEADING = 6
# The guide's headings go six levels deep; a contents list of three can still be surveyed.
CONTENTS_LEVELS = 3


@dataclass(frozen=True)
class Run:
    """A piece of text within one line; `marked` when it belongs to the cited quote."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Block:
    """One passage on the page, as lines of runs."""

    id: str
    kind: str
    level: int
    lines: list[list[Run]]
    cited: bool = False


@dataclass
class Entry:
    """A heading in the contents list, with the headings below it."""

    id: str
    text: str
    children: list[Entry] = field(default_factory=list)


def blocks(edition: Edition, cited: str, quote: str) -> list[Block]:
    """All passages in order, with `quote` marked in the passage `cited`; a quote that is not there marks nothing."""
    return [_block(passage, quote if passage.passage_id == cited else "") for passage in edition.passages]


def contents(edition: Edition) -> list[Entry]:
    """The headings as a tree. A heading that skips a level hangs under the last one above it."""
    top: list[Entry] = []
    open_entries: list[tuple[int, Entry]] = []
    for passage in edition.passages:
        if passage.kind != "heading" or passage.level > CONTENTS_LEVELS:
            continue
        entry = Entry(passage.passage_id, passage.text)
        while open_entries and open_entries[-1][0] >= passage.level:
            open_entries.pop()
        (open_entries[-1][1].children if open_entries else top).append(entry)
        open_entries.append((passage.level, entry))
    return top


def _block(passage: Passage, quote: str) -> Block:
    span = find(quote, passage.text)
    return Block(
        id=passage.passage_id,
        kind=passage.kind,
        level=min(passage.level + 1, MAX_HEADING),
        lines=_lines(passage.text, span),
        cited=span is not None,
    )


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote stands in the text, as [start, end). White space counts on neither side: lines wrap."""
    if quote and quote == quote.strip() and (start := text.find(quote)) >= 0:
        return start, start + len(quote)
    wanted = re.sub(r"\s+", "", quote)
    places = [place for place, char in enumerate(text) if not char.isspace()]
    start = "".join(text[place] for place in places).find(wanted) if wanted else -1
    return (places[start], places[start + len(wanted) - 1] + 1) if start >= 0 else None


def _lines(text: str, span: tuple[int, int] | None) -> list[list[Run]]:
    start, end = span or (0, 0)
    lines, offset = [], 0
    for line in text.splitlines(keepends=True):
        first, last = (min(max(edge - offset, 0), len(line)) for edge in (start, end))
        runs = [Run(line[:first]), Run(line[first:last], True), Run(line[last:])]
        lines.append([Run(run.text.rstrip("\r\n"), run.marked) for run in runs if run.text.strip()])
        offset += len(line)
    return [line for line in lines if line]
