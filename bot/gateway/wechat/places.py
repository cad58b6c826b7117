"""The short name of a cited place, as officials write it: 一（六）1."""

from __future__ import annotations

import re
from collections.abc import Sequence

NUMERALS = "一二三四五六七八九十百〇零"
MARK = re.compile(
    rf"\s*(?P<mark>第[{NUMERALS}\d]+[编篇部章节条]|[{NUMERALS}]+(?=[、.．])|[（(][{NUMERALS}\d]+[）)]|"
    r"\d{1,2}(?:\.\d{1,2})*(?=[.．、)）\s])|[①-⑳])"
)


def mark(text: str) -> str:
    """The printed number that a heading or a passage begins with; "" when there is none."""
    found = MARK.match(text)
    return found["mark"].replace("(", "（").replace(")", "）") if found else ""


def place(passage_id: str, path: Sequence[str], quote: str) -> str:
    """The numbers of the headings above, then the passage's own; headings without a number by their words.

    A passage's id says whether it has a number of its own (`2020-1.6.1-9c41e2` has three), its quote how it is printed.
    """
    marks = [printed for heading in path if (printed := mark(heading))]
    if path and not marks:
        return path[-1]
    numbers = passage_id.split("-")[1].split(".") if passage_id.count("-") >= 2 else []
    if len(numbers) == len(marks) + 1:
        marks.append(mark(quote) or numbers[-1])
    # 4 and 3 is 4.3, not 43.
    return re.sub(r"(?<=\d)\n(?=\d)", ".", "\n".join(marks)).replace("\n", "")
