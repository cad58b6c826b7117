"""What a loss that is told says of the last years: when it was, and whose."""

from __future__ import annotations

import re
from datetime import date

from .lexicon import listed
from .piece_dates import date_for, latest_date
from .scene import Findings, Scene
from .sentence import Piece
from .when import When

# 去年盈利 says nothing of the two years before it.
_ONE_YEAR = re.compile(
    r"(?:去|前|今|上一?|本)年|(?<!\d)(?:20)?\d\d年(?!来|以来|起|开始|成立|注册)|(?:last|this) year"
)
_EVERY_YEAR = re.compile(
    r"一直|连续|连着|连年|每年|年年|历年|向来|从来|都|均|(?<!\d)[两二三四五六七八九十几多2-9]年|every|always|all|years"
)
# 以前亏过 and 疫情那年亏了 may or may not lie in the last years.
_ELSEWHEN = re.compile(
    r"一开始|起初|最初|以前|之前|早年|早些年|早期|早先|曾经|当年|当初|(?:疫情|口罩|创业|起步|金融危机)[^,。后]{0,4}(?:那|时|期|年)|"
    r"(?:第一|头一?|头[几两])年|刚(?:开始|起步|成立|注册)(?:的|那)?[头前]?[一两二三几]年|(?:刚|最)?(?:开始|起步|成立|创业)(?:那|的|时)|初期|前期|used to|in the past|years ago"
)
# The books of others: the rule looks at the applicant's own.
_ELSEWHO = re.compile(
    r"(?<!我们)(?<!是)(?:有(?:一?个|几个|些)?(?:项目|产品|门店|业务)|集团|母公司|总公司|总部|子公司|分公司|兄弟公司|关联公司|合并(?:报表)?|上级|股东|同行|行业)[^,。我]{0,8}(?:亏|赔|赤字|负利润)"
)
_EVER = re.compile(r"亏(?:损|钱)?过(?![\d一两二三])")  # 亏过能报吗: when, is not said
_LOST = re.compile("亏|赔|赤字")
_ALL_ALONG = re.compile("连续|连着|连年|每年|年年|一直|都亏|都是亏|都赔")  # 三年都亏
# 亏了五年 counts years of loss up to now, it does not say when.
_FOR_YEARS = re.compile(
    r"(?:亏|赔)(?:损|钱)?(?:了|过)?\D{0,3}[\d一两二三四五六七八九十几多]+年(?!前|以前|之前|的|度)"
)


def of_one_year(text: str) -> bool:
    return bool(_ONE_YEAR.search(text)) and not _EVERY_YEAR.search(text)


def unclear_loss(text: str, when: When | None, scene: Scene) -> bool:
    """Whether the loss may lie before the years that count, or be another's."""
    if _ELSEWHO.search(text):
        return True
    counted = _FOR_YEARS.search(text) is not None
    # In 疫情那年亏了就一年 the year counts too, it dates nothing.
    dated = when is not None and when.precision != "approximate" and not counted
    if not dated and _ELSEWHEN.search(text):
        return True
    if when is None and _EVER.search(text) and scene.asked != "loss_last_3_years":
        return True
    if when is None or counted:
        return False
    return when.earliest < _first_day(scene) <= when.latest and not _ALL_ALONG.search(text)


def take_loss(
    lost: bool, when: When | None, index: int, pieces: list[Piece], scene: Scene, findings: Findings
) -> None:
    """What a piece says of losses, with the time that it gives, or another that speaks of a loss: 亏过，2019年亏了."""
    text = pieces[index].text
    if in_a_year := latest_date(_FOR_YEARS.sub("亏", text), scene.today):
        when, text = in_a_year, _FOR_YEARS.sub("亏", text)  # 2021年亏过一年
    when = when or (_dated_loss(pieces, scene) if lost else None)
    if unclear_loss(text, when, scene) if lost else of_one_year(text):
        findings.touch("loss_last_3_years", index)
        return
    findings.used.add(index)
    state_loss(lost, when, text, scene, findings)


def _dated_loss(pieces: list[Piece], scene: Scene) -> When | None:
    """The time that one of the pieces gives for a loss."""
    dated = (latest_date(piece.stated, scene.today) for piece in pieces if _LOST.search(piece.stated))
    return next(filter(None, dated), None)


def tell_loss(index: int, pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """A loss that a piece tells of, or that 有，三年前 answers."""
    when = date_for(index, pieces, scene, findings)
    text = ",".join(piece.text for piece in pieces[index : index + 2])
    if unclear_loss(text if when is None else pieces[index].text, when, scene):
        findings.touch("loss_last_3_years", index)
        return
    findings.used.add(index)
    state_loss(True, when, pieces[index].text, scene, findings)


def state_loss(value: bool, when: When | None, text: str, scene: Scene, findings: Findings) -> None:
    """The worse of two statements counts. An old loss alone says nothing of the last years, unless it answers the question
    for them."""
    old = value and when is not None and when.latest < _first_day(scene) and not _FOR_YEARS.search(text)
    corrects = scene.known.get("loss_last_3_years") is True and listed("sentences", "correction").search(text)
    if old and scene.asked != "loss_last_3_years" and not corrects:
        return
    findings.state("loss_last_3_years", bool(findings.facts.get("loss_last_3_years")) or (value and not old))


def _first_day(scene: Scene) -> date:
    return date(scene.today.year - scene.loss_years, 1, 1)
