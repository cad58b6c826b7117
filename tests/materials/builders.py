"""Files as applicants, and attackers, send them, made in memory."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable

from docx import Document
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

Section = tuple[str, str]  # a heading and the text under it
FONT = "STSong-Light"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (11, 102, 112)).save(written, kind)
    return written.getvalue()


def docx(
    sections: Iterable[Section] = (("申报表", "组织名称"),),
    *,
    table: list[list[str]] | None = None,
    image: bool = False,
    header: str = "",
    styled: bool = True,
) -> bytes:
    document = Document()
    for heading, text in sections:
        if styled:
            document.add_heading(heading, 2 if re.match(r"\d+\.\d", heading) else 1)
        else:
            document.add_paragraph(heading)
        for paragraph in text.splitlines():
            document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, texts in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if image:
        document.add_picture(io.BytesIO(picture()))
    if header:
        document.sections[0].header.paragraphs[0].text = header
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def repacked(package: bytes, parts: dict[str, bytes]) -> bytes:
    """The zip with parts added or replaced."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry.filename, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()


def part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(name)


def docx_with_body(body: str) -> bytes:
    """A docx whose body is this WordprocessingML."""
    package = docx()
    document = part(package, "word/document.xml").decode()
    start = document.index("<w:body>") + len("<w:body>")
    return repacked(
        package, {"word/document.xml": (document[:start] + body + "</w:body></w:document>").encode()}
    )


def office(main: str, content_type: str, extra: dict[str, bytes] | None = None) -> bytes:
    """A package with a main part and its content type, no more."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    )
    return zipped({"[Content_Types].xml": types.encode(), main: b"<main/>", **(extra or {})})


def xlsx(extra: dict[str, bytes] | None = None) -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return office("xl/workbook.xml", kind, extra)


def pptx() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    return office("ppt/presentation.xml", kind)


def zipped(entries: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


def encrypted_zip() -> bytes:
    """The flag alone makes readers ask for a password."""
    made = bytearray(zipped({"证明.txt": b"x" * 50}))
    made[6] |= 1
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def pdf(
    sections: Iterable[Section] = (("证明", "兹证明"),), *, lines: bool = False, **encryption: str
) -> bytes:
    """A PDF with text; `lines` draws a table's rules."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    written = io.BytesIO()
    canvas = Canvas(written, A4, encrypt=_encryption(encryption))
    canvas.setFont(FONT, 11)
    height = 0
    for heading, text in sections:
        for line in (heading, *(text[at : at + 40] for at in range(0, len(text), 40))):
            if height <= 0:
                if height < 0:
                    canvas.showPage()
                    canvas.setFont(FONT, 11)
                height = 780
            canvas.drawString(60, height, line)
            height = height - 16 if height > 60 else -1
    for row in range(12 if lines else 0):
        canvas.line(60, 400 + row * 10, 500, 400 + row * 10)
    canvas.save()
    return written.getvalue()


def _encryption(passwords: dict[str, str]):
    from reportlab.lib.pdfencrypt import StandardEncryption

    return StandardEncryption(passwords.get("user", ""), passwords["owner"]) if passwords else None


def pdf_running(action: str, *, packed: bool = False) -> bytes:
    """A small PDF whose opening does something; `packed` hides the action in an object stream."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    }
    if packed:
        inner = b"4 0 " + action.encode()
        stream = zlib.compress(inner)
        head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>" % len(stream)
        objects[5] = head + b"stream\n" + stream + b"\nendstream"
    else:
        objects[4] = action.encode()
    return _assembled(objects)


def pdf_of_pages(count: int) -> bytes:
    """A small PDF with that many empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    return _assembled(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            **dict.fromkeys(range(3, count + 3), page),
        }
    )


