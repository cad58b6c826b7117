"""A second reader for the self-evaluation report: its length, and hints on what was not found in it.

A hint is only given when there is no trace of the thing: precision comes before recall.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from actions.materials.clauses import load
from actions.materials.findings import Finding
from actions.materials.formats import LONGEST_REPORT
from actions.materials.headings import Heading, headings, length_under
from actions.materials.length import count
from actions.materials.report_text import ReportText

_LEAST_OF_A_PART = 10  # as Word counts; less is a heading without text of its own
_NEAR = 200  # characters between a word of comparison and a number
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年?\s*[-—–－~～至到]+\s*((?:19|20)\d\d)(?!\d)")
_RESULT = "结果"
_WRAPPED = re.compile("(?<=[\u3400-\u9fff])\n(?=[\u3400-\u9fff])")  # PDFs break lines within words


@lru_cache(maxsize=1)
def _standard() -> dict[str, Any]:
    return load("standard")


def read_report(
    report: ReportText, *, category: str | None = None, applicant: str | None = None, from_pdf: bool = False
) -> list[Finding]:
    length = count(line.text for line in report.lines)
    if length == 0:
        return [Finding("unreadable", "no_text")]
    found = []
    if length > LONGEST_REPORT:
        values = {"count": length, "limit": LONGEST_REPORT}
        found.append(Finding("report_too_long", "pdf" if from_pdf else "default", values))
    return found + _hints(report, category, applicant)


def _hints(report: ReportText, category: str | None, applicant: str | None) -> list[Finding]:
    text = _WRAPPED.sub("", "\n".join(line.text for line in report.lines))
    titles = headings(report)
    economic = category == "economic"
    found = []
    if category is not None:
        kind = "economic" if economic else "other"
        missing = _missing_parts(_standard()["parts"][kind], titles, report)
        found += [Finding("missing_part", kind, {"part": part}) for part in missing]
    if not _has_methods(text):
        found.append(Finding("no_method_words"))
    if not _has_profile(text, titles):
        found.append(Finding("no_organization_profile", "project" if applicant == "project" else "default"))
    if not report.figures:
        found.append(Finding("no_figures"))
    if applicant == "project":
        return found
    if not _compares(text):
        found.append(Finding("no_comparison_data"))
    if not _covers_three_years(text):
        found.append(Finding("no_three_year_data", "default" if economic or category is None else "other"))
    return found


def _missing_parts(parts: dict[str, list[str]], titles: list[Heading], report: ReportText) -> list[str]:
    about = {part: [title for title in titles if _is_about(title, words)] for part, words in parts.items()}
    return [
        part
        for part in parts
        if not any(_has_text(title, part, about, titles, report) for title in about[part])
    ]


def _is_about(title: Heading, words: list[str]) -> bool:
    """A part's results under 高绩效结果 are no part of their own."""
    of_results = title.text.endswith(_RESULT) and not any(
        word.endswith(_RESULT) or "绩效" in word for word in words
    )
    return not of_results and any(word in title.text for word in words)


def _has_text(
    title: Heading, part: str, about: dict[str, list[Heading]], titles: list[Heading], report: ReportText
) -> bool:
    """Up to the next heading of another part, or of the same rank where ranks are known."""
    of_others = {other.line for name, named in about.items() if name != part for other in named}
    ends = [
        other
        for other in titles
        if (other.level is None and other.line in of_others)
        or (other.level is not None and title.level is not None and other.level <= title.level)
    ]
    return length_under(title, titles, ends, report) >= _LEAST_OF_A_PART


def _has_methods(text: str) -> bool:
    methods = _standard()["methods"]
    return any(re.search(pattern, text, re.I) for pattern in methods["any"]) or any(
        all(word in text for word in words) for words in methods["all"]
    )


def _has_profile(text: str, titles: list[Heading]) -> bool:
    in_text, in_title = _standard()["profile"]
    return bool(re.search(in_text, text)) or any(re.search(in_title, title.text) for title in titles)


def _compares(text: str) -> bool:
    words = "|".join(_standard()["comparison"])
    return bool(re.search(rf"(?:{words})[^。]{{0,{_NEAR}}}\d|\d[^。]{{0,{_NEAR}}}(?:{words})", text))


def _covers_three_years(text: str) -> bool:
    if any(re.search(pattern, text) for pattern in _standard()["three_years"]):
        return True
    if any(int(last) - int(first) >= 2 for first, last in _YEARS.findall(text)):
        return True
    years = {int(year) for year in _YEAR.findall(text)}
    return any({year + 1, year + 2} <= years for year in years)
