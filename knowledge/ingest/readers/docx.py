"""Word (.docx): paragraphs with their automatic numbers, headings by style, tables row by row, text boxes in place."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

from knowledge.ingest.errors import UnreadableDocument
from knowledge.ingest.lines import Line
from knowledge.ingest.readers.docx_numbering import AutomaticNumbers

_MOST_UNPACKED = 500 * 2**20  # bytes
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # begins .doc files, and .docx files with a password
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_ALTERNATIVE = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same again, for old Word
)
_TEXT_BOX = qn("w:txbxContent")
_NOT_SHOWN = {qn("w:del"), qn("w:moveFrom"), _ALTERNATIVE, _TEXT_BOX}


def read(file: Path) -> list[Line]:
    try:
        document = _opened(file)
        return list(_Reader(document).lines(document.element.body))
    except (UnreadableDocument, OSError):
        raise
    except Exception as failure:  # a damaged package fails in a dozen ways
        raise UnreadableDocument(file, "Word 文件已损坏或不完整，打不开") from failure


def _opened(file: Path) -> DocxDocument:
    with file.open("rb") as opened:
        if opened.read(4) == _OLD_OFFICE:
            raise UnreadableDocument(
                file, "文件有密码保护，或者是旧版 Word 文件；请去掉密码，另存为 docx 后再添加"
            )
    with zipfile.ZipFile(file) as package:
        if sum(entry.file_size for entry in package.infolist()) > _MOST_UNPACKED:
            raise UnreadableDocument(file, "解压后太大，请压缩插图后再添加")
    return Document(str(file))


class _Reader:
    def __init__(self, document: DocxDocument) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._numbers = AutomaticNumbers(document)

    def lines(self, container) -> Iterator[Line]:
        for element in container:
            if element.tag == qn("w:p"):
                yield from self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                yield from self._rows(element)
            elif element.tag == qn("w:sdt"):
                yield from self.lines(element.find(qn("w:sdtContent")))

    def _paragraph(self, paragraph) -> Iterator[Line]:
        names = self._style_names(paragraph)
        levels = [int(found[1]) for name in names if (found := _HEADING.fullmatch(name))]
        role = "text"
        if any(name.lower() in ("caption", "题注") for name in names):
            role = "caption"
        elif any(name.lower().startswith("toc ") for name in names):
            role = "contents"
        text = self._numbers.of(paragraph) + _text(paragraph)
        yield Line(text, whole=True, heading=levels[0] if levels and text.strip() else None, role=role)
        for box in paragraph.iter(_TEXT_BOX):
            if not any(above.tag == _ALTERNATIVE for above in box.iterancestors()):
                yield from self.lines(box)

    def _rows(self, table) -> Iterator[Line]:
        for row in table.iter(qn("w:tr")):
            cells = (self.lines(cell) for cell in row.iter(qn("w:tc")))
            yield Line(
                " ".join(line.text for cell in cells for line in cell if line.text.strip()), whole=True
            )

    def _style_names(self, paragraph) -> list[str]:
        """The paragraph's style and the styles that it is based on."""
        style = self._styles.get(paragraph.style)
        names = []
        while style is not None:
            names.append(style.name or "")
            style = style.base_style
        return names


def _text(element) -> str:
    pieces = []
    for child in element:
        if child.tag in _NOT_SHOWN:
            continue
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")) and element.tag == qn("w:r"):
            pieces.append(" ")
        else:
            pieces.append(_text(child))
    return "".join(pieces)