def _assembled(objects: dict[int, bytes]) -> bytes:
    written, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        written += b"%d 1\n%010d 00000 n \n" % (number, place)
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, start)
    return bytes(written)


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file, with streams in the root or in one storage (`VBA/dir`)."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    storages = sorted({name.split("/")[0] for name in streams if "/" in name})
    entries: list[tuple[str, int, bytes, str | None]] = [("Root Entry", 5, b"", None)]
    entries += [(name, 1, b"", None) for name in storages]
    for name, content in streams.items():
        parent, _, leaf = name.rpartition("/")
        entries.append(
            (leaf, 2, content.ljust(4096, b"\x00"), parent or None)
        )  # no mini stream below 4096 bytes
    body, fat, starts = b"", [], []
    for _, _, content, _ in entries:
        starts.append(len(fat) if content else end)
        count = -(-len(content) // sector)
        fat += [len(fat) + 1 + number for number in range(count)]
        if count:
            fat[-1] = end
        body += content.ljust(count * sector, b"\x00")
    children = {None: [n for n, e in enumerate(entries) if n and e[3] is None]}
    children |= {name: [n for n, e in enumerate(entries) if e[3] == name] for name in storages}
    directory = b""
    for number, (name, kind, content, parent) in enumerate(entries):
        siblings = children[parent] if number else []
        following = siblings[siblings.index(number) + 1 :][:1] if number else []
        inner = children[None] if number == 0 else children.get(name, []) if kind == 1 else []
        encoded = name.encode("utf-16-le") + b"\x00\x00"
        directory += struct.pack(
            "<64sHBBIII16sI8s8sIQ", encoded, len(encoded), kind, 1, free, following[0] if following else free,
            inner[0] if inner else free, b"", 0, b"", b"", starts[number], len(content),
        )  # fmt: skip
    directory = directory.ljust(-(-len(directory) // sector) * sector, b"\x00")
    directory_start = len(fat)
    fat += [len(fat) + 1 + number for number in range(len(directory) // sector)]
    fat[-1] = end
    fat_sectors = 1
    while (len(fat) + fat_sectors) * 4 > fat_sectors * sector:
        fat_sectors += 1
    fat_start = len(fat)
    fat += [0xFFFFFFFD] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * sector, b"\xff")
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0,
        fat_sectors, directory_start, 0, 4096, end, 0, end, 0, fat_start,
    )  # fmt: skip
    header += struct.pack(f"<{108}I", *[fat_start + n if n < fat_sectors else free for n in range(1, 109)])
    return header + body + directory + table


def doc(text: str, *, encrypted: bool = False, **parts: str) -> bytes:
    """A Word 97 document of one piece. Further parts by the names of the format: footnotes, headers, comments, …"""
    order = ("footnotes", "headers", "comments", "endnotes", "boxes")
    texts = [text, *(parts.get(name, "") for name in order)]
    whole = "".join(texts)
    stream = bytearray(2048)
    struct.pack_into("<HH", stream, 0, 0xA5EC, 0x00C1)
    stream[11] = 0x02 | (0x01 if encrypted else 0)
    for at, piece in zip((76, 80, 84, 92, 96, 100), texts, strict=True):
        struct.pack_into("<I", stream, at, len(piece))
    pieces = (
        struct.pack("<BI", 2, 4 + 12) + struct.pack("<II", 0, len(whole)) + struct.pack("<HIH", 0, 2048, 0)
    )
    struct.pack_into("<II", stream, 0x01A2, 0, len(pieces))
    return ole({"WordDocument": bytes(stream) + whole.encode("utf-16-le"), "1Table": pieces})


def rar(
    names: Iterable[str] = ("证明.pdf",),
    *,
    content: bytes = b"x",
    encrypted: bool = False,
    size: int | None = None,
) -> bytes:
    """A RAR 5 archive with stored entries."""

    def number(value: int) -> bytes:
        written = b""
        while value >= 0x80:
            written, value = written + bytes([value & 0x7F | 0x80]), value >> 7
        return written + bytes([value])

    def block(fields: bytes) -> bytes:
        sized = number(len(fields)) + fields
        return struct.pack("<I", zlib.crc32(sized)) + sized

    written = b"Rar!\x1a\x07\x01\x00" + block(number(1) + number(0) + number(0))
    for name in names:
        encoded = name.encode()
        extra = b""
        if encrypted:
            record = number(1) + number(0) + number(0) + b"\x0f" + b"\x00" * 32
            extra = number(len(record)) + record
        fields = number(2) + number(2 | (1 if extra else 0)) + (number(len(extra)) if extra else b"")
        fields += (
            number(len(content)) + number(4) + number(len(content) if size is None else size) + number(0o644)
        )
        fields += (
            struct.pack("<I", zlib.crc32(content)) + number(0) + number(1) + number(len(encoded)) + encoded
        )
        written += block(fields + extra) + content
    return written + block(number(5) + number(0) + number(0))
