"""The old Office formats (doc, xls, ppt): which one it is, passwords, macros."""

from __future__ import annotations

import io
import re
import struct
from typing import BinaryIO

import olefile

from actions.materials.findings import Refused

ENCRYPTED_PACKAGE = "encrypted"
_MAIN_STREAMS = {
    "doc": ("WordDocument",),
    "xls": ("Workbook", "Book"),
    "ppt": ("PowerPoint Document",),
    ENCRYPTED_PACKAGE: ("EncryptedPackage",),  # a docx, xlsx or pptx with a password
}
_PPT_ENCRYPTED = 0xF3D1C4DF  # [MS-PPT] 2.3.2, headerToken
_PPT_MACROS = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL)  # VBAInfoAtom
_BIFF_FILEPASS, _BIFF_BOUNDSHEET, _BIFF_EOF = 0x2F, 0x85, 0x0A  # [MS-XLS] 2.3.2
_MACRO_SHEET = 1


class OldOffice:
    """Raises `Refused` for files that are broken or cut off."""

    def __init__(self, file: BinaryIO) -> None:
        file.seek(0)
        try:
            self._ole = olefile.OleFileIO(file, raise_defects=olefile.DEFECT_INCORRECT)
        except (OSError, ValueError, IndexError, struct.error):  # olefile's own errors are OSErrors
            raise Refused("unreadable", "broken") from None
        self.content = next(
            (kind for kind, names in _MAIN_STREAMS.items() if any(self._ole.exists(name) for name in names)),
            "ole",
        )

    def stream(self, name: str) -> bytes:
        try:
            return self._ole.openstream(name).read()
        except (OSError, ValueError, IndexError, struct.error):
            raise Refused("unreadable", "broken") from None

    def is_encrypted(self) -> bool:
        if self.content == "doc":
            header = self.stream("WordDocument")[:12]
            return len(header) == 12 and bool(header[11] & 0x01)  # [MS-DOC] 2.5.2, fEncrypted
        if self.content == "xls":
            return _BIFF_FILEPASS in (kind for kind, _ in _records(self._workbook()))
        if self.content == "ppt" and self._ole.exists("Current User"):
            header = self.stream("Current User")[:16]
            return len(header) == 16 and struct.unpack_from("<I", header, 12)[0] == _PPT_ENCRYPTED
        return self.content == ENCRYPTED_PACKAGE

    def has_macros(self) -> bool:
        folders = {part.upper() for path in self._ole.listdir(streams=True, storages=True) for part in path}
        if folders & {"MACROS", "VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR"}:
            return True
        if self.content == "xls":
            return any(
                kind == _BIFF_BOUNDSHEET and body[5:6] == bytes([_MACRO_SHEET])
                for kind, body in _records(self._workbook())
            )
        return self.content == "ppt" and bool(_PPT_MACROS.search(self.stream("PowerPoint Document")))

    def read_through(self) -> None:
        """Every stream to its end, so that a file that is cut off is noticed."""
        for path in self._ole.listdir():
            self.stream("/".join(path))

    def _workbook(self) -> bytes:
        return self.stream("Workbook" if self._ole.exists("Workbook") else "Book")


def has_macros(file: BinaryIO | io.BytesIO) -> bool:
    try:
        return OldOffice(file).has_macros()
    except Refused:
        return False


def _records(stream: bytes):
    """The records of a workbook's first part, which lists the sheets and comes before any of them."""
    place = 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + size]
        if kind == _BIFF_EOF:
            return
        place += 4 + size
