"""What is told in a row of bare words: 组织奖，营利，2012年，传统行业，第8."""

from __future__ import annotations

import re
from dataclasses import replace

from .conduct import DATED
from .piece_dates import latest_date, only_a_date
from .position import read_rank
from .scene import Findings, Scene, Value
from .sentence import Piece

_WORDS: tuple[tuple[str, Value, re.Pattern[str]], ...] = (
    ("for_profit", True, re.compile("[营盈]利(?:性|性质)?的?(?:组织|单位)?")),
    ("for_profit", False, re.compile("(?:非|不)[营盈]利(?:性|性质)?的?(?:组织|单位)?")),
    ("supported_industry", True, re.compile("(?:战略性?新兴|战新|新兴|未来)(?:产业|行业)?的?")),
)
_A_PLACE = re.compile("(?:行业|全市|排名?)?第[0-9一二三四五六七八九十]+[名位]?")
_A_YEAR = re.compile(r"(?:19|20)\d\d年?(?:[\d一二三四五六七八九十]+月份?)?")


def read_row(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """Beside what was found, each piece that nothing was made of and that is such a word by itself."""
    if not findings.facts:
        return
    for index, piece in enumerate(pieces):
        if index in findings.used or not piece.stated:
            continue
        for fact, value, words in _WORDS:
            if words.fullmatch(piece.stated) and _is_open(fact, scene, findings):
                findings.state(fact, value, index)
        if _A_PLACE.fullmatch(piece.stated) and _is_open("city_rank", scene, findings):
            read_rank([piece], replace(scene, asked="city_rank"), findings)
        if (
            _A_YEAR.fullmatch(piece.stated)
            and only_a_date(piece.stated, scene.today)
            and _is_open("registration_date", scene, findings)
            and not _happened(scene, findings)
        ):
            when = latest_date(piece.stated, scene.today)
            if when:
                findings.state("registration_date", when, index)


def _is_open(fact: str, scene: Scene, findings: Findings) -> bool:
    return fact not in (*scene.known, *findings.facts, *findings.mentions)


def _happened(scene: Scene, findings: Findings) -> bool:
    """Whether a year may be that of something told: a fine, a loss, an award, a project's start."""
    said = {**scene.known, **findings.facts}
    events = any(findings.facts.get(fact) is False or fact in findings.mentions for fact in DATED)
    return (
        events
        or said.get("applicant") == "project"
        or findings.facts.get("previous_award") not in (None, "none")
        or "previous_award" in findings.mentions
    )
