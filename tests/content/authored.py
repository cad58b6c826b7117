"""Where authored content lies, and how texts are compared."""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EDITION = ROOT / "knowledge" / "documents" / "2020"
SETS = ROOT / "eval" / "sets"


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without_whitespace(text: str) -> str:
    return re.sub(r"\s+", "", text)
