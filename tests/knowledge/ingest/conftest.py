"""One small document, and the same in every format that is read."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"  # a Chinese font that PDF viewers know by name, so that no file is needed
TITLE = "质量奖评审办法"


@pytest.fixture
def write_docx(tmp_path):
    def write(fill, name="办法.docx") -> Path:
        document = Document()
        fill(document)
        document.save(str(tmp_path / name))
        return tmp_path / name

    return write


@pytest.fixture
def write_pdf(tmp_path):
    """Writes pages given as lists of lines; no lines make a page with a drawing only, as a scan is."""

    def write(*pages, name="办法.pdf", encrypt=None) -> Path:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        canvas = Canvas(str(tmp_path / name), encrypt=encrypt)
        for lines in pages:
            canvas.setFont(FONT, 12)
            for nth, line in enumerate(lines):
                canvas.drawString(72, 780 - 20 * nth, line)
            if not lines:
                canvas.rect(100, 100, 300, 500, fill=1)
            canvas.showPage()
        canvas.save()
        return tmp_path / name

    return write


@pytest.fixture
def write_bytes(tmp_path):
    def write(content: bytes, name: str) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return write


@pytest.fixture
def zip_bytes():
    def pack(**entries: bytes) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            for name, content in entries.items():
                package.writestr(name, content)
        return packed.getvalue()

    return pack
