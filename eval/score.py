"""Anyone's replies graded against a question set: `python -m eval score FILE`. See sets/README.md for the form.

A reply cites a passage when one of its `quotes` stands in it, verbatim but for whitespace.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eval import grading, questions
from eval.grading import REFUSAL, Entry, Reply
from eval.questions import squeezed
from knowledge.ingest.edition import DOCUMENTS, read_edition

EDITION = "2020"
_KEYS = {"id", "answered", "text", "quotes"}


class BadReplies(ValueError):
    """The file is not in the form asked for; the message says where and what to mend."""


def measure(file: Path, name: str) -> dict[str, Any]:
    """Grades of the replies to a set; a question without a reply counts as refused."""
    replies = _read(file)
    passages = {squeezed(each.text): each.text for each in read_edition(DOCUMENTS / EDITION).passages}
    settled, unsettled = questions.entries(name), questions.entries(f"{name}_unanswerable")
    if unknown := replies.keys() - {each["id"] for each in settled + unsettled}:
        raise BadReplies(f"{file}: no question of the set {name} has the id {sorted(unknown)[0]}")
    found = grading.grade_all(
        settled, unsettled, lambda entry: _reply(entry, replies, passages), name=name == "dev"
    )
    use = dict(questions.SETS_AND_USES)[name]
    missing = len(settled) + len(unsettled) - len(replies)
    return {name: {"use": use if not missing else f"{use}; {missing} without a reply"} | found}


def _reply(entry: Entry, replies: Mapping[str, Any], passages: Mapping[str, str]) -> Reply:
    row = replies.get(entry["id"])
    if row is None or not row["answered"]:
        return REFUSAL
    quotes = [squeezed(each) for each in row["quotes"] if squeezed(each)]
    cited = tuple(text for bare, text in passages.items() if any(quote in bare for quote in quotes))
    return Reply(True, " ".join([row["text"], *row["quotes"]]), cited)


def _read(file: Path) -> dict[str, dict[str, Any]]:
    found = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
        except ValueError:
            raise BadReplies(f"{file}: line {number} is not JSON") from None
        if not isinstance(row, dict) or set(row) != _KEYS:
            raise BadReplies(f"{file}: line {number} must have just these keys: {', '.join(sorted(_KEYS))}")
        if row["id"] in found:
            raise BadReplies(f"{file}: line {number} replies to {row['id']} a second time")
        found[row["id"]] = row
    return found
