"""The date that belongs to what a piece of a message states."""

from __future__ import annotations

import re
from datetime import date

from .dates import complete, read_dates
from .scene import Findings, Scene
from .sentence import Piece
from .when import When

_DATE_ONLY = re.compile(
    r"^(?:(?:那|这|按|算|日期|时间|具体|都|就|也|只|其实|确切|准确|说|是|在|于|的|了|事|情|时候|发生|好像|大概|应该|已经|已|不过|但是?|而且|吧|啊|被|有|过|一次|各|和|以前|最近|那阵|那时|那会儿?|那|年|月|日|左右|actually|it|was|in|that|on|[ ,.:()])+)?$"
)


def date_for(index: int, pieces: list[Piece], scene: Scene, findings: Findings) -> When | None:
    """The latest date in the piece, else in a neighbour that says nothing but a date: 注册三年整，2023年12月1日 says the day."""
    own = _completed(pieces[index].stated, scene) or latest_date(pieces[index].stated, scene.today)
    if own and own.precision not in ("year", "approximate"):
        return own
    for neighbour in (index + 1, index - 1):
        if (
            0 <= neighbour < len(pieces)
            and neighbour not in findings.used
            and only_a_date(pieces[neighbour].stated, scene.today)
        ):
            when = _of_that_year(pieces[neighbour].stated, own, scene.today)
            if when and (own is None or when.within(own)):
                findings.used.add(neighbour)
                return when
    return own


def _of_that_year(text: str, year: When | None, today: date) -> When | None:
    """去年被罚过，3月"""
    read = complete(text, year, today) if year and year.precision == "year" else None
    return read if isinstance(read, When) else latest_date(text, today)


def _completed(text: str, scene: Scene) -> When | None:
    """营业执照上写12月, where the month of a year was asked for."""
    read = complete(text, scene.partial, scene.today) if scene.partial else None
    return read if isinstance(read, When) else None


def latest_date(text: str, today: date) -> When | None:
    dates = [reading for reading in read_dates(text, today) if isinstance(reading, When)]
    return max(dates, key=lambda when: when.latest, default=None)


def without_dates(text: str, today: date) -> str:
    for reading in reversed(read_dates(text, today)):
        start, end = reading.span
        text = text[:start] + text[end:]
    return text


def only_a_date(text: str, today: date) -> bool:
    return bool(read_dates(text, today)) and _DATE_ONLY.match(without_dates(text, today)) is not None
