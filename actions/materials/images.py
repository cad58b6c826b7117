"""Pictures: whether they are complete. They are never decoded."""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from actions.materials.findings import Refused

_PNG_START = 8


def check_png(file: BinaryIO) -> None:
    """Every chunk with its checksum, from IHDR to IEND."""
    file.seek(_PNG_START)
    kind = b""
    first = True
    while kind != b"IEND":
        header = file.read(8)
        if len(header) < 8:
            raise Refused("unreadable", "broken")
        size, kind = struct.unpack(">I4s", header)
        body = file.read(size)
        checksum = file.read(4)
        if (first and kind != b"IHDR") or checksum != struct.pack(">I", zlib.crc32(kind + body)):
            raise Refused("unreadable", "broken")
        first = False


def check_jpeg(file: BinaryIO) -> None:
    """The segments up to the picture's data, and the mark that ends it."""
    file.seek(0)
    content = file.read()
    place = 2
    while True:
        if content[place : place + 1] != b"\xff" or place + 4 > len(content):
            raise Refused("unreadable", "broken")
        kind, size = content[place + 1], struct.unpack_from(">H", content, place + 2)[0]
        if kind == 0xFF:  # filling
            place += 1
            continue
        place += 2 + size
        if kind == 0xDA:
            break
    if content.find(b"\xff\xd9", place) < 0:
        raise Refused("unreadable", "broken")
