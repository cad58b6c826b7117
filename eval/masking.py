"""How well personal data is covered: `python -m eval masking`, on messages as people write them (`sets/masking.jsonl`).

Recall: of what is personal in them, the share that is covered. Precision: of what is covered, the share that is personal.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bot.gateway.masking import mask

FILE = Path(__file__).with_name("sets") / "masking.jsonl"
COVER = re.compile(r"\[[^\[\]\d]{2,5}\]")


def measure(file: Path = FILE) -> dict[str, Any]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    personal = hidden = covers = 0
    missed, too_much = [], []
    for row in rows:
        masked = mask(row["text"])
        left = [each for each in row["personal"] if each in masked]
        over = len(COVER.findall(masked)) - (len(row["personal"]) - len(left))
        personal += len(row["personal"])
        hidden += len(row["personal"]) - len(left)
        covers += len(COVER.findall(masked))
        missed += left
        too_much += [masked] if over > 0 else []
    return {
        "messages": len(rows),
        "personal": personal,
        "recall": round(hidden / personal, 4),
        "precision": round(min(hidden / covers, 1), 4),
        "missed": missed,
        "too_much": too_much,
    }


def described(report: dict[str, Any]) -> str:
    return "\n".join(
        [
            f"{report['messages']} messages with {report['personal']} personal details: "
            f"recall {report['recall']:.3f}, precision {report['precision']:.3f}",
            *(f"  missed: {each}" for each in report["missed"]),
            *(f"  covered too much: {each}" for each in report["too_much"]),
        ]
    )
