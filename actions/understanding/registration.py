"""Where and since when the applicant is registered."""

from __future__ import annotations

import re
from functools import lru_cache

from .conduct import DATED
from .lexicon import alternatives, load
from .piece_dates import date_for, only_a_date, without_dates
from .polarity import denies
from .scene import Findings, Scene
from .sentence import Piece
from .when import When

_MOVED = re.compile(r"(?:迁|搬|转)(?:移|册)?(?:到|入|至|进|来)?(?:了)?|落户")
_CAME_BACK = re.compile("[搬迁]回|moved back")
_THE_CITY = re.compile("深圳|本市|深市|shenzhen")
_REGISTERED = re.compile(r"注册|登记|执照|incorporated|registered|落户")
_FOUNDED = re.compile(
    r"开(?:了|业|办|张)|成立|设立|创立|创办|创建|开办|组建|founded|established|set up|started"
)
_FULL_YEARS = re.compile(r"满\S{0,2}年|年满(?!意|足|分|负荷|产|仓)|满不满|周年")
_SUBJECT = re.compile(r"^(?:我们|我司|公司|企业|本|咱)")
_BRANCH = re.compile(
    r"分公司|分支|办事处|子公司|[母总]公司|(?<!我们)(?<!的)集团|股东|上级|分部|总部|营业部|branch|subsidiary|headquarter"
)
_PARENT = re.compile(
    r"\b(?:parent|holding)\b|(?<!我们)(?<!是)(?:[母总]公司)(?:是|都|也|在)*[^,。我]{0,4}(?:注册|登记)"
)
_SUBSIDIARY = re.compile(r"子公司|分公司|subsidiary|branch")
_PROJECT = re.compile(r"项目|工程|系统|平台|运行|上线|投产|投入|project")
_NOT_REGISTRATION = re.compile(
    r"开了?[^,。]{0,4}(?:分店|分公司|门店|连锁店|新店|分厂|新厂|生产线|[家间]店)|营收|营业额|销售额|产值|利润|商标|专利|注册资[本金]|注册会计师|注册用户|登记证书|执照[^,。]{0,8}换|换(?:的|了|发)?新?(?:营业)?执照|党支部|工会|基金会成立|研究院成立"
)
# 前年疫情 and 2023年一次 date something else that happened.
_HAPPENED = re.compile(
    r"疫情|纠纷|官司|[一二两三几\d]次|罚|事故|亏|盈利|[金银铜]奖|得奖|获奖|评上|区长|死了|塌|坍|重伤|爆炸|起火|火灾|上市|融资|不(?:申?报|参评|申请)了|\b(?:fined?|penalt|accident|loss|award|warning|letter)"
)
_NOT_YET = re.compile(
    r"(?:还没有?|尚未|没有?|未)(?:正式)?(?:在深圳|在本市|来得及)?(?:注册|登记|成立|设立)(?!满)|正在(?:注册|登记)|准备(?:在深圳)?(?:注册|登记)|打算(?:在深圳)?(?:注册|登记)|not (?:yet )?registered"
)
_ONLY_WHERE = re.compile("(?:公司|企业|单位|厂|建[院校厂]|在|于|就|的|了|开|since|from|[ ,])*")
# 深圳有工厂: not where one is registered.
_HAS_ONE = re.compile(
    "有(?:[一个家间座]|自己的)*(?:工厂|厂|分公司|办事处|研发|门店|仓库|团队|业务|客户|项目)"
)
_ADDRESS = re.compile(r"注册地(?:址)?|注册在|registered (?:in|at)")
_HERE_COMPANY = re.compile(
    r"(?:本地|本土|的|一家|家|注册|登记)*(?:[^,。在]{0,8})(?:公司|企业|协会|商会|单位|组织|机构|国企|民企|based)$"
)


@lru_cache(maxsize=1)
def _places() -> tuple[re.Pattern[str], re.Pattern[str]]:
    places = load("places")
    return re.compile(alternatives(places["shenzhen"])), re.compile(alternatives(places["elsewhere"]))


