"""Text files from Chinese offices: UTF-8, else GB18030 or UTF-16 where that is beyond doubt."""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

from knowledge.ingest.errors import UnreadableDocument

_TRIED = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be"]


def decoded(file: Path) -> str:
    content = file.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as failure:
        best = from_bytes(content, cp_isolation=_TRIED).best()
        if best is None:
            raise UnreadableDocument(file, "认不出文字编码，请另存为 UTF-8 后再添加") from failure
        return str(best).replace("\r\n", "\n").replace("\r", "\n")
