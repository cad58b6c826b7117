"""Brings what was typed into one form: half-width, simplified characters, standard Chinese, lower case."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import opencc
import yaml

from .numerals import NUMBER, number

_COLLOQUIAL = Path(__file__).with_name("colloquial.yml")
_CJK = r"[㐀-鿿〇]"
# 企业 2003年 and 第8 没亏 in a row of bare words; 在 2015 年 is one phrase.
_YEAR_ALONE = re.compile(rf"(?<={_CJK})(?<![在于从自到是的为至约]) (?=(?:19|20)\d\d年?(?: |$))")
_PLACE_ALONE = re.compile(rf"(?:(?<=第\d)|(?<=第\d\d)) (?={_CJK})")

_REPUBLICAN_YEAR = re.compile(rf"民国 ?(?P<years>{NUMBER}) ?年")
_REPUBLIC = 1911  # its first year is the next


@lru_cache(maxsize=1)
def _colloquial() -> list[tuple[re.Pattern[str], str]]:
    entries = yaml.safe_load(_COLLOQUIAL.read_text(encoding="utf-8"))
    return [(re.compile(words), standard) for words, standard in entries.items()]


@lru_cache(maxsize=1)
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """In simplified characters, otherwise as it is written."""
    return _simplifier().convert(text)


def _of_our_era(match: re.Match[str]) -> str:
    """民国108年, as Taiwanese firms write 2019."""
    counted = number(match["years"])
    return match[0] if counted is None else f"{counted + _REPUBLIC}年"


def plain(text: str) -> str:
    """`text` as every reader of this package expects it. Idempotent."""
    text = unicodedata.normalize("NFKC", text).replace("○", "〇").replace("’", "'").lower()
    for words, standard in _colloquial():
        text = words.sub(standard, text)
    text = simplified(text)
    text = _REPUBLICAN_YEAR.sub(_of_our_era, text)
    text = re.sub(r"\s*\n\s*", "。", text.strip())
    text = re.sub(r"\s+", " ", text)
    text = _PLACE_ALONE.sub(",", _YEAR_ALONE.sub(",", text))
    # Between two Chinese characters a blank stands for a comma; beside one (2015 年 3 月) it separates nothing.
    text = re.sub(rf"(?<={_CJK}) (?={_CJK})", ",", text)
    return re.sub(rf"(?<={_CJK}) | (?={_CJK})", "", text)
