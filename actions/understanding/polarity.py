"""Yes, no, "fine" and "don't know", in all the forms people give them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from .lexicon import alternatives, listed, load

Side = Literal["yes", "no", "fine", "unknown"]

# A longer piece says more than yes or no; also keeps the backtracking of the patterns small.
_LONGEST = 40

NEGATOR = re.compile(
    r"没有没有|没有?|从未|未曾|未(?!来|必|知|定|名)|无(?!论|锡|人|线|关紧要)|不曾|不(?!过|仅|但|止|久|错|少|断|管|同|如|良|好意思|了解|清楚|知道|确定|太清楚)|"
    r"零(?=事故|处罚|失信|违规|亏损|罚)|非(?!常|营|盈|公|遗|企业)|\bno\b(?!\.)|\bnot\b|\bnever\b|\bwithout\b|n't\b|\bnone\b"
)


@dataclass(frozen=True)
class Polarity:
    side: Side
    hedged: bool = False


@lru_cache(maxsize=1)
def _answers() -> list[tuple[Side, re.Pattern[str]]]:
    words = load("polarity")
    before = alternatives([*words["fillers"], *words["hedges"], *words["doubt"]])
    after = alternatives(words["tails"])
    return [
        (
            side,
            re.compile(rf"(?:{before}[, ]?)*(?P<core>{alternatives(words[side])})(?: ?{after}| )*[!.~。,]*"),
        )
        for side in ("fine", "no", "yes")
    ]


def read_polarity(piece: str) -> Polarity | None:
    """What a piece says if that is all it says; None if it says something else."""
    piece = piece.strip(" ,.!~。?")
    if not piece or len(piece) > _LONGEST or listed("polarity", "onward").fullmatch(piece):
        return None
    for side, pattern in _answers():
        if pattern.fullmatch(piece):
            return _as_said(side, piece)
    if listed("polarity", "doubt").fullmatch(re.sub("[吧了的]+$", "", piece)) or says_unknown(piece):
        return Polarity("unknown")
    return None


def says_unknown(piece: str) -> bool:
    """Whether the piece says that the applicant does not know."""
    return listed("polarity", "unknown").search(piece) is not None


def is_hedged(piece: str) -> bool:
    return (
        re.search("吧[?!。]*$|左右|上下$", piece) is not None
        or listed("polarity", "hedges").search(piece) is not None
    )


def denies(text: str, end: int | None = None) -> bool | None:
    """Whether the words up to `end` negate what follows them; None for a double negation."""
    negators = [match for match in NEGATOR.finditer(text) if end is None or match.start() < end]
    if len(negators) > 1:
        return None
    return bool(negators)


def _as_said(side: Side, piece: str) -> Polarity:
    if listed("polarity", "doubt").search(piece):
        return Polarity("unknown")
    return Polarity(side, is_hedged(piece))
