"""The numbers that Word prints by itself and does not store: 一、 （一） 1. of automatic lists and headings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn

_CHINESE_FORMATS = {
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "ideographDigital",
}
_CIRCLED_FORMATS = {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}


class AutomaticNumbers:
    """Counts through a document's paragraphs, which have to be asked for in order."""

    def __init__(self, document: DocxDocument) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        self._levels: dict[str, dict[int, Any]] = {}  # by list, then by level
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._abstract_of: dict[str, str] = {}
        if any(part.reltype.endswith("/numbering") for part in document.part.rels.values()):
            self._read_definitions(document.part.numbering_part.element)

    def of(self, paragraph) -> str:
        """The printed number with its blank, "" where there is none."""
        number_id, level = self._list_of(paragraph)
        abstract = self._abstract_of.get(number_id or "")
        definition = self._levels.get(abstract or "", {}).get(level)
        if abstract is None or definition is None:
            return ""
        counts = self._counts[abstract]
        counts[level] = counts.get(level, _start(definition) - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return self._printed(definition, abstract, counts)

    def _printed(self, definition, abstract: str, counts: dict[int, int]) -> str:
        if _value(definition, "numFmt") in ("bullet", "none"):
            return ""

        def count(found: re.Match[str]) -> str:
            of_level = int(found[1]) - 1
            other = self._levels[abstract].get(of_level, definition)
            return _formatted(counts.get(of_level, _start(other)), _value(other, "numFmt") or "decimal")

        text = re.sub(r"%([1-9])", count, _value(definition, "lvlText") or "")
        return text if text.endswith(("、", "）", "．")) or not text else f"{text} "

    def _list_of(self, paragraph) -> tuple[str | None, int]:
        """List and level, each from the paragraph itself or else from the nearest style that says."""
        number_id = level = None
        for properties in self._properties(paragraph):
            numbering = properties.find(qn("w:numPr"))
            if numbering is not None:
                number_id = number_id or _value(numbering, "numId")
                level = level or _value(numbering, "ilvl")
        return number_id, int(level or "0")

    def _properties(self, paragraph) -> Iterator[Any]:
        style = self._styles.get(paragraph.style)
        bearer = paragraph
        while bearer is not None:
            properties = bearer.find(qn("w:pPr"))
            if properties is not None:
                yield properties
            bearer, style = style, None if style is None else self._styles.get(_value(style, "basedOn"))

    def _read_definitions(self, numbering) -> None:
        for abstract in numbering.findall(qn("w:abstractNum")):
            identity = abstract.get(qn("w:abstractNumId"))
            self._levels[identity] = {
                int(level.get(qn("w:ilvl"))): level for level in abstract.findall(qn("w:lvl"))
            }
        for number in numbering.findall(qn("w:num")):
            identity = number.get(qn("w:numId"))
            abstract = _value(number, "abstractNumId") or ""
            self._abstract_of[identity] = abstract
            starts = {
                int(override.get(qn("w:ilvl"))): start
                for override in number.findall(qn("w:lvlOverride"))
                if (start := override.find(qn("w:startOverride"))) is not None
            }
            if starts:  # a list that counts anew: the same look under a name of its own
                self._abstract_of[identity] = own = f"{abstract}/{identity}"
                self._levels[own] = self._levels.get(abstract, {})


def _value(element, name: str) -> str | None:
    child = element.find(qn(f"w:{name}"))
    return None if child is None else child.get(qn("w:val"))


def _start(definition) -> int:
    return int(_value(definition, "start") or "1")


def _formatted(count: int, form: str) -> str:
    if form in _CHINESE_FORMATS:
        return _chinese(count)
    if form in _CIRCLED_FORMATS and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + count - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))
    return str(count)


def _chinese(count: int) -> str:
    """Up to 99, as headings are counted."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(count, 10)
    if not 0 < count < 100:
        return str(count)
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")
