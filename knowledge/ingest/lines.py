"""A document as its reader found it: lines, with what the format alone knows about them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line of a source.

    `whole`: the format says that this is a paragraph (docx, html, md), not a line that may have been wrapped.
    `heading`: the outline level the format gives, 1 being the outermost; None where it gives none.
    """

    text: str
    page: int = 1
    whole: bool = False
    heading: int | None = None


def width(text: str) -> float:
    """Printed width in half-width columns: a Chinese character or full-width mark 2, others 1.

    A blank counts half: beside digits and Latin words it stands for the quarter-em gap of Chinese typesetting.
    """
    return sum(
        0.5 if char == " " else 2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text
    )


def squeezed(text: str) -> str:
    """The text without any whitespace: what quotes are matched on and what no step may lose."""
    return "".join(text.split())
