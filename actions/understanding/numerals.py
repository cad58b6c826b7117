"""Numbers as people write them: Arabic digits, Chinese numerals, English number words."""

from __future__ import annotations

import cn2an

# One whole number in simplified Chinese or Arabic digits.
NUMBER = r"(?:\d+|[零〇一二两三四五六七八九十百千万廿]+)"
DIGITS = "零一二三四五六七八九"

ENGLISH = {
    word: value
    for value, words in enumerate(
        [
            "zero",
            "one/first",
            "two/second",
            "three/third",
            "four/fourth",
            "five/fifth",
            "six/sixth",
            "seven/seventh",
            "eight/eighth",
            "nine/ninth",
            "ten/tenth",
            "eleven/eleventh",
            "twelve/twelfth",
            "thirteen/thirteenth",
            "fourteen/fourteenth",
            "fifteen/fifteenth",
            "sixteen/sixteenth",
            "seventeen/seventeenth",
            "eighteen/eighteenth",
            "nineteen/nineteenth",
            "twenty/twentieth",
        ]
    )
    for word in words.split("/")
} | {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "an": 1, "a": 1}

ENGLISH_NUMBER = r"(?:\d+|" + "|".join(sorted(ENGLISH, key=len, reverse=True)) + r")"


def number(text: str) -> int | None:
    """The value of a whole number in any of the three notations; None if it is none."""
    text = text.strip().lower()
    if text.isascii() and text.isdigit():
        return int(text)
    if text in ENGLISH:
        return ENGLISH[text]
    text = text.replace("〇", "零")
    if text.startswith(("百", "千", "万")):
        text = "一" + text
    try:
        return int(cn2an.cn2an(text, "normal"))
    except ValueError:
        return None


def spelled_digits(text: str) -> str:
    """Chinese digits said one by one, as Arabic digits: 二零一五 → 2015; other characters stay."""
    return "".join(str(DIGITS.index(c)) if c in DIGITS else "0" if c == "〇" else c for c in text)
