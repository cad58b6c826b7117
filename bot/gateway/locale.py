"""Which language to answer in, turn by turn."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import Literal

from opencc import OpenCC
from pypinyin import Style, pinyin

Locale = Literal["zh-Hans", "zh-Hant", "en"]
DEFAULT: Locale = "zh-Hans"

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
# Said in every language, so they say nothing about the speaker's.
NEUTRAL = frozenset(
    [
        "ok",
        "okay",
        "yes",
        "no",
        "hi",
        "bye",
        "http",
        "https",
        "www",
        "com",
        "html",
        "chrome",
        "edge",
        "word",
        "excel",
        "docx",
        "xlsx",
        "xlsl",
        "pptx",
        "jpeg",
        "heic",
        "letci",
        "email",
        "wechat",
        "ukey",
    ]
)


# Made of Chinese syllables too, and yet English: are you sure.
_ENGLISH = frozenset(
    ["are", "one", "same", "time", "more", "here", "take", "sure", "see", "make", "share", "change"]
)

_LONGEST_SYLLABLE = 6  # letters: zhuang
_FEWEST_SYLLABLES = 4  # of a message without characters; fewer may be English


@cache
def _spoken_syllables() -> frozenset[str]:
    """Of the characters in use: those of the first level of GB 2312, which are ordered by their sound."""
    common = (bytes([row, cell]) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    text = "".join(each.decode("gb2312", "ignore") for each in common)
    return frozenset(chain.from_iterable(pinyin(text, style=Style.NORMAL, heteronym=True)))


@lru_cache(maxsize=1024)
def _syllables(letters: str) -> int:
    """How many a word is at least, as Chinese is written in Latin letters; 0 for no such word."""
    fewest = [0, *[len(letters) + 1] * len(letters)]
    for end in range(1, len(letters) + 1):
        for begin in range(max(end - _LONGEST_SYLLABLE, 0), end):
            if letters[begin:end] in _spoken_syllables():
                fewest[end] = min(fewest[end], fewest[begin] + 1)
    return fewest[-1] if fewest[-1] <= len(letters) else 0


@cache
def _script_marks() -> tuple[frozenset[str], frozenset[str]]:
    """Characters that only traditional, and that only simplified text is written with."""
    han = [chr(code) for code in range(0x3400, 0xA000)]
    lines = "\n".join(han)
    simplified = OpenCC("t2s").convert(lines).split("\n")
    traditional = OpenCC("s2t").convert(lines).split("\n")
    forms = list(zip(han, simplified, traditional, strict=True))
    return (
        frozenset(char for char, simple, full in forms if simple != char and full == char),
        frozenset(char for char, simple, full in forms if simple == char and full != char),
    )


def traditional(text: str) -> str:
    """As people in Hong Kong and Shenzhen write it."""
    return _to_traditional().convert(text)


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2hk")


def written_in(text: str) -> Locale | Literal["zh"] | None:
    """The language and script of a text; `zh` when both scripts write it so, or
    the letters of its sound, None when it does not show."""
    han = len(HAN.findall(text))
    words = [word for word in WORD.findall(text) if word.lower() not in NEUTRAL]
    # Codes and abbreviations (ISO, PDCA, QC) stand in sentences of any language.
    spoken = [word for word in words if not word.isupper() and len(word) > 1]
    syllables = [_syllables(word.lower()) for word in spoken]
    sounds_chinese = all(syllables) and not any(word.lower() in _ENGLISH for word in spoken)
    if spoken and sounds_chinese and (han or sum(syllables) >= _FEWEST_SYLLABLES):
        return "zh"
    if han == 0:
        return "en" if len(spoken) >= 2 or any(len(word) > 3 for word in spoken) else None
    if len(spoken) >= 3 and han <= len(spoken) and any(word.islower() for word in spoken):
        return "en"
    traditional, simplified = _script_marks()
    lead = sum((char in traditional) - (char in simplified) for char in text)
    return "zh-Hant" if lead > 0 else "zh-Hans" if lead < 0 else "zh"


def decide(text: str, requested: Locale | None, previous: Locale | None) -> Locale:
    """The locale of the answer.

    `requested` is what the widget is set to, `previous` what the session was last answered in under the same
    setting. Clear English or traditional text wins over both; simplified text does not win over a setting that
    somebody chose; a bare number, "ok" and the like keep what was.
    """
    found = written_in(text)
    if found in ("en", "zh-Hant"):
        return found
    if found == "zh-Hans":
        return requested or DEFAULT
    kept = previous or requested or DEFAULT
    if found == "zh" and kept == "en":
        return requested or DEFAULT
    return kept
