"""Days, months and years of the calendar as they are written in Chinese: 2015年3月18日, 去年六月, 18年底, 15/3/18, 上个月."""

from __future__ import annotations

import re
from datetime import date

from .numerals import NUMBER, number, spelled_digits
from .when import (
    LONG_AGO,
    ImpossibleDate,
    Misdated,
    When,
    a_day,
    a_month,
    a_year,
    add_months,
    days,
    month_end,
    stretch,
)

_DIGIT = "[零〇一二三四五六七八九]"
_RELATIVE_YEARS = {
    "大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "上个年": -1, "头一年": -1,
    "今年": 0, "本年": 0, "这一年": 0, "明年": 1, "来年": 1, "后年": 2,
}  # fmt: skip
_RELATIVE = "|".join(_RELATIVE_YEARS)
_YEAR = (
    rf"(?:(?P<year>\d{{4}}|\d{{3}}|(?<!\d)\d{{2}}|(?<!\d)0|[一二]{_DIGIT}{{3}}|{_DIGIT}{{2}}|"
    rf"[二两]千零?{_DIGIT}?|[二两]千(?:零?一|二)?十{_DIGIT}?)年度?|(?P<relative>{_RELATIVE})度?)"
)
_PARTS = {
    "年初": (1, 3), "开年": (1, 3), "年头": (1, 3), "年中": (5, 8), "年底": (10, 12), "年末": (10, 12), "年尾": (10, 12),
    "岁末": (10, 12), "上半年": (1, 6), "下半年": (7, 12), "前半年": (1, 6), "后半年": (7, 12),
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12),
    "春天": (3, 5), "春季": (3, 5), "夏天": (6, 8), "夏季": (6, 8), "秋天": (9, 11), "秋季": (9, 11), "暑假": (7, 8),
    "春节": (1, 2), "过年": (1, 2),
}  # fmt: skip
_FESTIVALS = {
    "元旦": (1, 1, 1),
    "五一": (5, 1, 5),
    "劳动节": (5, 1, 5),
    "国庆": (10, 1, 7),
    "十一假期": (10, 1, 7),
}
_PART = (
    r"第?[一二三四1-4]个?季度?|上半年|下半年|前半年|后半年|年?(?:初|中(?!旬)|底|末|尾|头)|开年|岁末|"
    r"[春夏秋](?:天|季)|暑假|春节|过年|" + "|".join(_FESTIVALS)
)
_TENTHS = {"上旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}
_DAY = rf"(?P<day>{NUMBER})(?:日|号)?(?![个名家次万])|(?P<tenth>{'|'.join(_TENTHS)})"
_MONTHS = rf"(?P<month>{NUMBER})(?:月?[、,到至\-~—](?P<last>{NUMBER}))?月(?!内)份?"

FULL = re.compile(rf"{_YEAR}的?(?:(?:{_MONTHS})(?:的?(?:{_DAY}))?|(?P<part>{_PART}))?")
MONTH = re.compile(rf"(?<![上下这本个\d])(?:{_MONTHS})(?:的?(?:{_DAY}))?")
PART = re.compile(r"(?<![今去前明])(?:年初|年底|年末|年中|上半年|下半年|国庆|元旦|春节)")
NUMERIC = re.compile(
    r"(?<![\d.])(?:(?P<year>\d{4})[-/.。年](?P<month>\d{1,2})(?:[-/.。月](?P<day>\d{1,2}))?|"
    r"(?P<short>\d{2})[/.\-](?P<month2>\d{1,2})[/.\-](?P<day2>\d{1,2})|"
    r"(?P<solid>(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?))(?![\d年月%])"
)
BARE_YEAR = re.compile(
    rf"(?<![\d.第前])(?:(?P<year>(?:19|20)\d{{2}})|(?P<spelled>[二一][零〇九]{_DIGIT}{{2}}))(?![\d.%版万亿元人字个家名号条页])"
)
DECADE = re.compile(
    r"(?:(?:上个?世纪|二十世纪|20世纪))?(?P<decade>[5-9五六七八九])(?:0|十)年代(?:初|中期?|末)?|(?<!\d)(?:19|20|一九|二[零〇])?(?P<few>[零〇九八七六0]|[6-9]0?)几年"
)
NEAR = re.compile(
    r"(?P<month>上上个?月|上个?月|这个?月|本月|当月|下个?月)的?(?P<monthday>\d{1,2}[日号]|初|底|末|上旬|中旬|下旬)?|"
    r"(?P<week>上上个?(?:周|星期|礼拜)|上个?(?:周|星期|礼拜)|[这本]个?(?:周|星期|礼拜))(?:[一二三四五六日天末])?|"
    r"(?P<day>大前天|前天|昨天|昨日|今天|今日|刚刚?才(?=(?:成立|注册|登记|开业|创办|设立|上线|投产)(?!(?:的|那个)?(?:时间|日期|年份|那|说|答)))|明天|后天)|"
    r"(?P<loose>前几天|前些天|这几天|前两天|前阵子|前段时间|最近|近期|不久前|前不久|刚不久)(?![一二两三四五六七八九十\d几半])"
)
SAME_DAY = re.compile(rf"(?P<n>{NUMBER})年前的?(?:今天|今日)")
AROUND = re.compile(r"(?:份|的时候|那会儿?)?(?:左右|前后|上下)")
BEFORE = re.compile(r"(?:以前|之前|前)(?!后)")
SINCE = re.compile(r"(?:以后|之后|以来|起)")


def year_number(text: str, today: date) -> int | None:
    """The calendar year of 2015, 二零一五, 15, 零八, 98, 两千零八."""
    text = text.strip()
    if re.fullmatch(rf"{_DIGIT}+", text):
        text = spelled_digits(text)
    value = number(text)
    if value is None:
        return None
    if len(text) == 2 and text.isdigit():
        century = today.year // 100 * 100
        if value <= today.year % 100 + 1:
            return century + value
        return century - 100 + value if value >= 70 else None
    return value


def read_full(match: re.Match[str], today: date) -> When | Misdated | None:
    if match["relative"]:
        year = today.year + _RELATIVE_YEARS[match["relative"]]
    else:
        said = match["year"]
        has_more = match["month"] or match["part"]
        if len(said) == 2 and not said.isdigit() and not has_more and _a_range(said):
            return None
        year = year_number(said, today)
        if year is None:
            return Misdated("future") if has_more else None
        if year < LONG_AGO.year or year > 9999:
            raise ImpossibleDate(said)
    if match["part"]:
        return in_part(year, match["part"])
    if match["month"]:
        return in_month_of(match, year)
    return a_year(year)


def read_month(match: re.Match[str], today: date) -> When | None:
    """A month without a year: the latest such month that has begun."""
    month, _ = _months(match)
    year = today.year if month <= today.month else today.year - 1
    found = in_month_of(match, year)
    return found if found.earliest <= today else in_month_of(match, year - 1)


def read_part(match: re.Match[str], today: date) -> When:
    found = in_part(today.year, match[0])
    return found if found.earliest <= today else in_part(today.year - 1, match[0])


def read_numeric(match: re.Match[str], today: date) -> When | Misdated | None:
    if match["solid"]:
        digits = match["solid"]
        year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:] or 0)
    elif match["short"]:
        year, month, day = year_number(match["short"], today), int(match["month2"]), int(match["day2"])
        if year is None:
            return None
    else:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 0)
    if year < LONG_AGO.year:
        return None
    return a_day(year, month, day) if day or match["day"] else a_month(year, month)


