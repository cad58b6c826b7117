"""Plain text: lines as they stand, pages parted by form feeds."""

from __future__ import annotations

from pathlib import Path

from knowledge.ingest.lines import Line
from knowledge.ingest.readers.encoding import decoded


def read(file: Path) -> list[Line]:
    pages = decoded(file).split("\f")
    return [Line(text, page) for page, content in enumerate(pages, start=1) for text in content.splitlines()]
