"""The options that a question offers, and an answer that picks one by its number or place."""

from __future__ import annotations

import re
from functools import cache

from .conduct import DATED
from .lexicon import load
from .numerals import NUMBER, number

DATE_FACTS = ("registration_date", "project_start_date", *DATED.values(), "previous_award_year")
_NUMBERED = re.compile(
    rf"(?:选|选择|第|就|是|我选|那就|option ?|no\.? ?)*(?P<n>{NUMBER}|[a-f])(?:个|项|种|号|条)?(?:吧|的|了|选项)*"
)
_FORMER = re.compile(
    r"(?:是|选|应该是|那就|就)*(?:(?P<first>前者|前一个|前面那?个|上面那?个)|后者|后一个|后面那?个|下面那?个)(?:吧|的)*"
)


@cache
def choices(fact: str) -> list[tuple[object, re.Pattern[str]]]:
    return [(value, re.compile(words)) for value, words in load("choices").get(fact, {}).items()]


def numbered(text: str, fact: str) -> object | None:
    """The option that a number picks; one more than there are is "don't know"."""
    if fact == "city_rank" or fact in DATE_FACTS:
        return None
    values = [value for value, _ in choices(fact)] or [fact not in DATED, fact in DATED]
    former = _FORMER.fullmatch(text)
    if former and len(values) == 2:
        return values[0] if former["first"] else values[1]
    match = _NUMBERED.fullmatch(text)
    if match is None:
        return None
    picked = ord(match["n"]) - ord("a") + 1 if match["n"] in "abcdef" else number(match["n"])
    if picked is None or not 1 <= picked <= len(values) + 1:
        return None
    return values[picked - 1] if picked <= len(values) else "unknown"
