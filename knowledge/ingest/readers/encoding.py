"""Text files from Chinese offices: UTF-8 or UTF-16, else what they declare, else GB18030 or Big5 where beyond doubt."""

from __future__ import annotations

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from knowledge.ingest.errors import UnreadableDocument

_LARGER_SETS = {"gb2312": "gb18030", "gbk": "gb18030"}  # declared out of habit, with characters beyond them


def decoded(file: Path, declared: str | None = None) -> str:
    """The text with line ends as "\\n"; raises UnreadableDocument where no encoding makes sense of it."""
    content = file.read_bytes()
    encodings = ["utf-8-sig"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif declared:
        encodings.append(_LARGER_SETS.get(declared.lower(), declared))
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        break
    else:
        text = str(from_bytes(content, cp_isolation=["gb18030", "big5"]).best() or "\0")
    if "\0" in text:
        raise UnreadableDocument(file, "认不出文字编码，请另存为 UTF-8 后再添加")
    return text.replace("\r\n", "\n").replace("\r", "\n")
