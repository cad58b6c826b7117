"""One spelling for a number: 二百万 and 200万 become 2000000, 二〇二〇 becomes 2020, 百分之三十 becomes 30%.

Works on text in NFKC. Only what is certainly a number is touched: a numeral with its units, several digits in a row, or
a single digit before a measure word. 统一, 唯一, 万一 and 千方百计 stay as they are.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MEASURES = "年月日天周届个家名人位次类种项条章款份元分页级等轮遍倍字张篇句段场期组间大"

_PART = rf"\d+(?:\.\d+)?|[{''.join(_DIGITS)}]|[{''.join(_UNITS)}]"
_RUN = re.compile(rf"(百分之)?((?:{_PART})+)(?=(.?))", re.DOTALL)


def arabic(text: str) -> str:
    """The text with its numbers in digits. Idempotent."""
    return _RUN.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    percent, run, following = found.groups()
    value = _value(run, alone=not percent and following not in tuple(_MEASURES))
    if value is None:
        return found[0]
    return f"{value}%" if percent else value


def _value(run: str, *, alone: bool) -> str | None:
    """None for what is no number (万一), may be two (二三级), or is likely part of a word (`alone`: 统一)."""
    if (run in _UNITS and run != "十") or (alone and len(run) == 1 and run not in "0123456789"):
        return None
    if all(each in _DIGITS for each in run):
        neighbours = len(run) == 2 and _DIGITS[run[1]] - _DIGITS[run[0]] == 1
        return None if neighbours else "".join(str(_DIGITS[each]) for each in run)
    parts = re.findall(_PART, run)
    return _sum(parts) if any(each in _UNITS for each in parts) else run if len(parts) == 1 else None


def _sum(parts: list[str]) -> str | None:
    total = section = Decimal(0)  # a section is what a following 万 or 亿 multiplies
    digit: Decimal | None = None
    for place, part in enumerate(parts):
        unit = _UNITS.get(part)
        if unit is None:
            if digit:
                return None  # two digits without a unit between them
            digit = Decimal(_DIGITS[part]) if part in _DIGITS else Decimal(part)
        elif unit < 10_000:
            if digit is None and (part != "十" or (place > 0 and parts[place - 1] not in "万亿")):
                return None  # 百 and 千 want a digit before them
            section += (Decimal(1) if digit is None else digit) * unit
            digit = None
        else:
            section += digit or 0
            if not section:
                return None  # 万 and 亿 want a number before them
            total = (total + section) * unit if unit > 10_000 else total + section * unit
            section, digit = Decimal(0), None
    return f"{(total + section + (digit or 0)).normalize():f}"