def read_registration(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """The place, and of several dates the one nearest to "registered in Shenzhen since"."""
    dated: list[tuple[int, int, When]] = []  # weight, piece, date
    abroad = False
    came = any(_from(_places()[1]).search(piece.stated) for piece in pieces)
    here = any(_places()[0].search(piece.stated) for piece in pieces) and not (
        scene.known.get("applicant") == "project" or any(_PROJECT.search(piece.stated) for piece in pieces)
    )
    for index, piece in enumerate(pieces):
        text = piece.stated
        if (
            not text
            or _NOT_REGISTRATION.search(text)
            or (piece.wishes and scene.asked != "registered_in_shenzhen")
        ):
            continue
        place = _place_said(text, scene)
        if came and place is False:
            continue  # 从广州迁过来的，在广州开了十几年
        if place is not None:
            findings.state("registered_in_shenzhen", place, index)
            abroad = abroad or not place
        weight = _weight(text, scene, here)
        if index and _HAPPENED.search(pieces[index - 1].text) and only_a_date(text, scene.today):
            continue  # 被人社局罚了，2025年12月20日
        if weight and not (place is False and not _MOVED.search(text)):
            when = date_for(index, pieces, scene, findings)
            if when:
                dated.append((weight, index, when))
                findings.used.add(index)
    if abroad and any(_CAME_BACK.search(piece.stated) for piece in pieces):
        del findings.facts["registered_in_shenzhen"]  # 搬到东莞，去年搬回来的: since when, is to be asked
        findings.touch("registration_date", 0)
        return
    if abroad and any(
        _SUBSIDIARY.search(piece.stated) and _places()[0].search(piece.stated) for piece in pieces
    ):
        del findings.facts["registered_in_shenzhen"]  # which of the two applies is open
        return
    if abroad and findings.facts.get("registered_in_shenzhen") is False:
        return
    if dated:
        best = max(weight for weight, _, _ in dated)
        _, index, when = [entry for entry in dated if entry[0] == best][-1]
        findings.state("registration_date", when, index)


def tells_something_else(index: int, piece: Piece, findings: Findings) -> bool:
    """Whether a date in the piece is that of something besides the registration: 去年营收3个亿, 去年搬到南山; behind 被人社局罚过 the day
    is that of the penalty, and 除了2022年 is of what stands before it."""
    text = piece.stated
    if piece.text.startswith("除了") or (
        index - 1 in findings.used and any(dated in findings.facts for dated in DATED.values())
    ):
        return True
    moved = _MOVED.search(text) and not _THE_CITY.search(text)
    return bool(moved or _NOT_REGISTRATION.search(text) or _HAPPENED.search(text))


def _place_said(text: str, scene: Scene) -> bool | None:
    """Whether the piece says that the applicant is registered in Shenzhen; None if it says nothing of it."""
    shenzhen, elsewhere = _places()
    here, there = shenzhen.search(text), elsewhere.search(text)
    if _NOT_YET.search(text):
        return False
    asked = scene.asked in ("registered_in_shenzhen", "registration_date")
    if there and _from(elsewhere).search(text) and not here:
        return None  # 从广州搬过来的: here now, and registered who knows where
    if here and there:
        arrived = re.search(rf"(?:{_MOVED.pattern})[^,]{{0,4}}?(?:{shenzhen.pattern})", text)
        if arrived:
            return True
        not_here = re.search(rf"不(?:是)?(?:在|于)?(?:{shenzhen.pattern})", text)
        return False if not_here and _about_registration(text) else None
    if not here and not there:
        return None
    if _PARENT.search(text) or (_BRANCH.search(text) and not re.search("注册|登记", text)):
        return None
    if not (_about_registration(text) or (asked and len(text) <= 16 and not _HAS_ONE.search(text))):
        return None
    if re.search(rf"(?:{_REGISTERED.pattern}|设)[^,。]{{0,8}}(?:{_SUBSIDIARY.pattern})", text):
        return None
    place = here or there
    denied = denies(_around_place(text, place))
    if denied is None:
        return None
    if here:
        return not denied
    return None if denied else False


def _from(elsewhere: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:从|由|自|原先?在?|(?:原来|之前|以前|本来)[在是]?)(?:{elsewhere.pattern})[^,。]{{0,6}}(?:搬|迁|过来|来到)"
    )


def _about_registration(text: str) -> bool:
    if _REGISTERED.search(text) or _MOVED.search(text) or _ADDRESS.search(text):
        return True
    shenzhen, elsewhere = _places()
    owned = rf"(?:是|属于|作为|^)[^,。]{{0,4}}(?:{shenzhen.pattern}|{elsewhere.pattern})(?:市|本地|本土|的)*(?:一家|家)?"
    founded = rf"(?:在|于)(?:{shenzhen.pattern}|{elsewhere.pattern})[^,。]{{0,4}}(?:{_FOUNDED.pattern})|(?:founded|established|set up|started|based)(?: (?:in|on) [a-z0-9 ]{{4,12}})? in (?:{shenzhen.pattern}|{elsewhere.pattern})"
    return (re.search(owned + _HERE_COMPANY.pattern, text) or re.search(founded, text)) is not None


def _around_place(text: str, place: re.Match[str]) -> str:
    """The words before the place, without what negates something else (不过, 没满)."""
    return re.sub(r"不到|不满|未满|没满|不足", "", text[: place.start()])


def _weight(text: str, scene: Scene, here: bool) -> int:
    """How surely a date in the piece is that of the registration; 0 if it is not. `here` tells that the city is named, and no
    project."""
    if _MOVED.search(text) and _places()[0].search(text):
        return 4 if _THE_CITY.search(text) else 0  # 搬到南山: where from is not said
    if _PROJECT.search(text) and not re.search("公司|企业|注册", text):
        return 0
    if _REGISTERED.search(text):
        return 3
    if _FOUNDED.search(text):
        return 2
    if _FULL_YEARS.search(text) and (_SUBJECT.search(text) or scene.asked == "registration_date"):
        return 2
    if scene.asked == "registration_date" and _places()[0].search(text):
        return 1  # 05年就在深圳了
    if scene.asked == "registered_in_shenzhen" and only_a_date(text, scene.today):
        return 1
    if here and _ONLY_WHERE.fullmatch(_places()[0].sub("", without_dates(text, scene.today))):
        return 1  # 公司，深圳，2016年3月
    return 0
