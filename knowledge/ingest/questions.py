"""`questions.jsonl`: questions that people wrote, each with verbatim quotes of the passages that answer it.

One object a line: `q`, the question; `quotes`, pieces of the passages without whitespace, the most important first;
`answer`, a short answer for the authors' own orientation, which is not shown to anyone; `approved`, the id of the
approved answer that the question gets.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from knowledge.ingest.errors import BadContent
from knowledge.ingest.lines import squeezed
from knowledge.model import AuthoredQuestion, Passage

FILE = "questions.jsonl"


@dataclass(frozen=True)
class QuotedQuestion:
    """A line of the file; `line` counts from 1."""

    line: int
    text: str
    quotes: tuple[str, ...]
    approved: str = ""


def read_questions(file: Path) -> list[QuotedQuestion]:
    """All lines; an edition without the file has no questions. Raises BadContent that names line and mend."""
    if not file.is_file():
        return []
    found: list[QuotedQuestion] = []
    first_lines: dict[str, int] = {}
    for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        question = _question(line, number, file)
        earlier = first_lines.setdefault(squeezed(question.text), number)
        if earlier != number:
            raise BadContent(file, f"第 {number} 行", f"与第 {earlier} 行是同一个问题，请删去一行")
        found.append(question)
    return found


def _question(line: bytes, number: int, file: Path) -> QuotedQuestion:
    where = f"第 {number} 行"
    try:
        content: Any = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as failure:
        raise BadContent(file, where, "不是 UTF-8 编码，请另存为 UTF-8") from failure
    except json.JSONDecodeError as failure:
        raise BadContent(
            file, where, f"不是有效的 JSON（{failure.msg}，第 {failure.colno} 个字符处）"
        ) from failure
    if not isinstance(content, dict) or not (
        {"q", "quotes"} <= set(content) <= {"q", "quotes", "answer", "approved"}
    ):
        raise BadContent(file, where, '要有 "q" 和 "quotes"，可以有 "answer" 和 "approved"，不能有别的键')
    if not isinstance(content["q"], str) or not content["q"].strip():
        raise BadContent(file, where, '"q" 要写一个问题')
    quotes = content["quotes"]
    if (
        not isinstance(quotes, list)
        or not quotes
        or not all(isinstance(each, str) and squeezed(each) for each in quotes)
    ):
        raise BadContent(file, where, '"quotes" 要写至少一段原文')
    if not isinstance(content.get("approved", ""), str):
        raise BadContent(file, where, '"approved" 要写一条核定答案的 id')
    return QuotedQuestion(
        number,
        content["q"].strip(),
        tuple(squeezed(each) for each in quotes),
        content.get("approved", ""),
    )


def resolved(
    questions: Sequence[QuotedQuestion], passages: Sequence[Passage], file: Path
) -> tuple[AuthoredQuestion, ...]:
    """The questions with the passages that their quotes are from; raises BadContent for a quote in none."""
    places = quoted_passages(questions, passages)
    for line, quote in unfound(questions, places):
        raise BadContent(file, f"第 {line} 行", f"原文里没有“{quote}”，请照原文改正")
    return tuple(
        AuthoredQuestion(
            question.text,
            tuple(dict.fromkeys(each for quote in question.quotes for each in places[quote])),
            question.quotes,
            question.approved,
        )
        for question in questions
    )


def refuse_unknown_answers(questions: Sequence[QuotedQuestion], known: Collection[str], file: Path) -> None:
    """Raises BadContent for a question that names an answer which is not there."""
    for question in questions:
        if question.approved and question.approved not in known:
            raise BadContent(
                file, f"第 {question.line} 行", f"没有核定答案“{question.approved}”，请改正 approved"
            )


def quoted_passages(
    questions: Sequence[QuotedQuestion], passages: Sequence[Passage]
) -> dict[str, tuple[str, ...]]:
    """For every quote the ids of the passages it is from; one may run over the end of a passage into the next.

    Captions and headings count only where no text says the same.
    """
    texts = [squeezed(passage.text) for passage in passages]
    ends = list(accumulate(map(len, texts)))
    whole = "".join(texts)
    places: dict[str, tuple[str, ...]] = {}
    for quote in dict.fromkeys(quote for question in questions for quote in question.quotes):
        touched = [
            passage
            for start in _occurrences(quote, whole)
            for passage in passages[bisect_right(ends, start) : bisect_left(ends, start + len(quote)) + 1]
        ]
        in_text = [passage for passage in touched if passage.kind == "text"]
        places[quote] = tuple(dict.fromkeys(passage.id for passage in in_text or touched))
    return places


def _occurrences(quote: str, text: str) -> Iterator[int]:
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def unfound(questions: Sequence[QuotedQuestion], places: dict[str, tuple[str, ...]]) -> list[tuple[int, str]]:
    """Line and text of every quote that is in no passage."""
    return [(each.line, quote) for each in questions for quote in each.quotes if not places[quote]]
