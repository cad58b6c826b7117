"""HTML: the text of a page's blocks, without what surrounds the document (navigation, scripts, forms)."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.dammit import EncodingDetector

from knowledge.ingest.lines import Line, unwrapped
from knowledge.ingest.readers.encoding import decoded

_LEFT_OUT = "script, style, noscript, template, nav, aside, form, button, iframe, svg, [hidden]"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *_HEADINGS,
    *[
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
    ],
    *["html", "li", "main", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"],
}


def read(file: Path) -> list[Line]:
    declared = EncodingDetector.find_declared_encoding(file.read_bytes(), is_html=True)
    return lines_of(decoded(file, declared))


def lines_of(source: str) -> list[Line]:
    """The lines of a page or of a part of one."""
    page = BeautifulSoup(source, "lxml")
    for tag in page.select(_LEFT_OUT):
        tag.decompose()
    collector = _Collector()
    collector.walk(page.body or page)
    collector.end_line()
    return collector.lines


class _Collector:
    """Gathers text until a block begins or ends."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._heading: int | None = None
        self._caption = False
        self._number = ""  # of a list's item, until the item's first text is met

    def walk(self, tag: Tag) -> None:
        for child in tag.children:
            if isinstance(child, NavigableString):
                if not isinstance(child, Comment):
                    self._pieces.append(str(child))
            elif child.name == "img":
                self._picture(child)
            elif child.name in ("td", "th"):
                self.walk(child)
                self._pieces.append(" ")
            elif child.name in _BLOCKS:
                self._block(child)
            else:
                self.walk(child)

    def end_line(self) -> None:
        text = unwrapped("".join(self._pieces).split("\n"))
        if text:
            role = "caption" if self._caption else "text"
            self.lines.append(Line(self._number + text, whole=True, heading=self._heading, role=role))
            self._number = ""
        self._pieces = []

    def _block(self, tag: Tag) -> None:
        self.end_line()
        outer = self._heading, self._caption
        self._heading = _HEADINGS.get(tag.name, self._heading)
        self._caption = self._caption or tag.name == "figcaption"
        if tag.name == "li":
            self._number = _number(tag)
        self.walk(tag)
        self.end_line()
        self._heading, self._caption = outer
        if tag.name == "li":
            self._number = ""

    def _picture(self, tag: Tag) -> None:
        if alternative := str(tag.get("alt", "")).strip():
            self.end_line()
            self.lines.append(Line(alternative, whole=True, role="caption"))


def _number(item: Tag) -> str:
    """What a browser prints before an item of a numbered list."""
    parent = item.parent
    if parent is None or parent.name != "ol":
        return ""
    first = str(parent.get("start", "1"))
    place = sum(1 for each in item.find_previous_siblings("li"))
    return f"{(int(first) if first.isdigit() else 1) + place}. "
