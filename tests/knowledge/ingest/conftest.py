"""Writes small documents in every format that is read, and stands in for retrieval."""

import dataclasses
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from knowledge.ingest.edition import DOCUMENTS
from knowledge.ingest.release import Releases

FONT = "STSong-Light"  # a Chinese font that PDF viewers know by name, so that no file is needed


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


@dataclasses.dataclass
class Writer:
    """Stands for the retrieval side."""

    model: str = "small"
    dimension: int = 4
    written: int = 0

    def write(self, folder, editions, progress):
        self.written += 1
        progress("向量", 1, 1)
        passages = [dataclasses.asdict(passage) for edition in editions for passage in edition.passages]
        (folder / "passages.json").write_text(json.dumps(passages))


@pytest.fixture
def new_writer():
    return Writer


@pytest.fixture
def documents(tmp_path):
    """A copy of the shipped documents, to be changed at will."""
    shutil.copytree(DOCUMENTS / "2020", tmp_path / "documents/2020")
    return tmp_path / "documents"


@pytest.fixture
def releases(tmp_path):
    return Releases(tmp_path / "index")
