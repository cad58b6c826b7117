"""A document as its reader found it: lines, with what the format alone knows about them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_LATIN_END = re.compile(r"[A-Za-z]$|[A-Za-z)][,.;:]$")


@dataclass(frozen=True)
class Line:
    """One line of a source.

    `whole`: the format says that this is a paragraph (docx, html, md), not a line that may have been wrapped.
    `heading`: the outline level the format gives, 1 being the outermost; None where it gives none.
    `role`: what the format says it is, a picture's caption or an entry of the table of contents; else "text".
    """

    text: str
    page: int = 1
    whole: bool = False
    heading: int | None = None
    role: Literal["text", "caption", "contents"] = "text"


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


def unwrapped(lines: Iterable[str]) -> str:
    """The lines as one: Chinese runs on without a blank, Latin words keep one between them."""
    text = ""
    for line in lines:
        line = line.strip()
        text += (" " if _LATIN_END.search(text) and line[:1].isascii() and line[:1].isalpha() else "") + line
    return text


def plain_title(title: str) -> str:
    """A title without the marks that are put around it or left out at will."""
    return re.sub(r"[\s《》（）()〈〉]", "", title)
