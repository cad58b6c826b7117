"""The marks of Chinese official numbering: what rank a mark has and which number it prints."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CHINESE = "零〇一二三四五六七八九十百"
_DOT = "[.．、]"
# From the outermost rank to the innermost, as GB/T 9704 orders them; books of rules put 章, 节 and 条 outside.
_MARKS = [
    (re.compile(rf"第([{_CHINESE}\d]+)[编篇部]"), 1),
    (re.compile(rf"第([{_CHINESE}\d]+)章"), 2),
    (re.compile(rf"第([{_CHINESE}\d]+)节"), 3),
    (re.compile(rf"第([{_CHINESE}\d]+)条"), 4),
    (re.compile(rf"([{_CHINESE}]+){_DOT}"), 5),
    (re.compile(rf"[（(]([{_CHINESE}]+)[）)]"), 6),
    (re.compile(rf"(\d{{1,2}}){_DOT}(?!\d)"), 7),
    (
        re.compile(r"(\d{1,2}(?:\.\d{1,2})+)(?=[ 　\u4e00-\u9fff])(?!\s*[万亿倍元米])"),
        8,
    ),  # 1.2, 1.2.1: one rank deeper per dot
    (re.compile(r"[（(](\d{1,2})[）)]"), 12),
    (re.compile(r"(\d{1,2})[）)]"), 13),
    (re.compile(r"([①-⑳])"), 14),
    (re.compile(rf"([A-Za-z])(?:{_DOT}|[）)])(?=[^A-Za-z.])"), 15),
    (re.compile(r"()(?:——|[–•●■◆·])"), 16),
]
_DECIMAL = 8
CHAPTER_RANKS = range(1, 7)  # 第…编 to （一）: marks that head a chapter rather than a point


@dataclass(frozen=True)
class Mark:
    """`rank` is smaller for outer marks. `number` is in arabic ("6", "1.2", "a"); "" for a dash or bullet."""

    rank: int
    number: str
    printed: str


def mark_of(text: str) -> Mark | None:
    """The mark that a paragraph begins with."""
    for pattern, rank in _MARKS:
        if found := pattern.match(text):
            number = _arabic(found[1])
            return Mark(min(rank + number.count("."), 11) if rank == _DECIMAL else rank, number, found[0])
    return None


def follows(number: str, previous: str) -> bool:
    """Whether a number is the one after `previous` among its siblings; "" numbers have no order."""
    if not number or not previous:
        return True
    head, last = number.rpartition(".")[::2]
    previous_head, previous_last = previous.rpartition(".")[::2]
    return head == previous_head and _ordinal(last) == _ordinal(previous_last) + 1


def is_first(number: str) -> bool:
    return not number or _ordinal(number.rpartition(".")[2]) == 1


def _ordinal(number: str) -> int:
    return int(number) if number.isdigit() else ord(number.lower()) - ord("a") + 1


def _arabic(number: str) -> str:
    if not number:
        return ""
    if "①" <= number <= "⑳":
        return str(ord(number) - ord("①") + 1)
    if number[0] not in _CHINESE:
        return "".join(
            str(int(char)) if char.isdecimal() else char.lower() for char in number
        )  # １ as well as 1
    return str(_chinese_value(number))


def _chinese_value(number: str) -> int:
    """三 → 3, 十二 → 12, 二十 → 20, 一百零二 → 102, 二〇 → 20."""
    digits = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
    if "十" not in number and "百" not in number:
        return int("".join(str(digits[char]) for char in number))
    total, pending = 0, 0
    for char in number:
        if char in "十百":
            total += (pending or 1) * (10 if char == "十" else 100)
            pending = 0
        else:
            pending = digits[char]
    return total + pending
