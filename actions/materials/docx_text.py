"""The text of a docx as Word counts it: tables, text boxes (once) and notes in; headers, comments and deletions out."""

from __future__ import annotations

import posixpath
import re
import zipfile

from actions.materials import xml_parts
from actions.materials.report_text import Line, ReportText

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the ISO variant
)
# What stands in the file but not in the text; mc:Fallback repeats a text box for old Word.
_LEFT_OUT = {"del", "moveFrom", "Fallback", "rt", "instrText", "delText"}
_BLANKS = {"tab", "br", "cr", "ptab"}
_FIGURES = {"tbl", "pic", "chart", "relIds", "imagedata", "OLEObject", "wgp", "wpc"}
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.I)
_CONTENTS = re.compile(r"(?:toc|目录) ?[1-9]", re.I)
_OFF = ("0", "false", "off", "none")


def read(archive: zipfile.ZipFile, main: str) -> ReportText:
    report = ReportText(marked=True)
    folder = posixpath.dirname(main)
    names = set(archive.namelist())

    def part(name: str) -> str:
        return posixpath.join(folder, name)

    styles = _Styles()
    if part("styles.xml") in names:
        xml_parts.read(archive, part("styles.xml"), styles.start, styles.end)
    for name in (main, part("footnotes.xml"), part("endnotes.xml")):
        if name in names:
            body = _Body(report, styles)
            xml_parts.read(archive, name, body.start, body.end, body.text)
    return report


def _word(name: str) -> str:
    """The local name of an element of WordprocessingML."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in _WORD else ""


def _value(attributes: xml_parts.Attributes, key: str = "val") -> str:
    return next((value for name, value in attributes.items() if xml_parts.local(name) == key), "")


class _Styles:
    """Which styles are headings, and of which level; a style inherits from the one it is based on."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._levels: dict[str, int] = {}
        self._based_on: dict[str, str] = {}
        self._id = ""

    def start(self, name: str, attributes: xml_parts.Attributes) -> None:
        match _word(name):
            case "style":
                self._id = _value(attributes, "styleId")
            case "name" if self._id:
                self._names[self._id] = _value(attributes)
            case "basedOn" if self._id:
                self._based_on[self._id] = _value(attributes)
            case "outlineLvl" if self._id and _value(attributes).isdigit():
                self._levels[self._id] = int(_value(attributes)) + 1

    def end(self, name: str) -> None:
        if _word(name) == "style":
            self._id = ""

    def level(self, style: str) -> int | None:
        for each in self._line(style):
            if found := _HEADING.fullmatch(self._names.get(each, "")):
                return int(found[1])
            if each in self._levels:
                return _heading_level(self._levels[each])
        return None

    def is_contents(self, style: str) -> bool:
        return any(_CONTENTS.fullmatch(self._names.get(each, "")) for each in self._line(style))

    def _line(self, style: str) -> list[str]:
        line: list[str] = []
        while style and style not in line:
            line.append(style)
            style = self._based_on.get(style, "")
        return line


def _heading_level(level: int) -> int | None:
    return level if level < 10 else None  # outline level 9, counted from 0, is body text


class _Paragraph:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.style = ""
        self.level: int | None = None


class _Body:
    """Paragraphs can hold text boxes, and these paragraphs: hence the stacks."""

    def __init__(self, report: ReportText, styles: _Styles) -> None:
        self._report = report
        self._styles = styles
        self._paragraphs: list[_Paragraph] = []
        self._hidden: list[bool] = []  # for each run that is open
        self._left_out = 0
        self._in_text = False

    def start(self, name: str, attributes: xml_parts.Attributes) -> None:
        local, word = xml_parts.local(name), _word(name)
        if self._left_out or local in _LEFT_OUT or self._is_separator(word, attributes):
            self._left_out += 1
        elif local in _FIGURES:
            self._report.figures = True
        elif word == "p":
            self._paragraphs.append(_Paragraph())
        elif word == "r":
            self._hidden.append(False)
        elif word == "t":
            self._in_text = True
        elif self._paragraphs:
            self._within_paragraph(word, attributes)

    def _is_separator(self, word: str, attributes: xml_parts.Attributes) -> bool:
        return word in ("footnote", "endnote") and _value(attributes, "type") not in ("", "normal")

    def _within_paragraph(self, word: str, attributes: xml_parts.Attributes) -> None:
        paragraph = self._paragraphs[-1]
        if word in _BLANKS:
            paragraph.pieces.append(" ")
        elif word == "noBreakHyphen":
            paragraph.pieces.append("-")
        elif word == "sym":
            paragraph.pieces.append("□")
        elif word == "pStyle":
            paragraph.style = _value(attributes)
        elif word == "outlineLvl" and _value(attributes).isdigit():
            paragraph.level = _heading_level(int(_value(attributes)) + 1)
        elif word == "vanish" and self._hidden:
            self._hidden[-1] = _value(attributes) not in _OFF

    def end(self, name: str) -> None:
        word = _word(name)
        if self._left_out:
            self._left_out -= 1
        elif word == "p":
            self._report.lines.append(self._finished(self._paragraphs.pop()))
        elif word == "r":
            self._hidden.pop()
        elif word == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if (
            self._in_text
            and not self._left_out
            and self._paragraphs
            and not (self._hidden and self._hidden[-1])
        ):
            self._paragraphs[-1].pieces.append(text)

    def _finished(self, paragraph: _Paragraph) -> Line:
        level = paragraph.level or self._styles.level(paragraph.style)
        return Line("".join(paragraph.pieces), level, self._styles.is_contents(paragraph.style))
