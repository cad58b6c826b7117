"""The wordings under which approved answers are offered: well-formed questions of their own, in the reader's language.

People also wrote keywords, half sentences, misspellings and Cantonese for them: good to match and not to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Literal, get_args

from opencc import OpenCC

from knowledge.model import ApprovedAnswer, AuthoredQuestion
from knowledge.retrieve.normalise import simplified

Locale = Literal["zh-Hans", "zh-Hant", "en"]
LOCALES: tuple[Locale, ...] = get_args(Locale)
MOST_WORDINGS = 3  # of an answer and language: authors write the plain ones first, the misspelt ones last

_ASKS = re.compile(
    "[吗呢嗎]$|什么|什麼|怎么|怎麼|怎样|怎樣|如何|多少|几|幾|哪|谁|誰|为何|為何|多久|多长|多長|多大|何时|何時|是否|[能可]否|有没有|有沒有"
    "|(.)不\\1|能不能|可不可"
)
_CANTONESE = re.compile("[唔係嘅咗嚟佢哋啲冇咩嗰喺俾畀攞]|點樣|點解|邊個|幾多|幾耐|[得報申攞]唔")
_ENGLISH = re.compile(
    "(?:How|What|Which|Who|Whose|When|Where|Why|Is|Are|Do|Does|Did|Can|Could|May|Must|Will|Would|Should|Has|Have|In|At|By|From|For|On|To|If|After)\\b"
)
_CLOSED = re.compile(r"[？?。.！!…，,；;\s]+$")


class Offered:
    """By language and answer the wordings to show, the plainest first; there is one at least wherever there are questions."""

    def __init__(self, answers: Sequence[ApprovedAnswer], questions: Iterable[AuthoredQuestion]) -> None:
        self._answers = {answer.id: answer for answer in answers}
        asked: dict[str, list[str]] = {answer.id: [] for answer in answers}
        for question in questions:
            if question.answer:
                asked[question.answer].append(question.text)
        self._wordings = {
            (locale, answer): _wordings(texts, locale)
            for answer, texts in asked.items()
            for locale in LOCALES
        }

    def wordings(self, answer: str, locale: Locale) -> tuple[str, ...]:
        """None for an answer that is not given today."""
        if not self._answers[answer].given_on(date.today()):
            return ()
        return self._wordings[locale, answer]

    def offers(self, answer: str, text: str) -> bool:
        """Whether a question is shown as it was written, in some language."""
        return any(closed(text) in self._wordings[locale, answer] for locale in LOCALES)

    def heading(self, answer: str, locale: Locale) -> str | None:
        """The one wording that stands for an answer; None where nothing well-formed was written."""
        return next(iter(self.wordings(answer, locale)), None)


def _wordings(texts: Sequence[str], locale: Locale) -> tuple[str, ...]:
    if locale == "en":
        english = [text for text in texts if text.isascii() and text.endswith("?")]
        found = [text for text in english if _ENGLISH.match(text)] or english[:1]
    else:
        plain = [text for text in texts if not text.isascii() and well_formed(text)]
        found = [text for text in plain if (simplified(text) == text) == (locale == "zh-Hans")]
        if not found and locale == "zh-Hant":
            found = [_traditional().convert(text) for text in plain[:1]]
    return tuple(dict.fromkeys(closed(text) for text in found[:MOST_WORDINGS]))


def well_formed(text: str) -> bool:
    """A whole question in written Chinese."""
    bare = _CLOSED.sub("", text)
    return not re.search(r"\s", bare) and bool(_ASKS.search(bare)) and not _CANTONESE.search(bare)


def closed(text: str) -> str:
    """With its question mark."""
    return text if text.isascii() else f"{_CLOSED.sub('', text)}？"


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2hk")