def read_bare_year(match: re.Match[str], today: date) -> When:
    return a_year(int(match["year"] or spelled_digits(match["spelled"])))


def read_same_day(match: re.Match[str], today: date) -> When | None:
    years = number(match["n"])
    if not years or years > 100:
        return None
    day = add_months(today, -12 * years)
    return a_day(day.year, day.month, day.day)


def read_decade(match: re.Match[str], today: date) -> When:
    """九十年代, 九几年; 零几年 is the first decade of this century."""
    tens = number((match["decade"] or match["few"])[0]) or 0
    first = 1900 + 10 * tens if tens else 2000
    return a_year(first, first + 9)


def read_near(match: re.Match[str], today: date) -> When:
    if match["month"]:
        word = match["month"].replace("个", "")
        start = add_months(today.replace(day=1), {"上上月": -2, "上月": -1, "下月": 1}.get(word, 0))
        day = match["monthday"]
        if day and day[0].isdigit():
            return a_day(start.year, start.month, int(day[:-1]))
        return tenth_of(start.year, start.month, day) if day else a_month(start.year, start.month)
    if match["week"]:
        monday = today - days(today.weekday()) - days(7 * match["week"].count("上"))
        return stretch(monday, monday + days(6))
    if match["day"]:
        back = {"大前天": 3, "前天": 2, "昨天": 1, "昨日": 1, "明天": -1, "后天": -2}.get(match["day"], 0)
        day = today - days(back)
        return a_day(day.year, day.month, day.day)
    if "最近" in match["loose"] or "近期" in match["loose"]:
        return stretch(add_months(today, -6), today)
    return stretch(today - days(15 if "天" in match["loose"] else 120), today - days(1))


def in_part(year: int, words: str) -> When:
    """年底, 上半年, 第四季度, 国庆 of a year."""
    if words in _FESTIVALS:
        month, first, last = _FESTIVALS[words]
        return (
            stretch(date(year, month, first), date(year, month, last))
            if first != last
            else a_day(year, month, first)
        )
    quarter = re.fullmatch(r"第?([一二三四1-4])个?季度?", words)
    if quarter:
        first = 3 * (number(quarter[1]) or 1) - 2
        return a_month(year, first, first + 2)
    first, last = _PARTS.get(words) or _PARTS["年" + words.removeprefix("年")]
    return a_month(year, first, last)


def _months(match: re.Match[str]) -> tuple[int, int]:
    """The month, or the first and last of 三四月 and 3、4月."""
    several = re.fullmatch("([一二三四五六七八九])([二三四五六七八九])", match["month"])
    if several and not match["last"]:
        first, last = number(several[1]), number(several[2])
        if last - first == 1:
            return first, last
    first = number(match["month"]) or 0
    return first, number(match["last"]) or 0 if match["last"] else first


def in_month_of(match: re.Match[str], year: int) -> When:
    first, last = _months(match)
    if match["tenth"]:
        return tenth_of(year, first, match["tenth"])
    if match["day"]:
        return a_day(year, first, number(match["day"]) or 0)
    return a_month(year, first, last)


def tenth_of(year: int, month: int, words: str) -> When:
    first, last = _TENTHS[words]
    end = a_month(year, month).latest
    return stretch(date(year, month, first), end.replace(day=min(last, end.day)))


def _a_range(digits: str) -> bool:
    """五六年 and 三四年 are lengths, 一五年 and 零八年 are years."""
    low, high = number(digits[0]), number(digits[1])
    return low is not None and high is not None and low >= 2 and high - low == 1 and digits[0] != "二"


def widen(found: When) -> When:
    """左右: a year more on both sides of a year, a month of a month, some days of a day."""
    if found.precision == "year":
        return a_year(found.earliest.year - 1, found.latest.year + 1)
    if found.precision == "month":
        before = add_months(found.earliest, -1)
        after = add_months(found.earliest, 1)
        return stretch(before, month_end(after.year, after.month))
    return stretch(found.earliest - days(7), found.latest + days(7))
