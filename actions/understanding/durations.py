"""Lengths of time counted back from today: 三年前, 刚满三年, 不到三年, 差一个月满三年, 十几年, 两年半."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .numerals import NUMBER, number
from .when import LONG_AGO, Misdated, When, a_day, add_months, add_years, days, stretch

_VAGUE = "好几|好多|很多|许多|数|几"
_AMOUNT = rf"(?P<tens>几十|{NUMBER}?[十百]?几(?=个?[年月天])|{_VAGUE}|{NUMBER}|多(?=年))(?P<odd>[来多余])?"
# 没满三年, 还没注册满三年
_LESS = "不到|不满|未满|没满|没到|不足|少于|未到|不够|(?:没有?|未)(?:注册|成立|登记|设立|开业|开办|运行|运营|投产)满"
_LEAD = (
    r"还?(?:没有?|尚?未)(?:注册|成立|登记|设立|开业|开办|运行|运营|投产)满|"
    "还不到|不到|还不满|不满|未满|没满|没到|还没到|还没满|不足|少于|未到|不够|"
    "快要?满?|将近|接近|马上就?满?|即将满?|就要满?|眼看就?|"
    "早就?超过|早过了|超过|不止|多于|大于|至少|起码|不少于|不低于|"
    "刚刚?好?满?|正好满?|恰好满?|才满|整整|足足|已经?满|满|足|整|"
    "最近|过去|近|这|前|大概|大约|差不多|约|有|了|也|就|才|已经?|的"
)
_TRAIL = "多|有余|出头|以上|以内|之内|内|不到|以前|之前|前|以后|之后|后|以来|来(?!着|深|到|的深)|左右|上下|刚过|整|了|的|吧|啦"
_UNIT = "个?年头|周年|年度?|载|个多?月|月(?=前|了|以前|之前)|个?星期|个?礼拜|周|天|日(?=前)"

DURATION = re.compile(
    rf"(?P<lead>(?:{_LEAD})*)"
    rf"(?:(?P<halfyear>大半年|小半年|半年)|"
    rf"{_AMOUNT}(?P<unit>{_UNIT})(?P<half>半)?(?:(?:零|又|加|,|外加)?(?P<months>{NUMBER})个(?P<monthhalf>半)?月)?)"
    rf"(?P<trail>(?:{_TRAIL})*)"
)
GAP = re.compile(
    rf"(?P<lead>还?差|再过|再有|还有|还要|再等)(?:了|着|大概|约)?(?P<n>{NUMBER}|半)?(?P<unit>个?月|天|日|周|年)"
    rf"(?:左右|多)?(?:的时间)?(?:就|才|能|可以|刚好|正好|到|满|够|是)*(?P<full>{NUMBER})周?年"
)


# What is still missing to a length that is not said, unlike GAP.
_MISSING = re.compile(
    r"(?:差|缺|(?<![至最不多减])少)(?:了|着|个|大概|约)*$|(?:还有|再过|再有|再等|还要)(?:大概|约)*$"
)


@dataclass(frozen=True)
class _Length:
    """A length of time in years and months, or in days."""

    years: int = 0
    months: int = 0
    days: int = 0

    def before(self, today: date) -> date:
        return add_months(today, -12 * self.years - self.months) - days(self.days)


def read_gap(match: re.Match[str], today: date) -> When | None:
    """差一个月满三年: the day lies a month after the day three years ago."""
    full, count = number(match["full"]), number(match["n"] or "一")
    unit = match["unit"].removeprefix("个")
    if full is None or (count is None and match["n"] != "半"):
        return None
    anniversary = add_years(today, -full)
    if match["n"] == "半":
        centre, slack = (add_months(anniversary, 6), 45) if unit == "年" else (anniversary + days(15), 10)
    elif unit in ("天", "日"):
        day = anniversary + days(count)
        return a_day(day.year, day.month, day.day)
    elif unit == "周":
        centre, slack = anniversary + days(7 * count), 5
    elif unit == "年":
        centre, slack = add_years(anniversary, count), 183
    else:
        centre, slack = add_months(anniversary, count), 15
    return stretch(max(centre - days(slack), anniversary + days(1)), min(centre + days(slack), today))


def read_duration(match: re.Match[str], today: date, counted: bool) -> When | Misdated | None:
    """The days on which something this long ago can have begun.

    `counted` tells that the words before it count a length (成立三年, 运行了三年), not a window (近三年).
    """
    lead, trail = match["lead"], match["trail"]
    if _MISSING.search((match.string[: match.start()] + lead)[-8:]):
        return None  # 刚好差一个月 is no month ago
    if match["halfyear"]:
        if match["halfyear"] == "大半年" or "多" in trail:
            return stretch(add_months(today, -12) + days(1), add_months(today, -6))
        if _says(lead, "不到|不满|未满|没满|不足") or "不到" in trail or "内" in trail or lead.endswith("近"):
            return stretch(add_months(today, -6) + days(1), today)
        if _says(lead, "超过|不止|至少|起码") or "以上" in trail:
            return stretch(LONG_AGO, add_months(today, -6))
        return stretch(add_months(today, -8) + days(1), add_months(today, -4) - days(1))

    amount, odd, unit = match["tens"], match["odd"], match["unit"]
    if amount.startswith(("零", "〇")) or re.search(
        "连续$|连着$|每$|第$", match.string[: match.start("tens")]
    ):
        return None
    if amount in _VAGUE.split("|") or amount == "多":
        return _vague(unit, lead, today)
    if "几" in amount:
        base = number(amount.replace("几", "") or "一")
        low = 20 if amount == "几十" else base
        if low is None:
            return None
        return stretch(
            LONG_AGO if amount == "几十" else _back(low + 10, unit, today) + days(1), _back(low, unit, today)
        )
    several = re.fullmatch("([一二两三四五六七八九])([二两三四五六七八九])", amount)
    if several:
        low, high = number(several[1]), number(several[2])
        if high - low != 1 or (amount[0] in "一二" and amount[1] != "两" and not trail and "年" in unit):
            return None  # 一二年 is the year 2012
        return stretch(_back(high + 1, unit, today) + days(1), _around_end(low, unit, today))
    count = number(amount)
    if count is None or count == 0 or count > 200:
        return None
    if "后" in trail and "前" not in trail:
        return Misdated("future")
    if odd == "来":
        return stretch(_back(int(count * 1.3), unit, today) + days(1), _back(int(count * 0.8), unit, today))
    if odd in ("多", "余") and "年" in unit and count >= 10:
        return stretch(_back(count + 10, unit, today) + days(1), _back(count, unit, today))
    return _counted(match, count, today, counted, over=odd in ("多", "余"))


def _counted(match: re.Match[str], count: int, today: date, counted: bool, over: bool) -> When:
    lead, trail, unit = match["lead"], match["trail"], match["unit"]
    length = _length(match, count)
    begun, later = length.before(today), _back(count, unit, today, half_steps=1)
    earlier = (
        _Length(length.years + 1, length.months)
        if "年" in unit or unit == "载"
        else _Length(0, length.months + 1)
    )
    if length.days:
        exact = a_day(begun.year, begun.month, begun.day)
        slack = 0 if unit in ("天", "日") else 3
        if not slack and not _says(lead, "不到|不满|近|超过|不止"):
            return exact
        earlier_day = begun - days(slack or count)
    else:
        earlier_day, slack = earlier.before(today) + days(1), None
    window = _says(lead, "最近$|过去$|这$") or (
        lead.endswith("近") and not lead.endswith(("将近", "接近")) and not counted
    )
    if _says(lead, _LESS) or "不到" in trail or "内" in trail:
        return stretch(begun + days(1), today)
    if window or (lead.endswith("前") and not trail) or "来" in trail:
        if lead.endswith("前"):
            return stretch(date(today.year - count - 1, 1, 1), date(today.year - 1, 12, 31))
        return stretch(begun + days(1), today)
    if _says(lead, "快|近|马上|即将|就要|眼看"):
        return stretch(begun + days(1), max(later, begun + days(1)))
    if _says(lead, "超过|过了|不止|多于|大于|至少|起码|不少于|不低于") or "以上" in trail:
        return stretch(LONG_AGO, begun)
    if "刚过" in trail or _says(lead, "刚|正好|恰好|才满"):
        return stretch(add_months(begun, -3), begun)
    if over or _says(trail, "多|有余|出头"):
        return stretch(earlier_day, begun)
    if match["half"] and not match["months"]:
        return stretch(add_months(begun, -3) + days(1), add_months(begun, 3))
    if match["months"]:
        return stretch(begun - days(15), begun + days(15))
    if _says(lead, "满|足|整"):
        return stretch(earlier_day, begun)
    if slack:
        return stretch(begun - days(slack), begun + days(slack))
    return stretch(earlier_day, _around_end(count, unit, today))


def _length(match: re.Match[str], count: int) -> _Length:
    unit = match["unit"].removeprefix("个")
    if unit in ("天", "日"):
        return _Length(days=count)
    if unit in ("周", "星期", "礼拜"):
        return _Length(days=7 * count)
    if "月" in unit:
        return _Length(months=count)
    months = (number(match["months"]) or 0) if match["months"] else 6 if match["half"] else 0
    return _Length(count, months)


def _back(count: int, unit: str, today: date, half_steps: int = 0) -> date:
    """`count` units before today, moved `half_steps` half units later."""
    if "月" in unit:
        return add_months(today, -count) + days(15 * half_steps)
    if "年" in unit or unit == "载":
        return add_months(today, -12 * count + 6 * half_steps)
    step = 7 if any(word in unit for word in ("周", "星期", "礼拜")) else 1
    return today - days(step * count)


def _around_end(count: int, unit: str, today: date) -> date:
    """The latest day people still call `count` units ago: the calendar year counts, and half a unit."""
    rounded = _back(count, unit, today, half_steps=1)
    if "年" in unit or unit == "载":
        return min(max(rounded, date(today.year - count, 12, 31)), today)
    return rounded


def _vague(unit: str, lead: str, today: date) -> When | None:
    """几年前, 好多年了, 前几天: long or short ago, no more."""
    if "年" in unit or unit == "载":
        if lead.endswith(("这", "近", "最近")):
            return stretch(add_years(today, -5), today)
        return (
            stretch(add_years(today, -10), add_years(today, -1))
            if lead.endswith("前")
            else stretch(LONG_AGO, add_years(today, -2))
        )
    if "月" in unit:
        return stretch(add_months(today, -12) + days(1), add_months(today, -2))
    return stretch(today - days(15), today - days(1))


def _says(text: str, words: str) -> bool:
    return re.search(words, text) is not None
