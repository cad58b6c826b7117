"""`unanswerable.jsonl` of an edition: questions that its guide does not settle, for the gate to know their like.

One object a line: `q`, the question; `kind`, what makes it unanswerable.
"""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.retrieve.errors import BadSettings

FILE = "unanswerable.jsonl"


def read_unanswerable(file: Path) -> list[str]:
    """The questions; an edition without the file has none. Raises BadSettings."""
    if not file.is_file():
        return []
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError as error:
            raise BadSettings(f"{file}：第 {number} 行不是有效的 JSON（{error}）") from error
        if not isinstance(entry, dict) or set(entry) != {"q", "kind"} or not _text(entry["q"]):
            raise BadSettings(f"{file}：第 {number} 行要有且只有 q 和 kind")
        found.append(entry["q"])
    return found


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
