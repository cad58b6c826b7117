"""Files made to do harm: macros, programs, bombs, ways out of the archive, entities."""

from __future__ import annotations

import io
import zipfile

import pytest

from actions.materials import archives
from tests.materials import builders
from tests.materials.inspecting import SOUND, VBA, rules

DTD = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def nested(depth: int) -> bytes:
    content = b"x"
    for _ in range(depth):
        content = builders.zipped({"内.zip": content})
    return content


def with_document_type(declaration: bytes, part: str = "word/document.xml") -> bytes:
    package = builders.docx()
    xml = builders.part(package, part)
    head, tail = xml.split(b"?>", 1)
    return builders.repacked(package, {part: head + b"?>" + declaration + tail})


def linked_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        entry = zipfile.ZipInfo("链接")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return written.getvalue()


def overlapping_zip() -> bytes:
    """Entries that share one piece of data, so that the sum unpacks to far more than is there."""
    made = builders.zipped({"a": bytes(200_000)})
    start = made.rindex(b"PK\x01\x02")
    end = made.rindex(b"PK\x05\x06")
    entry = made[start:end]
    tail = bytearray(made[end:])
    copies = 500
    tail[8:12] = copies.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * copies).to_bytes(4, "little")
    return made[:start] + entry * copies + bytes(tail)


MACROS = {
    "docx": (builders.repacked(SOUND["docx"], VBA), "docx", "default"),
    "xlsx": (builders.xlsx({"xl/vbaProject.bin": b"x"}), "xlsx", "default"),
    "xlsx, Excel 4": (builders.xlsx({"xl/macrosheets/sheet1.xml": b"<x/>"}), "xlsx", "default"),
    "doc": (builders.ole({"WordDocument": bytes(2000), "Macros/VBA": b"x"}), "doc", "default"),
    "xls": (builders.ole({"Workbook": b"\x0a\x00\x00\x00", "_VBA_PROJECT_CUR/dir": b"x"}), "xls", "default"),
    "xls, Excel 4": (
        builders.ole({"Workbook": b"\x85\x00\x08\x00\x00\x00\x00\x00\x00\x01\x00\x00\x0a\x00\x00\x00"}),
        "xls",
        "default",
    ),
    "ppt": (
        builders.ole(
            {"PowerPoint Document": b"\x02\x00\x00\x04\x0c\x00\x00\x00abcd\x01\x00\x00\x00" + bytes(9)}
        ),
        "ppt",
        "default",
    ),
    "pdf with JavaScript": (builders.pdf_running("<</S/JavaScript/JS(app.alert(1))>>"), "pdf", "pdf"),
    "pdf that starts a program": (builders.pdf_running("<</S/Launch/F(a.exe)>>"), "pdf", "pdf"),
    "pdf with a written-round name": (builders.pdf_running("<</S/#4aavaScript/J#53(x)>>"), "pdf", "pdf"),
    "pdf with a packed action": (builders.pdf_running("<</S/JavaScript/JS(x)>>", packed=True), "pdf", "pdf"),
}


@pytest.mark.parametrize("content, extension, variant", MACROS.values(), ids=MACROS)
def test_macros_and_actions(content, extension, variant):
    assert rules(content, extension) == [("macro", variant)]


UNSAFE = {
    "a bomb": (builders.zipped({"a.txt": bytes(20 * 2**20)}), "bomb"),
    "a bomb in pieces": (builders.zipped({f"{n}.txt": bytes(2**20) for n in range(40)}), "bomb"),
    "a bomb in layers": (builders.zipped({"内.zip": builders.zipped({"a": bytes(40 * 2**20)})}), "bomb"),
    "overlapping entries": (overlapping_zip(), "bomb"),
    "too many entries": (
        builders.zipped({f"{n}.txt": b"" for n in range(archives.MOST_ENTRIES + 1)}),
        "entries",
    ),
    "too deep": (nested(archives.DEEPEST + 1), "depth"),
    "a path upwards": (builders.zipped({"../../etc/cron.d/x": b"x"}), "path"),
    "a path upwards, Windows": (builders.zipped({"..\\..\\x": b"x"}), "path"),
    "an absolute path": (builders.zipped({"/etc/passwd": b"x"}), "path"),
    "a drive": (builders.zipped({"C:/Windows/x": b"x"}), "path"),
    "a link": (linked_zip(), "path"),
    "a program by name": (builders.zipped({"安装.EXE": b"x"}), "program"),
    "a program by name with a dot": (builders.zipped({"安装.exe.": b"x"}), "program"),
    "a program by content": (builders.zipped({"照片.jpg": b"MZ" + bytes(50)}), "program"),
    "a script": (builders.zipped({"a.vbs": b"x"}), "program"),
    "a macro file by name": (builders.zipped({"表.xlsm": b"x"}), "macro"),
    "a macro file by content": (builders.zipped({"表.docx": MACROS["docx"][0]}), "macro"),
    "an old macro file": (builders.zipped({"表.doc": MACROS["doc"][0]}), "macro"),
    "something unsafe two layers down": (
        builders.zipped({"内.zip": builders.zipped({"a.exe": b"x"})}),
        "program",
    ),
}


@pytest.mark.parametrize("content, variant", UNSAFE.values(), ids=UNSAFE)
def test_archives_that_are_unsafe(content, variant):
    assert rules(content, "zip") == [("archive_unsafe", variant)]


@pytest.mark.parametrize(
    "content, variant",
    [
        (builders.rar(["../x.pdf"]), "path"),
        (builders.rar(["a.exe"]), "program"),
        (builders.rar(["a.docm"]), "macro"),
        (builders.rar(size=10**10), "bomb"),
    ],
)
def test_rar_archives_that_are_unsafe(content, variant):
    assert rules(content, "rar") == [("archive_unsafe", variant)]


def test_archives_within_archives_are_allowed_to_a_depth():
    assert rules(nested(archives.DEEPEST), "zip") == []


def test_a_docx_can_be_a_bomb_too():
    bomb = builders.repacked(SOUND["docx"], {"word/media/a.bmp": bytes(20 * 2**20)})
    assert rules(bomb, "docx", "self_report") == [("archive_unsafe", "bomb")]


@pytest.mark.parametrize("declaration", [DTD, LAUGHS, b"<!DOCTYPE x>"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "docProps/core.xml"])
def test_entities_are_refused_wherever_they_stand(declaration, part):
    assert rules(with_document_type(declaration, part), "docx") == [("unreadable", "entities")]
