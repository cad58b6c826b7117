"""Tells an answer to the pending question from what is said of something else in the same message."""

from __future__ import annotations

import re

from .conduct import DATED
from .options import DATE_FACTS
from .piece_dates import only_a_date
from .polarity import denies, read_polarity
from .scene import Findings, Scene
from .sentence import Piece

# Whether it is so was asked, not whether there is any: 没有 answers something else.
_ASKED_BY_BEING = ("registered_in_shenzhen", "for_profit", "supported_industry", "policy_compliant")
_NO_MORE = re.compile("(?:应该|好像|肯定|确实|真的?)*(?:没有?|无|从来?没有?|都?没有)(?:的|啊|呀|吧)*")
_HAD_ONE = re.compile("[哦噢嗯]?有(?:过)?(?:[一两二]|几)?(?:个|次|回|起)(?:的)?")
_HAVE = re.compile("[哦噢嗯]?有(?:过|的|啊)?|yes")
_FEW = 8  # characters of what may be said of an event just told


def belongs_beside(index: int, pieces: list[Piece], scene: Scene, findings: Findings) -> bool:
    """没有，从来没被罚过 where 是不是 was asked, and 罚款？好像有过 and 罚过款，就是个一般的: what is said of an event told beside it;
    有一个，前年的 is said of one told before."""
    text = pieces[index].stated
    if scene.asked not in (*DATED, *DATE_FACTS, "previous_award") and _HAD_ONE.fullmatch(text):
        return any(only_a_date(piece.stated, scene.today) for piece in pieces)
    polarity = read_polarity(text)
    if scene.asked in _ASKED_BY_BEING and polarity and polarity.side == "no" and _NO_MORE.fullmatch(text):
        beside = (place for place in (index - 1, index + 1) if place in findings.used)
        return any(denies(pieces[place].stated) is True for place in beside)
    told = any(findings.facts.get(fact) is False or fact in findings.mentions for fact in DATED)
    if told and scene.asked not in DATED and _HAVE.fullmatch(text) and index + 1 in findings.used:
        return True  # 有，去年出过一次事故
    beside = any(place in findings.used or pieces[place].asks for place in range(index))
    return (
        told and scene.asked not in DATED and scene.asked not in DATE_FACTS and beside and len(text) <= _FEW
    )
