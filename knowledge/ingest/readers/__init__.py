"""Readers: one for each file format, all giving lines. What cannot be read is refused with a sentence that helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge.ingest.errors import UnreadableDocument
from knowledge.ingest.lines import Line
from knowledge.ingest.readers import docx, html, markdown, pdf, txt

LARGEST = 50 * 2**20  # bytes; guides are megabytes, and a larger file is a mistake or a scan
_READERS: dict[str, Callable[[Path], list[Line]]] = {
    ".txt": txt.read,
    ".md": markdown.read,
    ".docx": docx.read,
    ".pdf": pdf.read,
    ".html": html.read,
    ".htm": html.read,
}


def read(file: Path) -> list[Line]:
    """The lines of a document; raises UnreadableDocument."""
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        known = "、".join(suffix.removeprefix(".") for suffix in _READERS)
        raise UnreadableDocument(file, f"不支持这种文件类型，可用的有 {known}")
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise UnreadableDocument(file, "不是文件")
        if size > LARGEST:
            raise UnreadableDocument(
                file,
                f"文件有 {size / 2**20:.0f} MB，超过 {LARGEST // 2**20} MB 的上限，请拆分或压缩插图后再添加",
            )
        if size == 0:
            raise UnreadableDocument(file, "文件是空的")
        lines = reader(file)
    except FileNotFoundError as failure:
        raise UnreadableDocument(file, "找不到这个文件") from failure
    except OSError as failure:
        raise UnreadableDocument(file, f"读不了这个文件（{failure.strerror or failure}）") from failure
    if not any(line.text.strip() for line in lines):
        raise UnreadableDocument(file, "文件里没有文字")
    return lines
