"""The largest files that the guide allows, and hostile ones, for `python -m eval materials`; made in memory, never kept."""

from __future__ import annotations

import io
import os
import zipfile

SIZE = 50 * 2**20 - 64 * 1024  # bytes; just under what one file may have
_SENTENCE = "公司以顾客为中心持续改进，近三年满意度由88%升至93%，高于标杆企业的91%。"
_REPORT_PARAGRAPHS = 700  # about 25,000 characters, as a full report has
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PARAGRAPH = f"<w:p><w:r><w:t>{_SENTENCE}</w:t></w:r></w:p>"
_PICTURE_SIDE = 1000  # pixels
_LINES_ON_PAGE = 40


def docx_with_pictures() -> bytes:
    """A report of full length, and photographs up to the limit."""
    return _docx(_REPORT_PARAGRAPHS, SIZE)


def docx_of_text() -> bytes:
    """Nothing but text, far beyond any report."""
    return _docx(SIZE // len(_PARAGRAPH.encode()), 0)


def _docx(paragraphs: int, pictures_up_to: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        body = _PARAGRAPH * paragraphs
        package.writestr(
            "word/document.xml", f"<w:document {_NAMESPACE}><w:body>{body}</w:body></w:document>"
        )
        number = 0
        while written.tell() < pictures_up_to - 2**20:
            package.writestr(f"word/media/image{number}.jpeg", b"\xff\xd8\xff" + os.urandom(2**20 - 1024))
            number += 1
    return written.getvalue()


def pdf_with_pictures() -> bytes:
    """A report of full length, each page with a photograph, up to the limit."""
    pages = _REPORT_PARAGRAPHS // _LINES_ON_PAGE
    return _pdf(pages, (SIZE - pages * 8 * 1024) // pages)


def pdf_of_text() -> bytes:
    """Nothing but text, far beyond any report."""
    return _pdf(SIZE // (len(_page_text()) + 300), 0)


def pdf_of_pages(count: int) -> bytes:
    return _pdf(count, 0, text=b"")


def _page_text() -> bytes:
    shown = _SENTENCE.encode("utf-16-be").hex().encode()
    lines = b"".join(b"<%s>Tj 0 -18 Td\n" % shown for _ in range(_LINES_ON_PAGE))
    return b"BT /F 10 Tf 40 800 Td\n" + lines + b"ET\n"


def _pdf(pages: int, picture_bytes: int, text: bytes | None = None) -> bytes:
    text = _page_text() if text is None else text
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",  # the pages, once they are known
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/DW 1000>>",
    ]
    kids = []
    for _ in range(pages):
        pictures = b""
        if picture_bytes:
            rows = max(1, picture_bytes // (3 * _PICTURE_SIDE))
            head = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceRGB/BitsPerComponent 8/Width %d/Height %d"
            objects.append(_stream(os.urandom(rows * 3 * _PICTURE_SIDE), head % (_PICTURE_SIDE, rows)))
            pictures = b"/XObject<</P %d 0 R>>" % len(objects)
        objects.append(_stream(text + (b"q 400 0 0 300 40 40 cm /P Do Q\n" if pictures else b"")))
        content = b"/Contents %d 0 R/Resources<</Font<</F 3 0 R>>%s>>" % (len(objects), pictures)
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s>>" % content)
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, b" ".join(kids))
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)


def _stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (head, len(content), content)


def bomb() -> bytes:
    """Zeros that a small archive unpacks to."""
    return _zipped({f"{number}.txt": bytes(15 * 2**20) for number in range(20)})


def nested(depth: int = 6) -> bytes:
    content = b"x"
    for _ in range(depth):
        content = _zipped({"a.zip": content})
    return content


def traversal() -> bytes:
    return _zipped({"../../../etc/cron.d/x": b"x"})


def outside_entity() -> bytes:
    return _declaring('<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def billion_laughs() -> bytes:
    entities = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
    )
    return _declaring(f"<!DOCTYPE w:document [{entities}]>")


def _declaring(declaration: str) -> bytes:
    body = f"{declaration}<w:document {_NAMESPACE}><w:body/></w:document>"
    return _zipped({"[Content_Types].xml": _TYPES.encode(), "word/document.xml": body.encode()})


def _zipped(entries: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()
