"""A report's text as the readers of the formats hand it over."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A paragraph, or a line of a PDF. `level` is that of a heading the author marked as one, the highest is 1."""

    text: str
    level: int | None = None
    contents: bool = False  # belongs to a table of contents


@dataclass
class ReportText:
    """`marked` says whether the format tells headings apart at all; `figures` is any picture, chart or table."""

    lines: list[Line] = field(default_factory=list)
    figures: bool = False
    marked: bool = False
