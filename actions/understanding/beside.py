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
_SHORTEST = 2  # characters of a piece that may be a courtesy
MURMUR = re.compile("[嗯呃额哦噢喔]+[ ,.。!~]*")
# 嗯 那个做完了 and 不过，有一点: before something else these say nothing.
_AT_FIRST = re.compile(
    rf"(?:{MURMUR.pattern})|[嗯呃额哦噢喔哎,]*(?:对了|哎|不过|但是?|可是|好的?|行|ok(?:ay)?|是这样的?|不好意思|(?:还|另外|再)?有(?:一?[点个件](?:事情?|情况|问题)?)?(?<!^有))"
)
_AT_LAST = re.compile("[对是]吧|不好意思|谢谢")


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


def only_leads_in_or_out(index: int, pieces: list[Piece]) -> bool:
    """对了，上个月被罚了: 对 answers nothing, nor does 对吧 behind what is told."""
    text = pieces[index].stated
    return bool(
        (_AT_FIRST.fullmatch(text) and _something_else(pieces)) or (index and _AT_LAST.fullmatch(text))
    )


def _something_else(pieces: list[Piece]) -> bool:
    said = [read_polarity(piece.text) for piece in pieces if len(piece.text) > _SHORTEST]
    return any(polarity is None or polarity.side == "unknown" for polarity in said)
