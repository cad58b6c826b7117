"""One form for what is written in many ways, for comparing only: what is shown stays verbatim."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from knowledge.retrieve.numerals import arabic

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
_RUN = re.compile(rf"[{HAN}]+|[a-z]+(?:['&.+-][a-z]+)*|\d+(?:[.:]\d+)*%?")
_BLANKS = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}\d])|(?<=\d) (?=[{HAN}])")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """In simplified characters. Idempotent."""
    while (converted := _converter().convert(text)) != text:
        text = converted  # a few characters take two steps: 薴, 苧, 苎
    return text


def readable(text: str) -> str:
    """Simplified characters, half-width forms, no control or format characters, single blanks. Idempotent."""
    kept = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFKC", text)
        if character.isspace() or not unicodedata.category(character).startswith("C")
    )
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", simplified(kept))).strip()


@lru_cache(maxsize=1024)  # a search asks for that of the same few texts again and again
def comparable(text: str) -> str:
    """`readable`, in lower case, numbers in digits, no blanks inside Chinese. What terms are taken from."""
    return arabic(_BETWEEN_HAN.sub("", readable(text).lower()))


def terms(text: str) -> list[str]:
    """Characters and pairs of neighbours of Chinese; words and numbers of everything else."""
    found: list[str] = []
    for run in _RUN.findall(comparable(text)):
        if run[0].isascii():
            found.append(run)
        else:
            found.extend(run)
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
    return found
