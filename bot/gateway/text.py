"""Cleaning of what people type: valid Unicode, no invisible characters, nothing that means a command to Rasa."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

from pydantic import BeforeValidator

# What cannot be seen, as the inside of a character class: control and format characters of Unicode 15 (zero-width,
# direction marks, tags), and letters that are blank.
INVISIBLE = (
    "\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f"
)
# As JSON Schema wants it: at least one character to be seen.
SOMETHING_VISIBLE = rf"[^\s{INVISIBLE}]"

_LINE_BREAK = re.compile("\r\n|[\r\x85\u2028\u2029]")
_INVISIBLE = re.compile(f"(?!\n)[{INVISIBLE}]")


def without_surrogates(text: str) -> str:
    """Half an emoji, as a client leaves it that cuts by UTF-16 units, is dropped instead of refused."""
    return text.encode("utf-8", "ignore").decode()


Text = Annotated[
    str, BeforeValidator(lambda value: without_surrogates(value) if isinstance(value, str) else value)
]


def clean(text: str) -> str:
    """NFC, without control, direction and zero-width characters, trimmed; empty when nothing visible is left."""
    lines = _LINE_BREAK.sub("\n", without_surrogates(text)).replace("\t", " ")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", lines)).strip()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit of any script; emoji and punctuation alone say nothing to look up."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


def for_rasa(text: str) -> str:
    """A leading slash would name an intent directly, so it becomes full width."""
    return "／" + text[1:] if text.startswith("/") else text
