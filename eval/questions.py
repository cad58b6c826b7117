"""The question sets of `sets/`, and what counts as found."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.model import Passage

SETS = Path(__file__).with_name("sets")


@dataclass(frozen=True)
class Question:
    """`quotes` are without whitespace, one for each passage that a whole answer needs; none if it has no answer."""

    text: str
    quotes: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()  # ("language", "yue"), ("style", "typo") …


def read(name: str) -> list[Question]:
    """A set by its file's stem; empty where there is no such file."""
    file = SETS / f"{name}.jsonl"
    if not file.is_file():
        return []
    found = []
    for line in file.read_text("utf-8").splitlines():
        entry = json.loads(line)
        groups = tuple((key, entry[key]) for key in ("language", "style", "type", "kind") if key in entry)
        found.append(Question(entry["q"], tuple(map(squeezed, entry.get("quotes", ()))), groups))
    return found


def gold_rank(question: Question, passages: Sequence[Passage]) -> int | None:
    """From 0: the place of the first passage that holds one of the question's quotes; None for none of them."""
    for rank, passage in enumerate(passages):
        text = squeezed(passage.text)
        if any(quote in text for quote in question.quotes):
            return rank
    return None


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
