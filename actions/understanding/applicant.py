"""Who applies: an organisation or a project, for profit or not, and for which category."""

from __future__ import annotations

import re
from functools import lru_cache

from .lexicon import alternatives, load
from .polarity import NEGATOR
from .scene import Findings, Scene
from .sentence import Piece, asks_verdict

_CLAIM = re.compile(
    r"^(?:我们|我司|我|本|咱们?|俺们?|公司|单位|企业|其实|应该|就|也|那|都|这边|因为|由于|虽然|目前|现在|不|严格来说|[ ,:])*(?:是|属于|作为|算是?|身为)|"
    r"\b(?:we are|we're|it is|it's|i am from|i'm from|our \w+ is)\b"
)
_OF_US = re.compile("我们|我司|咱|本(?:公司|单位|院|所|校)")  # 我们研究所，事业单位
_OURS = re.compile(
    r"(?:我们|我|本|咱们?|俺们?)(?:这?[家间])?(?:公司|企业|厂)|我司|^(?:公司|企业)(?!名录|家|里|或|化|运作)|\bour (?:company|firm|business|enterprise)\b"
)
_BARE_LEAD = re.compile(
    r"(?:嗯|我们|我|就|都|是|的|属于|一家|一个|家|个|应该|算|那|当然|深圳|市|本地|整个|a|an|the| )*"
)
# A privately owned company, before the company.
_ENGLISH_QUALITIES = re.compile(r"(?:(?:an?|the|our) )?(?:(?!(?:no|not|non|never|nor)\b)[a-z-]+ ){0,4}")
# 我们是实施单位: what one is to a project.
_ROLE = re.compile("(?:实施|建设|承建|承办|施工|业主|代建|运营)的?$")
_PROFIT_WORD = re.compile(r"[非不]?[营盈]利|公益|(?:for|non|not)[- ]")
_PROJECT_AWARD = re.compile(
    r"(?:以|用|拿|按)[^,。]{0,10}(?:项目|工程)(?:的?(?:名义|身份|方式))?(?:来)?(?:申报|报|申请|参评)|(?:报|申报|申请|参评|参加)[^,。]{0,12}项目(?!经理|部|组|申报书|名称)|"
    r"项目(?:奖|申报)|我们(?:其实|就)?是(?:一?个)?项目|(?:apply|enter|submit|register|send)(?: it| this| that| them)? (?:in )?(?:as|with|for) (?:a |an |our |the )?project|(?:apply|enter|submit)(?:ing)? (?:a|our|the|this) project|^(?:那|就|我们|改|换|还是|报|成|为|申报)+项目(?:吧|的|了)*$"
)
_PROJECT_SUBJECT = re.compile(
    r"(?:我们|我司|公司|本|这个|该|有个|有一个|一个|的|^)[^,。]{0,8}项目(?!部|经理|组|管理|奖)|\bour project\b|\bthe project\b"
)
_ORGANIZATION_AWARD = re.compile(
    r"组织奖|(?:以|用|按)[^,。]{0,4}(?:组织|公司|企业|单位|机构|协会|集团)(?:的?(?:名义|身份|方式|主体))?[来去]?(?:申报|报|申请|参评)|(?:报|申报|申请|参评)(?:的是)?组织|只报(?:公司|企业|单位)(?:的|这个|那个)|apply as (?:an )?organi[sz]ation|organi[sz]ation(?:al)? (?:award|prize)|^(?:那|就|我们|改|换|还是|报|成|为|申报)+组织(?:吧|的|了)*$"
)
_CATEGORY = re.compile(
    r"(?P<name>经济|文化|社会|生态|管理|服务)(?:环境|文明)?(?:类|奖)|(?P<english>economic|cultur(?:e|al)|social|society|ecolog(?:y|ical)|management|service) (?:category|award|class)"
)
_BESIDES = re.compile(
    "再(?:申?报|申请|参评)(?:多|另)?(?:一?个|一?项)|(?:还|也|又)(?:要|想|会|打算|准备|在)?(?:再)?(?:报|申|参)|同时|既"
)  # another application than this one
_CATEGORIES = {
    "经济": "economic",
    "文化": "culture",
    "社会": "society",
    "生态": "ecology",
    "管理": "management",
    "服务": "service",
}


@lru_cache(maxsize=1)
def _types() -> dict[str, re.Pattern[str]]:
    """The word for what an organisation is, at the end of a piece."""
    words = load("organisations")
    end = r"(?:(?:而已|来的|来着|的|啦|啊|呢|吧|单位|性质|性质的|类的)*$|(?= (?:registered|founded|based|established|located|set|in|with|that|which|from)\b))"
    return {
        kind: re.compile(rf"(?:{alternatives(words[kind])}){end}")
        for kind in ("for_profit", "non_profit", "either")
    }


@lru_cache(maxsize=1)
def _ours_non_profit() -> re.Pattern[str]:
    """我们基金会, wherever it stands in the piece."""
    return re.compile(
        rf"(?:我们|我|本|咱们?|\bour ){alternatives(load('organisations')['non_profit'])}(?!了|推荐)"
    )


