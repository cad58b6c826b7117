"""Readers: one for each file format, all giving lines. What cannot be read is refused with a sentence that helps."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from knowledge.ingest.errors import UnreadableDocument
from knowledge.ingest.lines import Line

LARGEST = 50 * 2**20  # bytes; guides are megabytes, and a larger file is a mistake or a scan
# Modules of this package; each is loaded, with its library, when a file needs it.
_READERS = {".txt": "txt", ".md": "markdown", ".docx": "docx", ".pdf": "pdf", ".html": "html", ".htm": "html"}


def read(file: Path) -> list[Line]:
    """The lines of a document; raises UnreadableDocument."""
    name = _READERS.get(file.suffix.lower())
    if name is None:
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
        lines = import_module(f"{__name__}.{name}").read(file)
    except FileNotFoundError as failure:
        raise UnreadableDocument(file, "找不到这个文件") from failure
    except OSError as failure:
        raise UnreadableDocument(file, f"读不了这个文件（{failure.strerror or failure}）") from failure
    if not any(line.text.strip() for line in lines):
        raise UnreadableDocument(file, "文件里没有文字")
    return lines
