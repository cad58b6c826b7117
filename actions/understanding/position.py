"""The applicant's place in its industry: rank, and the evidence of leading."""

from __future__ import annotations

import re
from dataclasses import replace

from .lexicon import listed
from .numerals import NUMBER, number
from .polarity import denies, is_hedged
from .ranks import Places, read_places
from .scene import Findings, Scene
from .sentence import Piece

_ABOUT_RANK = re.compile(
    r"排|名|行业|行内|业内|市内|全市|市里|本市|同行|细分|产值|营收|销售|收入|利润|纳税|榜|位居|位列|前\S{1,4}(?:名|位|强)|\brank|in the city|industry|\btop\b|place"
)
_NOT_RANK = re.compile(
    r"类别|[金银铜]奖|获奖|名录|名单|第[一二三]产业|题|排污|排放|这(?:件|个|回)?(?:事|规定|条件|要求|说法|门槛)|这[一]?条|(?:必须|务必|一定要|[要须得])(?:能)?排|才(?:让|准|给|能|行|可以|有资格)"
)
_DIRECTORY = re.compile(r"(?<!异常)(?<!失信)名录库?|统计监测|directory")
_DIRECTORY_ASKED = re.compile(_DIRECTORY.pattern + r"|在库|入库|库里")
_CERTIFICATE = re.compile(
    r"(?<!营业)(?:权威机构|行业地位|领先地位|地位|协会|盖[了过]?(?:公)?章|盖章)[^,。]{0,14}(?:证明|证书)|(?:证明|证书)[^,。]{0,8}(?:盖[了过]?(?:公)?章|行业地位)|stamped|certificate of"
)
_CERTIFICATE_ASKED = re.compile(
    r"证明|(?<!获奖)(?<!荣誉)(?<!资质)(?<!资格)证书|盖章|公章|权威|certificate|stamped|proof"
)
_NOT_EVIDENCE = re.compile(
    r"[^,。]*(?:申报表|申请表|自评报告|承诺书)[^,。]*|获奖证书|荣誉证书|资质证书|资格证书|认证证书|营业执照|体系证书"
)
_UNSTAMPED = re.compile(
    "(?:没有?|未|不)(?:盖|有公?章)|(?:not |un|without (?:a )?)stamp"
)  # no certificate yet
# 明年加入名录库可以吗: not yet.
_TO_COME = re.compile(
    "明年|后年|以后|将来|准备|打算|正在|即将|争取|快要|申请(?:加入|进入|入)|(?:可以|能|愿意|肯|答应)(?:给|帮|为)?(?:我们|我司)?(?:开|出(?!了))"
)
_NEITHER = re.compile(r"都没有?|都不|两[个样]都没|啥都没|什么都没|均无|neither|none|nothing")
_BOTH = re.compile(r"(?:^|[两二]?[个样者项]|我们)(?:都有|都具备|都在)(?:的|了|啊|库|里)*$|both")


# 大概第18 and 应该前二十吧 alone answer the rank whatever was asked; 第二 may pick the second button.
# 但是纳税第11算不算 tells the place, and asks whether it is enough.
_ENOUGH = re.compile(r"(?:算不算|算吗|行吗|可以吗)(?:数)?$")
_PLACE_ALONE = re.compile(
    rf"(?:我们|深圳|全市|市里|本市|大概|大约|约|应该|好像|估计|差不多|去年|可能|是|在|排)*(?:第(?P<place>{NUMBER})|前{NUMBER})(?:名|位)?(?:以内|之内|内|左右|上下|(?:肯定|应该|绝对|一定|还是)*有|吧|的|了|啊|呢)*"
)
# 利润第30呢 after a better place: one of the figures is enough.
_FIGURE = re.compile("产值|营收|销售|收入|利润|纳税")
_IN_TOWN = re.compile("深圳|全市|市里|本市")
_SURELY_A_PLACE = 7  # more than any question has buttons


def _place_alone(text: str, scene: Scene) -> bool:
    match = _PLACE_ALONE.fullmatch(text) if scene.asked else None
    if match is None:
        return False
    return (
        not match["place"]
        or _IN_TOWN.search(text) is not None
        or is_hedged(text)
        or (number(match["place"]) or 0) >= _SURELY_A_PLACE
    )


def read_rank(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """The best place said; a number alone is one only where a rank was asked for."""
    asked = scene.asked == "city_rank"
    for index, piece in enumerate(pieces):
        text = piece.stated or _ENOUGH.sub("", piece.text)
        if (
            not text
            or (not piece.stated and not (_ENOUGH.search(piece.text) and re.search(r"第\d", text)))
            or _NOT_RANK.search(text)
            or not (asked or _ABOUT_RANK.search(text) or _place_alone(text, scene))
        ):
            continue
        if piece.wishes and not asked:
            continue
        places = read_places(text, bare=asked)
        if places is None:
            continue
        figure = _FIGURE.search(text)
        if figure:
            places = replace(places, words=f"{figure[0]}{places.words}")
        told = (
            _of_another_figure(figure, scene)
            if piece.asks or not listed("sentences", "correction").search(piece.text)
            else None
        )
        known = findings.facts.get("city_rank", told)
        better = isinstance(known, Places) and known.worst <= places.worst
        if not (better and piece.asks):
            findings.state("city_rank", known if better else places)
        findings.used.add(index)


def _of_another_figure(figure: re.Match[str] | None, scene: Scene) -> object:
    """产值第8, where 利润第40 is told later: one of the figures is enough."""
    known = scene.known.get("city_rank")
    same = figure and isinstance(known, Places) and known.words.startswith(figure[0])
    return known if figure and not same else None


def read_evidence(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """Directory before certificate; one denied leaves the other open, both denied is none."""
    asked = scene.asked == "leading_evidence"
    if scene.known.get("leading_evidence") == "certificate":
        for index, piece in enumerate(pieces):
            if _UNSTAMPED.search(piece.stated):
                findings.touch("leading_evidence", index)  # 没盖章, behind 有证明
    has: dict[str, bool] = {}
    used = []
    for index, piece in enumerate(pieces):
        text = _NOT_EVIDENCE.sub("", piece.stated)
        certificate = _CERTIFICATE_ASKED if asked or has else _CERTIFICATE
        directory = _DIRECTORY_ASKED if asked or has else _DIRECTORY
        for kind, pattern in (("directory", directory), ("certificate", certificate)):
            match = pattern.search(text)
            if match is None:
                continue
            denied = denies(text[: match.start()])
            if denied is None:
                continue
            if not denied and _TO_COME.search(text):
                findings.used.add(index)
                continue
            if _NEITHER.search(text[match.end() :]) or re.match(
                r"[^,。]{0,4}(?:没有?|不)(?:有|在|进)?$", text[match.end() :]
            ):
                denied = True
            has[kind] = not denied and not (kind == "certificate" and _UNSTAMPED.search(text))
            used.append(index)
        if asked and text and not has and _NEITHER.search(text):
            has = {"directory": False, "certificate": False}
            used.append(index)
            break
        if asked and text and not has and _BOTH.search(text):
            has = {"directory": True}
            used.append(index)
            break
    if not used:
        return
    if has.get("directory"):
        findings.facts["leading_evidence"] = "directory"
    elif has.get("certificate"):
        findings.facts["leading_evidence"] = "certificate"
    elif len(has) == 2 or (asked and pieces[used[0]].text.startswith("也")):  # behind another that is denied
        findings.facts["leading_evidence"] = "none"
    else:
        findings.touch("leading_evidence", used[0])
    findings.used.update(used)