def read_applicant(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    kinds = set()
    for index, piece in enumerate(pieces):
        text = piece.stated
        wanted = piece.text if asks_verdict(piece) else text  # 能报项目奖吗 says what is wanted
        if wanted and not _BESIDES.search(wanted):
            kinds.add(_read_award_kind(wanted, index, findings))
            _read_category(wanted, index, scene, findings)
        if not text:
            continue
        _read_nature(text, index, scene, findings, _continues(pieces, index))
    if {"project", "organization"} <= kinds and not scene.correcting:
        del findings.facts["applicant"]  # 公司报组织，项目报项目
        findings.touch("applicant", 0)
    if (
        "applicant" not in findings.facts
        and "applicant" not in findings.mentions
        and not scene.known.get("applicant")
        and not (scene.asked or "").startswith("project_")
    ) and any(_is_project(piece.stated) and not _BESIDES.search(piece.stated) for piece in pieces):
        findings.facts["applicant"] = "project"


def _continues(pieces: list[Piece], index: int) -> bool:
    """We are a hospital, public, non-profit; 民营企业，做软件: a word alone, in a message that tells of the speaker."""
    told = pieces[: index + 1]
    if len(pieces) < 2 or any(piece.wishes or not piece.stated for piece in told):
        return False
    if any(piece.asks or not (piece.stated or piece.wishes) for piece in pieces):
        return False
    return index == 0 or any(
        _CLAIM.search(piece.stated) or _OF_US.match(piece.stated) for piece in pieces[:index]
    )


def _read_award_kind(text: str, index: int, findings: Findings) -> str | None:
    """Not where both are named, but for 不是组织奖是项目奖."""
    named = [
        kind
        for kind, words in (("project", _PROJECT_AWARD), ("organization", _ORGANIZATION_AWARD))
        if (match := words.search(text)) and not _denied(text, match)
    ]
    if len(named) != 1:
        return None
    findings.state("applicant", named[0], index)
    return named[0]


def _is_project(text: str) -> bool:
    match = _PROJECT_SUBJECT.search(text)
    return (
        match is not None
        and not _denied(text, match)
        and not re.search("没有项目|很多项目|多个项目|几个项目", text)
    )


def _read_nature(text: str, index: int, scene: Scene, findings: Findings, continues: bool = False) -> None:
    """我们是深圳的一家行业协会: the last word says what it is. 不是公司 says nothing, 我们公司 that it is one."""
    kind, match = _nature(text)
    if match is not None and _ROLE.search(text[: match.start()]):
        return
    if match is not None and _is_claimed(text, match, scene, continues):
        denied = _denied(text, match)
        if kind != "either" and not (denied and kind == "non_profit"):
            if not denied:
                findings.state("for_profit", kind == "for_profit", index)
            elif _PROFIT_WORD.search(match[0]):
                findings.state("for_profit", False, index)
        if not denied and _is_body(text, match, scene) and "applicant" not in findings.facts:
            findings.state("applicant", "organization", index)
    elif (ours := _OURS.search(text)) and not _denied(text, ours):
        findings.facts.setdefault("for_profit", True)
    elif (ours := _ours_non_profit().search(text)) and not _denied(text, ours):
        findings.facts.setdefault("for_profit", False)


def _nature(text: str) -> tuple[str, re.Match[str] | None]:
    """The kind of organisation that the piece ends with; of two readings the longer word."""
    found = [(kind, match) for kind, pattern in _types().items() if (match := pattern.search(text))]
    return min(found, key=lambda entry: entry[1].start(), default=("", None))


def _is_claimed(text: str, match: re.Match[str], scene: Scene, continues: bool) -> bool:
    """Whether the speaker says to be that: 我们是…, 深圳的企业, or the word alone as an answer."""
    before = text[: match.start()]
    if _CLAIM.search(before):
        return True
    if _BARE_LEAD.fullmatch(before) is None:
        return scene.asked in ("for_profit", "applicant") and (
            before.endswith("的") or _ENGLISH_QUALITIES.fullmatch(before) is not None
        )
    return (
        scene.correcting
        or continues
        or scene.asked in ("for_profit", "applicant")
        or re.search("深圳|本地|本市", before) is not None
    )


def _is_body(text: str, match: re.Match[str], scene: Scene) -> bool:
    """Whether this makes an organisation the applicant: a body, not a quality, and no applicant known yet."""
    if _PROFIT_WORD.match(match[0]) or (scene.known.get("applicant") and scene.asked != "applicant"):
        return False
    return _CLAIM.search(text[: match.start()]) is not None or scene.asked == "applicant"


def _read_category(text: str, index: int, scene: Scene, findings: Findings) -> None:
    named = {
        _CATEGORIES[m["name"]] if m["name"] else _english_category(m["english"])
        for m in _CATEGORY.finditer(text)
        if not _denied(text, m)
    }
    if len(named) == 1:
        findings.state("category", named.pop(), index)


def _english_category(word: str) -> str:
    return next(
        value
        for value in _CATEGORIES.values()
        if value[:4] == word[:4] or (word[:4] == "soci" and value == "society")
    )


def _denied(text: str, match: re.Match[str]) -> bool:
    """不是公司, 没有项目; not 不过公司…"""
    return (
        re.search(
            rf"(?:{NEGATOR.pattern})(?:是|属于|算|一家|家|[某哪这一]?个|报|申报|有|什么|a|an|the| )*$",
            text[: match.start()],
        )
        is not None
    )
