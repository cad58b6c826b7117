"""Files of every format, sound, broken or locked: what is found in each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.materials import formats, pdf
from actions.materials.sniff import sniff
from tests.materials import builders
from tests.materials.inspecting import SOUND, VBA, XLS, look, rules


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
