"""The text of a doc (Word 97–2003), from its table of pieces as [MS-DOC] 2.4.1 describes it."""

from __future__ import annotations

import re
import struct

from actions.materials.findings import Refused
from actions.materials.ole import OldOffice
from actions.materials.report_text import Line, ReportText

_MAGIC = 0xA5EC
_PIECES_AT = 0x01A2  # fcClx, lcbClx
# Lengths of the parts of the text, in the order in which they follow one another; headers and comments do not count.
_PARTS = {"main": 76, "footnotes": 80, "headers": 84, "comments": 92, "endnotes": 96, "boxes": 100}
_COUNTED = ("main", "footnotes", "endnotes", "boxes")
_FIELD_CODE = re.compile(
    "\x13[^\x13\x14\x15]*(?:\x14|(?=\x15))"
)  # what a field computes from, before its result
_END = re.compile("[\r\n\x07\x0b\x0c]")
_CELL, _PICTURE, _DRAWN = "\x07", "\x01", "\x08"


def read(document: OldOffice) -> ReportText:
    try:
        parts = _parts(document)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise Refused("unreadable", "broken") from None
    text = "\r".join(_without_codes(parts[name]) for name in _COUNTED)
    figures = any(mark in text for mark in (_CELL, _PICTURE, _DRAWN))
    return ReportText([Line(re.sub("[\x00-\x08\x0e-\x1f]", "", line)) for line in _END.split(text)], figures)


def _parts(document: OldOffice) -> dict[str, str]:
    stream = document.stream("WordDocument")
    if struct.unpack_from("<H", stream)[0] != _MAGIC:
        raise Refused("unreadable", "broken")
    table = document.stream("1Table" if stream[11] & 0x02 else "0Table")  # fWhichTblStm
    start, size = struct.unpack_from("<II", stream, _PIECES_AT)
    text = "".join(_pieces(stream, table[start : start + size]))
    parts, place = {}, 0
    for name, at in _PARTS.items():
        length = struct.unpack_from("<I", stream, at)[0]
        parts[name] = text[place : place + length]
        place += length
    return parts


def _pieces(stream: bytes, pieces: bytes) -> list[str]:
    place = 0
    while pieces[place] == 1:  # formatting comes first
        place += 3 + struct.unpack_from("<H", pieces, place + 1)[0]
    count = (struct.unpack_from("<I", pieces, place + 1)[0] - 4) // 12
    place += 5
    ends = struct.unpack_from(f"<{count + 1}I", pieces, place)
    texts = []
    for number in range(count):
        at = struct.unpack_from("<I", pieces, place + 4 * (count + 1) + 8 * number + 2)[0]
        length = ends[number + 1] - ends[number]
        if at & 0x40000000:  # one byte a character
            at = (at & 0x3FFFFFFF) // 2
            texts.append(stream[at : at + length].decode("cp1252", "replace"))
        else:
            texts.append(stream[at : at + 2 * length].decode("utf-16-le", "replace"))
    return texts


def _without_codes(text: str) -> str:
    before = None
    while before != text:  # fields can lie within fields
        before, text = text, _FIELD_CODE.sub("", text)
    return text
