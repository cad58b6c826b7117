"""PDF: whether it opens, wants a password, runs anything; and its text."""

from __future__ import annotations

import re
import zlib
from collections import Counter

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from actions.materials.findings import Refused
from actions.materials.report_text import Line, ReportText

MOST_PAGES = 10_000  # a scanned archive of 50 MiB has a few thousand
_END_WITHIN = 2048  # bytes; readers look for the end mark no further
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^\x00]{0,500}?stream\r?\n(.*?)endstream", re.DOTALL)
_RUNS = re.compile(rb"/(?:JavaScript|JS|Launch)(?=[\s()<>\[\]/%\d])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MOST_UNPACKED = 64 * 2**20
_FEWEST_PATHS = 10  # lines and areas on a page from which on something is drawn: a table, a chart
_CAPTION = re.compile(r"\s*[图表]\s?\d+")
_REPEATED = (
    0.6  # share of the pages on which a first or last line stands that belongs to the page, not to the text
)
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")
_MOST_UNKNOWN = 0.1


def open_document(content: bytes) -> pdfium.PdfDocument:
    """Raises `Refused`. An owner's password alone, which only forbids changes, is not asked for."""
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise Refused("unreadable", "broken")
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if error.err_code == raw.FPDF_ERR_PASSWORD:
            raise Refused("encrypted") from None
        raise Refused("unreadable", "broken") from None
    if len(document) == 0:
        raise Refused("unreadable", "broken")
    if len(document) > MOST_PAGES:
        raise Refused("unreadable", "pages", limit=MOST_PAGES)
    return document


def runs_code(content: bytes, document: pdfium.PdfDocument) -> bool:
    """JavaScript or starting a program, in plain objects and in those packed into streams."""
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        return True
    packed = b"\n".join(_unpacked(found[1]) for found in _OBJECT_STREAM.finditer(content))
    objects = _STREAM.sub(b"", content) + b"\n" + packed
    return bool(_RUNS.search(_ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), objects)))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _MOST_UNPACKED)
    except zlib.error:
        return b""


def read(document: pdfium.PdfDocument) -> ReportText:
    pages: list[list[str]] = []
    report = ReportText()
    try:
        for page in document:
            text = page.get_textpage()
            pages.append([line.strip() for line in text.get_text_range().splitlines() if line.strip()])
            text.close()
            report.figures = report.figures or _shows_figure(page)
            page.close()
    except pdfium.PdfiumError:
        raise Refused("unreadable", "broken") from None
    report.lines = [Line(line) for line in _without_furniture(pages)]
    report.figures = report.figures or any(_CAPTION.match(line.text) for line in report.lines)
    everything = "".join(line.text for line in report.lines)
    if len(_UNKNOWN.findall(everything)) > _MOST_UNKNOWN * len(everything):
        report.lines = []  # its fonts do not tell which characters they draw
    return report


def _shows_figure(page: pdfium.PdfPage) -> bool:
    paths = 0
    for item in page.get_objects():
        if item.type in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING):
            return True
        paths += item.type == raw.FPDF_PAGEOBJ_PATH
        if paths >= _FEWEST_PATHS:
            return True
    return False


def _without_furniture(pages: list[list[str]]) -> list[str]:
    """The lines without running heads and page numbers, which Word does not count either."""
    heads = Counter(_pattern(page[0]) for page in pages if page)
    feet = Counter(_pattern(page[-1]) for page in pages if page)
    inner = {_pattern(line) for page in pages for line in page[1:-1]}

    def runs(line: str, places: Counter[str]) -> bool:
        pattern = _pattern(line)
        return len(pages) > 2 and places[pattern] > _REPEATED * len(pages) and pattern not in inner

    kept = []
    for page in pages:
        if page and runs(page[-1], feet):
            page = page[:-1]
        if page and runs(page[0], heads):
            page = page[1:]
        kept += page
    return kept


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "#", line)
