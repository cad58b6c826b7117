"""Sees that a question is about an award of another city, district or country, of which the guide says nothing."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import listed, load
from .spoken import plain


def names_another_award(text: str) -> bool:
    return bool(_other_awards().search(plain(text)))


def asks_of_another_award(text: str) -> bool:
    """Whether no other award is meant than one of those: ours is not named, and that one was not won before it."""
    rest, others = _other_awards().subn("", plain(text))  # 广州市市长质量奖 is not ours
    return others > 0 and not listed("places", "our_award").search(rest)


@cache
def _other_awards() -> re.Pattern[str]:
    places = load("places")
    return re.compile(places["other_awards"].format(elsewhere="|".join(places["elsewhere"])))
