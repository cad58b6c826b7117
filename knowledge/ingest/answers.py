"""`answers/<topic>.yml` of an edition: answers that were approved, with the quotes that prove them. Read strictly.

A list of entries: `id`; `answer`, by language, `zh-Hans` always; `quotes`, verbatim pieces of the guide, the most
important first; `questions` that it answers; `not_for`, near misses that it does not. Where they are needed: `valid_from`
and `valid_until`, the first and the last day on which it is given; `explained`, terms and computed figures that it needs though the guide
does not print them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge import handwritten
from knowledge.ingest.errors import BadContent
from knowledge.ingest.lines import squeezed
from knowledge.ingest.questions import QuotedQuestion, resolved
from knowledge.model import ApprovedAnswer, AuthoredQuestion, Citation, Passage

FOLDER = "answers"
_KEYS = {"id", "answer", "quotes", "questions", "not_for"}
_DATES = ("valid_from", "valid_until")
_MORE = {*_DATES, "explained"}


@dataclass(frozen=True)
class Entry:
    id: str
    answer: dict[str, str]
    quotes: tuple[str, ...]
    questions: tuple[str, ...]
    not_for: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    explained: tuple[str, ...] = ()


def read_answers(edition_folder: Path) -> list[tuple[Path, Entry]]:
    """Every answer with its file; an edition without the folder has none. Raises BadContent."""
    found: list[tuple[Path, Entry]] = []
    files: dict[str, Path] = {}
    for file in sorted((edition_folder / FOLDER).glob("*.yml")):
        for nth, entry in enumerate(_entries(file), start=1):
            answer = parsed(entry, nth, file)
            if answer.id in files:
                raise BadContent(file, answer.id, f"{files[answer.id].name} 里已有这个 id，请换一个")
            files[answer.id] = file
            found.append((file, answer))
    return found


def approved(
    entries: Sequence[tuple[Path, Entry]], passages: Sequence[Passage]
) -> tuple[ApprovedAnswer, ...]:
    """All answers with their quotes as the passages print them; raises BadContent for a quote in none."""
    return tuple(
        ApprovedAnswer(
            id=entry.id,
            text=entry.answer,
            citations=tuple(_cited(quote, passages, file, entry.id) for quote in entry.quotes),
            near_misses=entry.not_for,
            valid_from=entry.valid_from,
            valid_until=entry.valid_until,
        )
        for file, entry in entries
    )


def asked(entries: Sequence[tuple[Path, Entry]], passages: Sequence[Passage]) -> tuple[AuthoredQuestion, ...]:
    """The questions of all approved answers, with the passages of their quotes; raises BadContent."""
    return tuple(
        question
        for file, answer in entries
        for question in resolved(
            [
                QuotedQuestion(nth, text, tuple(map(squeezed, answer.quotes)), answer.id)
                for nth, text in enumerate(answer.questions, start=1)
            ],
            passages,
            file,
        )
    )


def _cited(quote: str, passages: Sequence[Passage], file: Path, identity: str) -> Citation:
    """Blanks count for nothing in finding the quote; what is cited is the passage's own wording, blanks and all."""
    wanted = re.compile(r"\s*".join(map(re.escape, squeezed(quote))))
    by_kind = sorted(passages, key=lambda passage: passage.kind != "text")  # the clause before its heading
    for passage in by_kind:
        if found := wanted.search(passage.text):
            return Citation(passage.id, found[0])
    raise BadContent(file, identity, f"原文里没有“{quote}”，请照原文改正")


def _entries(file: Path) -> list[Any]:
    try:
        content = handwritten.load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as failure:
        raise BadContent(file, "", f"不是有效的 YAML（{' '.join(str(failure).split())}）") from failure
    if not isinstance(content, list):
        raise BadContent(file, "", "要写成一列答案，每条以“- id:”开头")
    return content


def parsed(entry: Any, nth: int, file: Path) -> Entry:
    """What an entry of the list says, the `nth` from 1; raises BadContent."""
    where = f"第 {nth} 条"
    if not isinstance(entry, dict) or not _KEYS <= set(entry) <= _KEYS | _MORE:
        raise BadContent(
            file,
            where,
            f"要有这些键：{'、'.join(sorted(_KEYS))}；还可以有 {'、'.join(sorted(_MORE))}，不能有别的",
        )
    if not _text(entry["id"]):
        raise BadContent(file, where, "id 要写一个名字")
    answer = entry["answer"]
    if not isinstance(answer, dict) or "zh-Hans" not in answer or not all(map(_text, answer.values())):
        raise BadContent(file, entry["id"], "answer 要按语言写，至少有 zh-Hans")
    for key, least in (("quotes", 1), ("questions", 1), ("not_for", 0), ("explained", 0)):
        texts = entry.get(key, [])
        if not isinstance(texts, list) or len(texts) < least or not all(map(_text, texts)):
            raise BadContent(file, entry["id"], f"{key} 要写成一列文字（数字请加引号）")
    dates = [entry.get(key) for key in _DATES]
    if not all(day is None or isinstance(day, date) for day in dates):
        raise BadContent(file, entry["id"], f"{'、'.join(_DATES)} 要写成 2020-01-31 这样的日期")
    return Entry(
        entry["id"],
        answer,
        tuple(entry["quotes"]),
        tuple(entry["questions"]),
        tuple(entry["not_for"]),
        *dates,
        tuple(entry.get("explained", [])),
    )


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
