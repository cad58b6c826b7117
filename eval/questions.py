"""The question sets of `sets/`, and what counts as found."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.model import Passage

SETS = Path(__file__).with_name("sets")
SETS_AND_USES = (
    ("dev", "development: tuned on"),
    ("sealed", "held out: written blind, read by programs only"),
    ("blind", "held out: written blind a day later, read by programs only"),
    ("veiled", "held out: written blind the day after that, read by programs only"),
    ("fresh", "held out: written blind on 2026-11-29, read by programs only"),
    ("unread", "held out: written blind later that day, read by programs only"),
    (
        "edge",
        "held out: written blind on 2026-11-30 beside what the guide leaves open, read by programs only",
    ),
    ("clear", "held out: written blind later that day, read by programs only"),
    ("test", "test: never tuned on, single questions are never looked at"),
)


@dataclass(frozen=True)
class Question:
    """`quotes` are without whitespace, one for each passage that a whole answer needs; none if it has no answer."""

    text: str
    quotes: tuple[str, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()  # ("language", "yue"), ("style", "typo") …


def entries(name: str) -> list[dict[str, Any]]:
    """A set by its file's stem, as it was written; empty where there is no such file."""
    file = SETS / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.is_file() else []


def locale(language: str) -> str:
    """The interface that somebody who writes so uses."""
    return {"yue": "zh-Hant"}.get(language, language)


def read(name: str) -> list[Question]:
    found = []
    for entry in entries(name):
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


def quote_ranks(question: Question, passages: Sequence[Passage]) -> list[int | None]:
    """For each of the question's quotes, from 0 the place of the first passage that holds it."""
    texts = [squeezed(passage.text) for passage in passages]
    return [
        next((rank for rank, text in enumerate(texts) if quote in text), None) for quote in question.quotes
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
