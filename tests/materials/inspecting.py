"""A sound file of each format, and what is found in a file."""

from __future__ import annotations

import io

from actions.materials.findings import Finding
from actions.materials.inspect_file import Task, inspect_file
from tests.materials import builders

XLS = builders.ole({"Workbook": b"\x09\x08\x00\x00\x0a\x00\x00\x00"})
PPT = builders.ole({"PowerPoint Document": b"x", "Current User": b"\x00" * 16})
SOUND = {
    "pdf": builders.pdf(),
    "docx": builders.docx(),
    "xlsx": builders.xlsx(),
    "png": builders.picture(),
    "jpg": builders.picture("JPEG"),
    "jpeg": builders.picture("JPEG"),
    "xls": XLS,
    "zip": builders.zipped({"荣誉/证书.pdf": builders.pdf(), "说明.docx": builders.docx()}),
    "rar": builders.rar(),
    "ppt": PPT,
    "doc": builders.doc("申报表"),
}
VBA = {"word/vbaProject.bin": b"x"}


def look(content: bytes, extension: str, kind: str = "evidence") -> list[Finding]:
    return inspect_file(io.BytesIO(content), Task(extension, kind))


def rules(content: bytes, extension: str, kind: str = "evidence") -> list[tuple[str, str]]:
    return [(found.rule, found.variant) for found in look(content, extension, kind)]
