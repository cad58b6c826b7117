"""Dates and lengths of time in English: March 18, 2015; in 2016; three years ago; less than three years; last June."""

from __future__ import annotations

import re
from datetime import date

from .numerals import ENGLISH_NUMBER, number
from .when import LONG_AGO, Misdated, When, a_day, a_month, a_year, add_months, days, stretch

_MONTH_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>" + "|".join(
    rf"{name[:3]}(?:{name[3:]})?" if name != "may" else "may" for name in _MONTH_NAMES
)
_MONTH = _MONTH.replace("sep(?:tember)?", "sept?(?:ember)?") + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"

MONTH_FIRST = re.compile(rf"\b{_MONTH} ?{_DAY}\b,? ?(?:of )?(?:{_YEAR}|(?P<rel>last year|this year))?")
DAY_FIRST = re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? ?(?:{_YEAR}|(?P<rel>last year|this year))?")
MONTH = re.compile(
    rf"\b(?:(?P<said>last year|this year) (?:was |it was )?(?:back )?in )?(?:(?P<which>last|this|next) |(?P<before>(?:19|20)\d{{2}}),? )?{_MONTH}(?:,? ?(?:of )?(?:{_YEAR}|(?P<rel>last year|this year|the year before last)))?"
)
SLASHED = re.compile(r"(?<!\d)(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>(?:19|20)\d{2})(?!\d)")
PART = re.compile(
    rf"\b(?:in |at )?(?:the )?(?P<part>early|beginning of|start of|mid|middle of|late|end of)[ -](?:{_YEAR}|(?P<rel>last year|this year))"
)
NEAR = re.compile(
    r"\b(?P<what>the year before last|last year|this year|next year|last month|this month|next month|last week|yesterday|today|tomorrow)\b"
)
LENGTH = re.compile(
    r"\b(?P<lead>(?:(?:for|about|around|roughly|nearly|almost|close to|not quite|less than|fewer than|under|within|"
    r"just over|a little over|over|more than|at least|exactly|just|only|already|the (?:last|past)) )*)"
    rf"(?:(?P<half>half an? )(?P<halfunit>year)|(?P<n>{ENGLISH_NUMBER})(?P<andhalf> and a half)?(?P<plus>\+)?[ -]"
    r"(?P<unit>years?|yrs?|months?|weeks?|days?)(?:,? (?:and )?(?P<m>\w+) months?)?)"
    r"(?P<trail>(?: (?:ago|old|or more|now|from now|later))*)"
)
_PARTS = {
    "early": (1, 4),
    "beginning of": (1, 3),
    "start of": (1, 3),
    "mid": (5, 8),
    "middle of": (5, 8),
    "late": (9, 12),
    "end of": (10, 12),
}


def read_day(match: re.Match[str], today: date) -> When:
    month, day = _month_number(match["month"]), int(match["day"])
    year = _year(match, today)
    if year:
        return a_day(year, month, day)
    found = a_day(today.year, month, day)
    return found if found.earliest <= today else a_day(today.year - 1, month, day)


def read_month(match: re.Match[str], today: date) -> When | None:
    month, year = _month_number(match["month"]), _year(match, today)
    if match["month"] == "may" and not (year or match["which"]):
        return None  # the verb
    if year:
        return a_month(year, month)
    if match["which"] == "next":
        return a_month(today.year + (month <= today.month), month)
    past = month < today.month or (month == today.month and match["which"] != "last")
    return a_month(today.year if past else today.year - 1, month)


def read_slashed(match: re.Match[str], today: date) -> When:
    """Day and month in either order; where both fit, the days from one reading to the other."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a <= 12 and b <= 12 and a != b:
        first, second = a_day(year, a, b), a_day(year, b, a)
        return stretch(first.earliest, second.earliest)
    return a_day(year, b, a) if b <= 12 else a_day(year, a, b)


def read_part(match: re.Match[str], today: date) -> When:
    first, last = _PARTS[match["part"]]
    return a_month(_year(match, today) or today.year, first, last)


def read_near(match: re.Match[str], today: date) -> When:
    what = match["what"]
    if what.endswith("year") or what == "the year before last":
        return a_year(today.year + {"the year before last": -2, "last year": -1, "next year": 1}.get(what, 0))
    if what.endswith("month"):
        start = add_months(today.replace(day=1), {"last": -1, "next": 1}.get(what.split()[0], 0))
        return a_month(start.year, start.month)
    if what == "last week":
        monday = today - days(today.weekday() + 7)
        return stretch(monday, monday + days(6))
    day = today - days({"yesterday": 1, "tomorrow": -1}.get(what, 0))
    return a_day(day.year, day.month, day.day)


def read_length(match: re.Match[str], today: date) -> When | Misdated | None:
    lead, trail = match["lead"], match["trail"]
    if "from now" in trail or "later" in trail:
        return Misdated("future")
    if match["half"]:
        months, unit = 6, 2
    else:
        count = number(match["n"])
        if count is None:
            return None
        if match["unit"].startswith(("day", "week")):
            back = count * (7 if match["unit"].startswith("week") else 1)
            slack = days(3 if back >= 7 else 0)
            return stretch(today - days(back) - slack, today - days(back) + slack)
        yearly = match["unit"].startswith("y")
        months, unit = count * 12 if yearly else count, 12 if yearly else 1
        if match["andhalf"]:
            months, unit = months + unit // 2, 3
        if match["m"]:
            months, unit = months + (number(match["m"]) or 0), 1
    begun = add_months(today, -months)
    if re.search("less than|fewer than|under|within|the (last|past)", lead):
        return stretch(begun + days(1), today)
    if re.search("nearly|almost|close to|not quite", lead):
        return stretch(begun + days(1), add_months(begun, max(unit // 2, 1)))
    if re.search("just over|a little over", lead):
        return stretch(add_months(begun, -unit) + days(1), begun)
    if re.search("over|more than|at least", lead) or match["plus"] or "or more" in trail:
        return stretch(LONG_AGO, begun)
    if re.search("exactly|just", lead):
        return stretch(add_months(begun, -3), begun)
    if match["half"]:
        return stretch(add_months(begun, -unit) + days(1), add_months(begun, unit) - days(1))
    if unit == 12:
        latest = max(date(today.year - months // 12, 12, 31), add_months(begun, 6))
        return stretch(add_months(begun, -12) + days(1), min(latest, today))
    if unit == 3:
        return stretch(add_months(begun, -3) + days(1), add_months(begun, 3))
    return stretch(add_months(begun, -1) + days(1), begun + days(15))


def _month_number(name: str) -> int:
    return next(index for index, full in enumerate(_MONTH_NAMES, 1) if full.startswith(name[:3]))


def _year(match: re.Match[str], today: date) -> int | None:
    if year := match["year"] or match.groupdict().get("before"):  # 2020 Jan
        return int(year)
    relative = next(filter(None, (match.groupdict().get(name) for name in ("rel", "said"))), None)
    return (
        today.year + {"last year": -1, "this year": 0, "the year before last": -2}[relative]
        if relative
        else None
    )
