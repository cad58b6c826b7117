"""Looks into zip and rar without unpacking to disk: too many, too large or too deep entries, programs, passwords."""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from actions.materials import ole
from actions.materials.findings import Refused
from actions.materials.sniff import HEAD, OLE, ZIP, is_program, sniff

MOST_ENTRIES = 2000
DEEPEST = 3  # archives within archives, the outermost counted
MOST_UNPACKED = 512 * 2**20  # bytes
# Deflate can reach 1:1000. Pictures and long tables reach 1:100 too, but not when they are large.
HIGHEST_RATIO, RATIO_FROM = 100, 16 * 2**20
_CHUNK = 2**20

_PROGRAM = re.compile(
    r"\.(exe|dll|com|scr|pif|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|msi|msix|jar|apk|app|sh|lnk|reg|cpl|sys|elf)$",
    re.I,
)
_MACRO = re.compile(r"\.(docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm|ppam)$", re.I)
_MACRO_PART = re.compile(r"(^|/)vbaProject\.bin$|(^|/)xl/macrosheets/", re.I)
# What zipfile raises for archives that are damaged or use what it does not know.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
)


@dataclass
class Budget:
    """What is left for a file and everything inside it."""

    entries: int = MOST_ENTRIES
    unpacked: int = MOST_UNPACKED

    def take(self, entries: int, unpacked: int) -> None:
        self.entries -= entries
        self.unpacked -= unpacked
        if self.entries < 0:
            raise Refused("archive_unsafe", "entries", limit=MOST_ENTRIES)
        if self.unpacked < 0:
            raise Refused("archive_unsafe", "bomb")


def opened(file: BinaryIO, budget: Budget) -> zipfile.ZipFile:
    """A zip whose list of entries is harmless."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN:
        raise Refused("unreadable", "broken") from None
    entries = archive.infolist()
    budget.take(len(entries), 0)
    size = file.seek(0, io.SEEK_END)
    for entry in entries:
        _check_name(entry.orig_filename)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("archive_unsafe", "path")
        _check_ratio(entry.file_size, entry.compress_size)
    if sum(entry.compress_size for entry in entries) > size:
        raise Refused("archive_unsafe", "bomb")  # entries that share their bytes
    unpacked = sum(entry.file_size for entry in entries)
    _check_ratio(unpacked, size)  # many entries, each just small enough
    budget.take(0, unpacked)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("encrypted")
    return archive


def has_macros(archive: zipfile.ZipFile) -> bool:
    return any(_MACRO_PART.search(name) for name in archive.namelist())


def check_zip(file: BinaryIO, budget: Budget | None = None, depth: int = 1) -> None:
    """Reads every entry once, and what is inside entries that are archives themselves."""
    budget = budget or Budget()
    if depth > DEEPEST:
        raise Refused("archive_unsafe", "depth", limit=DEEPEST)
    archive = opened(file, budget)
    if depth > 1 and has_macros(archive):
        raise Refused("archive_unsafe", "macro")
    package = (
        "[Content_Types].xml" in archive.namelist()
    )  # an Office file holds other files as a matter of course
    for entry in archive.infolist():
        if package or entry.is_dir():
            continue
        _check_content(archive, entry, budget, depth)


def read_through(archive: zipfile.ZipFile) -> None:
    """Every entry's checksum, chunk by chunk."""
    for entry in archive.infolist():
        for _ in chunks(archive, entry):
            pass


def chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except NotImplementedError:  # a method of compression that Python does not know
        return
    except BROKEN:
        raise Refused("unreadable", "broken") from None


def _check_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, depth: int) -> None:
    _check_harmless_name(entry.filename)
    content = io.BytesIO()
    inner = None
    for chunk in chunks(archive, entry):
        if inner is None:
            if is_program(chunk[:HEAD]):
                raise Refused("archive_unsafe", "program")
            inner = sniff(chunk[:HEAD])
        if inner in (ZIP, OLE, "rar"):
            content.write(chunk)
    content.seek(0)
    if inner == ZIP:
        check_zip(content, budget, depth + 1)
    elif inner == "rar":
        check_rar(content, budget, depth + 1)
    elif inner == OLE and ole.has_macros(content):
        raise Refused("archive_unsafe", "macro")


def check_rar(file: BinaryIO, budget: Budget | None = None, depth: int = 1) -> None:
    """The list of entries; their content is compressed in a way that only RAR's own program reads."""
    import rarfile

    budget = budget or Budget()
    if depth > DEEPEST:
        raise Refused("archive_unsafe", "depth", limit=DEEPEST)
    try:
        archive = rarfile.RarFile(file)
        entries = archive.infolist()
    except rarfile.NeedFirstVolume:
        raise Refused("unreadable", "volume") from None
    except rarfile.Error:
        raise Refused("unreadable", "broken") from None
    if archive.needs_password():
        raise Refused("encrypted")
    unpacked = sum(entry.file_size or 0 for entry in entries)
    budget.take(len(entries), unpacked)
    size = file.seek(0, io.SEEK_END)
    _check_ratio(unpacked, size)
    for entry in entries:
        _check_name(entry.filename)
        if entry.is_symlink():
            raise Refused("archive_unsafe", "path")
        _check_harmless_name(entry.filename)
        _check_ratio(entry.file_size or 0, entry.compress_size)
        if entry.header_offset + entry.compress_size > size:
            raise Refused("unreadable", "broken")


def _check_name(name: str) -> None:
    path = name.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/") or "\x00" in path:
        raise Refused("archive_unsafe", "path")


def _check_harmless_name(name: str) -> None:
    if _PROGRAM.search(name.rstrip(". ")):
        raise Refused("archive_unsafe", "program")
    if _MACRO.search(name.rstrip(". ")):
        raise Refused("archive_unsafe", "macro")


def _check_ratio(unpacked: int, packed: int) -> None:
    if unpacked > RATIO_FROM and unpacked > HIGHEST_RATIO * max(packed, 1):
        raise Refused("archive_unsafe", "bomb")
