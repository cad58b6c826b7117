"""Cleaning of what people type: valid Unicode, no invisible characters, nothing that means a command to Rasa."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

# Letters by category, blank to the eye.
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
LINE_BREAKS = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\t": " "}


def _without_surrogates(value: object) -> object:
    """Half an emoji, as a client leaves it that cuts by UTF-16 units, is dropped instead of refused."""
    return value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_without_surrogates)]


def clean(text: str) -> str:
    """NFC, without control, direction and zero-width characters, trimmed; empty when nothing visible is left."""
    for mark, plain in LINE_BREAKS.items():
        text = text.replace(mark, plain)
    visible = (
        char
        for char in unicodedata.normalize("NFC", text)
        if char == "\n"
        or (unicodedata.category(char) not in ("Cc", "Cf", "Cs") and char not in BLANK_LETTERS)
    )
    return "".join(visible).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit of any script; emoji and punctuation alone say nothing to look up."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


def for_rasa(text: str) -> str:
    """A leading slash would name an intent directly, so it becomes full width."""
    return "／" + text[1:] if text.startswith("/") else text
