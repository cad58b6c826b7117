"""The guide's list of formats, the kinds of material, and names of files."""

from __future__ import annotations

import unicodedata

# The guide prints "xlsl"; there is no such format, and xlsx is meant.
ALLOWED = ("pdf", "docx", "xlsx", "png", "jpg", "jpeg", "xls", "zip", "rar", "ppt", "doc")
LARGEST_FILE = 50 * 2**20  # bytes; the guide says 50M
LONGEST_REPORT = 30_000  # as Word counts

KINDS = ("form_word", "form_scan", "self_report", "evidence", "tax_certificate")
FORMATS_OF_KIND = {"form_word": ("doc", "docx"), "form_scan": ("pdf", "png", "jpg", "jpeg")}

_SAME = {"jpg": "jpeg"}  # two names of one format
_LONGEST_NAME = 200


def content_of(extension: str) -> str:
    """What a file of that name holds when the name is true."""
    return _SAME.get(extension, extension)


ALLOWED_CONTENT = frozenset(map(content_of, ALLOWED))


def fits(kind: str, content: str) -> bool:
    return kind not in FORMATS_OF_KIND or content in map(content_of, FORMATS_OF_KIND[kind])


def shown(name: str) -> str:
    """The name without its path, and without characters that are not seen or turn the direction of reading."""
    name = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        char for char in name if unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029"
    )
    return seen.strip()[-_LONGEST_NAME:] or "未命名文件"


def extension(name: str) -> str:
    """In lower case without the dot; empty when there is none."""
    stem, dot, last = shown(name).rstrip(". ").rpartition(".")
    return last.lower() if dot and stem else ""
