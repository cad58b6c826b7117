"""What a file's first bytes say it is, whatever its name says."""

from __future__ import annotations

HEAD = 4096  # bytes that are looked at
ZIP, OLE = "zip", "ole"  # containers: what is inside decides

_BEGINNINGS = {
    b"PK\x03\x04": ZIP,
    b"PK\x05\x06": ZIP,  # an archive without entries
    b"Rar!\x1a\x07\x00": "rar",
    b"Rar!\x1a\x07\x01\x00": "rar",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": OLE,
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"BM": "bmp",
    b"II*\x00": "tiff",
    b"MM\x00*": "tiff",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "rtf",
}
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_PDF_WITHIN = 1024  # readers accept that much before the header
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<svg", b"<script")


def is_program(head: bytes) -> bool:
    return head.startswith(_PROGRAMS)


def sniff(head: bytes) -> str:
    """A format's name, `zip` or `ole` for containers, `program`, `markup`, `text` or `unknown`."""
    if is_program(head):
        return "program"
    for beginning, name in _BEGINNINGS.items():
        if head.startswith(beginning):
            return name
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        return "markup"
    return "unknown" if b"\x00" in head else "text"
