"""What can be wrong with a document or its folder, in words for the staff who look after them.

IngestError
├── UnreadableDocument   the file itself: empty, too large, damaged, locked, a scan, of an unknown kind
└── BadContent           an authored file: which file, which line or key, and how to mend it
"""

from __future__ import annotations

from pathlib import Path


class IngestError(Exception):
    """A refusal with a sentence in Chinese that says what to do."""


class UnreadableDocument(IngestError):
    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file.name}：{reason}")


class BadContent(IngestError):
    def __init__(self, file: Path, where: str, reason: str) -> None:
        super().__init__(f"{file.parent.name}/{file.name} {where}：{reason}")
