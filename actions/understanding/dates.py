"""Reads the dates in a message: exact days, or the stretch of days that the words can mean.

Measured against the list in tests/rasa/understanding/dates.yml, the general libraries do not hold up (see README.md);
numerals are read by cn2an.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from . import calendar_dates as chinese
from . import durations
from . import english_dates as english
from .numerals import NUMBER, number
from .when import LONG_AGO, ImpossibleDate, Misdated, When, a_day, a_month, days, stretch

Reading = When | Misdated

_COUNTED = re.compile(
    r"(?:成立|注册|登记|设立|创立|创办|开办|运行|运营|运作|经营|营业|上线|投产|投用|使用|做|干|开|办|有|满|了)(?:了|已|已经|差不多|大概|约|至今|到现在)*$"
)
_LENGTH_OF_TWO_DIGITS = re.compile(
    r"^(?:了|多|前|以前|之前|以上|出头|有余|不到|半|零\D|又|的?历史|的?老|内|之内|以内|来(?!着|深|到|的深))(?!后)|^后(?!面)"
)
_JOINED = re.compile(r"^年?(?:到|至|-|~|—|、|或者?|还是|要么|就是|,还是|,或者?)$")
_UNTIL_FULL = re.compile(
    rf"^(?:就|才|刚刚?|将|会|可以?|正好|在深圳|注册|登记|成立)*满的?(?P<n>{NUMBER})周?年"
)
_YEAR_NAMED = re.compile(r"\d{4}|年|year")
_NEGATED = re.compile(r"(?:不是|并非|不在|not )(?:于|在)?$")


def _duration(match: re.Match[str], today: date) -> Reading | None:
    before = match.string[: match.start()]
    counted = bool(_COUNTED.search(before))
    amount = match["tens"] or ""
    if (
        len(amount) == 2
        and amount.isdigit()
        and match["unit"] == "年"
        and not match["months"]
        and not match["half"]
    ):
        # 15年 is the year 2015 unless the words around it count years: 成立15年, 15年了, 超过15年.
        leads = re.sub(r"大概|大约|差不多|约|的|也|就|了|才|这|前", "", match["lead"])
        follows = match["trail"] + match.string[match.end() :]
        if chinese.year_number(amount, today) and not (
            counted or leads or _LENGTH_OF_TWO_DIGITS.search(follows)
        ):
            return None
    return durations.read_duration(match, today, counted)


# The longest reading at the leftmost place wins; among equals the earlier in this list.
_READERS: list[tuple[re.Pattern[str], Callable[[re.Match[str], date], Reading | None]]] = [
    (durations.GAP, durations.read_gap),
    (chinese.SAME_DAY, chinese.read_same_day),
    (durations.DURATION, _duration),
    (chinese.FULL, chinese.read_full),
    (chinese.NUMERIC, chinese.read_numeric),
    (english.SLASHED, english.read_slashed),
    (chinese.DECADE, chinese.read_decade),
    (chinese.NEAR, chinese.read_near),
    (chinese.PART, chinese.read_part),
    (chinese.MONTH, chinese.read_month),
    (english.MONTH_FIRST, english.read_day),
    (english.DAY_FIRST, english.read_day),
    (english.PART, english.read_part),
    (english.MONTH, english.read_month),
    (english.NEAR, english.read_near),
    (english.LENGTH, english.read_length),
    (chinese.BARE_YEAR, chinese.read_bare_year),
]


def read_dates(text: str, today: date) -> list[Reading]:
    """Every date in `text` (as `spoken.plain` gives it), in order; days after today are `Misdated("future")`."""
    return [_not_after(reading, today) for reading in _dates_in(text, today)]


def read_coming(text: str, today: date) -> When | None:
    """The first date in `text` that is still to come; a month without a year is the next of its name."""
    for reading in _dates_in(text, today):
        if isinstance(reading, When):
            named = _YEAR_NAMED.search(reading.words)
            coming = reading if named or reading.latest >= today else reading.shifted(1)
            if coming.earliest > today:
                return coming
    return None


def _dates_in(text: str, today: date) -> list[Reading]:
    found: list[Reading] = []
    position = 0
    while position < len(text):
        reading = _at_leftmost(text, position, today)
        if reading is None:
            break
        found.append(reading)
        position = reading.span[1]
    return _joined(found, text)


def read_date(text: str, today: date) -> Reading | None:
    """The date in `text`, if it has one; 不是2015年，是2016年 says the second."""
    readings = [r for r in read_dates(text, today) if not _NEGATED.search(text[: r.span[0]])]
    return readings[0] if readings else None


def _at_leftmost(text: str, position: int, today: date) -> Reading | None:
    candidates = []
    for order, (pattern, read) in enumerate(_READERS):
        for match in pattern.finditer(text, position):
            try:
                reading = read(match, today)
            except ImpossibleDate:
                reading = Misdated("impossible")
            if reading is not None:
                start, end = match.span()
                candidates.append(
                    (_core_start(match), -end, order, replace(reading, words=match[0], span=(start, end)))
                )
                break
    if not candidates:
        return None
    reading = min(candidates, key=lambda candidate: candidate[:3])[3]
    return _with_tail(reading, text)


def _core_start(match: re.Match[str]) -> int:
    """Where the date itself begins, so that 去年 in 大概去年 is not beaten by an earlier lead word."""
    return match.end("lead") if "lead" in match.re.groupindex and match["lead"] else match.start()


def _with_tail(reading: Reading, text: str) -> Reading:
    """Takes in what stands behind a calendar date: 左右, 以前, 以后, and 满三年 (明年三月满三年)."""
    if isinstance(reading, Misdated):
        return reading
    start, end = reading.span
    rest = text[end:]
    if reading.precision in ("year", "month", "day") and (tail := chinese.AROUND.match(rest)):
        return replace(
            chinese.widen(reading), words=text[start : end + tail.end()], span=(start, end + tail.end())
        )
    if reading.precision in ("year", "month") and re.search(r"\d|[零〇]", reading.words):
        if tail := chinese.BEFORE.match(rest):
            return replace(
                stretch(LONG_AGO, reading.earliest - days(1)),
                words=reading.words + tail[0],
                span=(start, end + tail.end()),
            )
        if tail := chinese.SINCE.match(rest):
            return replace(
                stretch(reading.earliest, date.max),
                words=reading.words + tail[0],
                span=(start, end + tail.end()),
            )
    if tail := _UNTIL_FULL.match(rest):
        years = number(tail["n"])
        if years and years <= 200:
            return replace(
                reading.shifted(-years), words=reading.words + tail[0], span=(start, end + tail.end())
            )
    return reading


def _joined(found: list[Reading], text: str) -> list[Reading]:
    """One stretch out of 2015年到2016年, 15年还是16年, 不是2015就是2016."""
    joined: list[Reading] = []
    for reading in found:
        last = joined[-1] if joined else None
        if (
            isinstance(last, When)
            and isinstance(reading, When)
            and _JOINED.match(text[last.span[1] : reading.span[0]])
        ):
            both = stretch(min(last.earliest, reading.earliest), max(last.latest, reading.latest))
            start, end = last.span[0], reading.span[1]
            if text[:start].endswith("不是"):
                start -= len("不是")
            joined[-1] = replace(both, words=text[start:end], span=(start, end))
        else:
            joined.append(reading)
    return joined


def _not_after(reading: Reading, today: date) -> Reading:
    if isinstance(reading, Misdated):
        return reading
    if reading.earliest > today:
        return Misdated("future", reading.words, reading.span)
    return replace(reading, latest=min(reading.latest, today))


def complete(text: str, partial: When, today: date) -> Reading | None:
    """Reads an answer to "which month?" or "which day?" of a date that was said in part."""
    year = partial.earliest.year
    try:
        found = _complete(text, partial, today)
    except ImpossibleDate:
        return Misdated("impossible", text)
    if found is not None:
        return _not_after(replace(found, words=text), today)
    reading = read_date(text, today)
    if (
        isinstance(reading, When)
        and partial.precision == "year"
        and not re.search(r"\d{4}|年|year", reading.words)
    ):
        return _not_after(replace(_moved(reading, year), words=reading.words, span=reading.span), today)
    return reading


def _complete(text: str, partial: When, today: date) -> When | None:
    year, month = partial.earliest.year, partial.earliest.month
    one_year, one_month = (
        partial.latest.year == year,
        (partial.latest.year, partial.latest.month) == (year, month),
    )
    if one_year and (match := chinese.MONTH.search(text)) and not re.search("年", text[: match.start()]):
        return chinese.in_month_of(match, year)
    if one_month:
        if match := re.search("上旬|中旬|下旬|月?[初底末]", text):
            return chinese.tenth_of(year, month, match[0].removeprefix("月"))
        if match := re.fullmatch(
            rf"(?:大概|好像|应该|是|就是)*(?P<n>{NUMBER})(?:日|号|th|st|nd|rd)?(?:吧|左右|的)*", text
        ):
            return a_day(year, month, number(match["n"]) or 0)
    if one_year:
        if match := re.search(r"上半年|下半年|[一二三四1-4]季度|年?[初中底末]", text):
            return chinese.in_part(year, match[0])
        if match := re.fullmatch(rf"(?:大概|好像|应该|是|就是)*(?P<n>{NUMBER})(?:吧|左右|的)*", text):
            return a_month(year, number(match["n"]) or 0)
    return None


def _moved(reading: When, year: int) -> When:
    return replace(reading.shifted(year - reading.earliest.year))
