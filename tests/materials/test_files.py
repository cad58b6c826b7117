"""Files of every format, sound and broken, honest and hostile: what is found in each."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.materials import archives, formats, pdf
from actions.materials.findings import Finding
from actions.materials.inspect_file import Task, inspect_file
from actions.materials.sniff import sniff
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
DTD = b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def look(content: bytes, extension: str, kind: str = "evidence") -> list[Finding]:
    return inspect_file(io.BytesIO(content), Task(extension, kind))


def rules(content: bytes, extension: str, kind: str = "evidence") -> list[tuple[str, str]]:
    return [(found.rule, found.variant) for found in look(content, extension, kind)]


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


@pytest.mark.parametrize("extension", formats.ALLOWED)
def test_a_sound_file_of_each_format_passes(extension):
    assert look(SOUND[extension], extension) == []


@pytest.mark.parametrize("extension", formats.ALLOWED)
def test_a_file_that_is_cut_off_cannot_be_read(extension):
    content = SOUND[extension]
    cut = content[: len(content) // 2] if extension != "rar" else builders.rar(content=b"x" * 500)[:300]
    assert rules(cut, extension) == [("unreadable", "broken")]


@pytest.mark.parametrize("extension", formats.ALLOWED)
def test_an_empty_file_is_empty(extension):
    assert rules(b"", extension) == [("empty", "default")]


@pytest.mark.parametrize(
    "name, content, expected",
    [
        ("txt", b"hello", [("format_not_allowed", "default")]),
        ("", SOUND["pdf"], [("format_not_allowed", "no_extension"), ("content_mismatch", "default")]),
        ("pptx", builders.pptx(), [("format_not_allowed", "pptx")]),
        ("xlsl", SOUND["xlsx"], [("format_not_allowed", "xlsl")]),
        (
            "docm",
            builders.repacked(SOUND["docx"], VBA),
            [("format_not_allowed", "default"), ("macro", "default")],
        ),
        ("exe", b"MZ" + bytes(100), [("format_not_allowed", "default")]),
        ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), [("format_not_allowed", "default")]),
        ("pdf", b"MZ" + bytes(100), [("content_mismatch", "default")]),
        ("png", b"<html><script>alert(1)</script>", [("content_mismatch", "default")]),
        ("doc", b"{\\rtf1 hello}", [("content_mismatch", "default")]),
        ("pdf", SOUND["docx"], [("content_mismatch", "both_allowed")]),
        ("zip", SOUND["docx"], [("content_mismatch", "both_allowed")]),
        ("docx", SOUND["zip"], [("content_mismatch", "both_allowed")]),
        ("jpg", SOUND["png"], [("content_mismatch", "both_allowed")]),
        ("doc", XLS, [("content_mismatch", "both_allowed")]),
    ],
)
def test_name_and_content(name, content, expected):
    assert rules(content, name) == expected


@pytest.mark.parametrize(
    "kind, extension, fits",
    [
        ("form_word", "docx", True),
        ("form_word", "doc", True),
        ("form_word", "pdf", False),
        ("form_scan", "pdf", True),
        ("form_scan", "jpg", True),
        ("form_scan", "docx", False),
        ("form_scan", "zip", False),
        ("tax_certificate", "zip", True),
    ],
)
def test_the_formats_of_a_kind(kind, extension, fits):
    assert rules(SOUND[extension], extension, kind) == ([] if fits else [("format_not_allowed", "kind")])


def test_a_kind_is_judged_by_content_too():
    assert ("format_not_allowed", "kind") in rules(SOUND["pdf"], "docx", "form_word")


def test_the_largest_file_is_allowed_and_a_byte_more_is_not(monkeypatch):
    monkeypatch.setattr(formats, "LARGEST_FILE", len(SOUND["pdf"]))
    assert rules(SOUND["pdf"], "pdf") == []
    assert rules(SOUND["pdf"] + b"\n", "pdf") == [("too_large", "default")]


LOCKED = {
    "a zip": (builders.encrypted_zip(), "zip"),
    "a rar": (builders.rar(encrypted=True), "rar"),
    "a pdf": (builders.pdf(user="u", owner="o"), "pdf"),
    "a doc": (builders.doc("x", encrypted=True), "doc"),
    "an xls": (builders.ole({"Workbook": b"\x09\x08\x00\x00\x2f\x00\x00\x00\x0a\x00\x00\x00"}), "xls"),
    "a ppt": (
        builders.ole({"PowerPoint Document": b"x", "Current User": bytes(12) + b"\xdf\xc4\xd1\xf3"}),
        "ppt",
    ),
    "a docx": (builders.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "docx"),
}


@pytest.mark.parametrize("content, extension", LOCKED.values(), ids=LOCKED)
def test_what_needs_a_password_to_read(content, extension):
    assert rules(content, extension) == [("encrypted", "default")]


def test_an_owners_password_alone_does_not_matter():
    assert rules(builders.pdf(owner="o"), "pdf") == []


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


def test_xml_that_is_broken_cannot_be_read():
    broken = builders.repacked(SOUND["docx"], {"word/document.xml": b"<w:document><w:body>"})
    assert rules(broken, "docx") == [("unreadable", "broken")]


@pytest.mark.parametrize("kind", ["evidence", "self_report"])
def test_a_pdf_with_more_pages_than_anybody_reads(kind):
    assert rules(builders.pdf_of_pages(pdf.MOST_PAGES + 1), "pdf", kind) == [("unreadable", "pages")]
    assert rules(builders.pdf_of_pages(300), "pdf") == []


def test_a_pdf_whose_page_is_none():
    assert rules(SOUND["pdf"].replace(b"/Type /Page\n", b"/Type /Cage\n"), "pdf", "self_report") == [
        ("unreadable", "broken")
    ]


@given(st.binary(max_size=300))
def test_any_bytes_have_a_format_and_any_file_a_finding_or_none(content):
    assert sniff(content)
    for extension in ("pdf", "docx", "jpg"):
        assert isinstance(look(content, extension), list)


@given(st.sampled_from(sorted(SOUND)), st.data())
def test_a_damaged_file_never_raises(extension, data):
    content = bytearray(SOUND[extension])
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(look(bytes(content), extension, "self_report"), list)


@pytest.mark.parametrize(
    "name, shown, extension",
    [
        ("报告.PDF", "报告.PDF", "pdf"),
        ("../../etc/报告.docx", "报告.docx", "docx"),
        ("C:\\用户\\报告.doc", "报告.doc", "doc"),
        ("报告\u202efdp.exe", "报告fdp.exe", "exe"),
        ("a\x00b\r\n.pdf", "ab.pdf", "pdf"),
        ("报告.pdf ", "报告.pdf", "pdf"),
        ("报告.pdf.", "报告.pdf.", "pdf"),
        ("报告", "报告", ""),
        (".pdf", ".pdf", ""),
        ("", "未命名文件", ""),
        ("//", "未命名文件", ""),
    ],
)
def test_names(name, shown, extension):
    assert (formats.shown(name), formats.extension(name)) == (shown, extension)


@given(st.text(max_size=300))
def test_a_name_is_safe_to_show(name):
    shown = formats.shown(name)
    assert 0 < len(shown) <= 200
    assert not set("/\\\n\r\t\u2028\u202e\u200f") & set(shown)
