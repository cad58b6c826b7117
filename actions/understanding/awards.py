"""Earlier awards: the highest level won, and its year."""

from __future__ import annotations

import re

from .conduct import DATED
from .dates import read_dates
from .lexicon import listed
from .options import DATE_FACTS
from .piece_dates import date_for, only_a_date
from .polarity import denies
from .scene import Findings, Scene
from .sentence import Piece, of_another
from .when import When

_LEVELS = {
    "金": "gold",
    "银": "silver",
    "铜": "bronze",
    "gold": "gold",
    "silver": "silver",
    "bronze": "bronze",
}
_LEVEL = re.compile(
    r"(?P<level>[金银铜])(?:奖|牌)|(?P<english>gold|silver|bronze)\b(?: award| prize| medal)?"
)
# 2015年金奖 and 两年前金奖, told of oneself, were won.
_OF_A_YEAR = re.compile(
    r"(?:(?:19|20)\d\d|(?:\d\d|[零〇一二三四五六七八九]{2,4})年(?:度)?|[去前]年|[\d一两二三四五六七八九十几]年(?:以?前))(?:的)?(?:市长质量奖)?[金银铜](?:奖|牌)(?!名单|奖金|得主|企业|单位)|\b(?:gold|silver|bronze)(?: award| prize)? in (?:19|20)\d\d"
)
_HAD = re.compile("有(?:过|的)?|(?:拿|得|获)(?:过|了)")  # 有，金奖
_WON = re.compile(
    r"(?:拿|(?<![报觉记])得|获|评|捧|荣获|荣膺|摘)(?:得|到|上|为|过|了|取|回)*|\b(?:won|win|received|got|awarded|have|had)\b|获奖|得主"
)
_THIS_AWARD = re.compile(
    r"市长(?:质量)?奖|(?<!中国)(?<!区)(?<!国家)质量奖|(?:这个|该|此)奖|(?:拿|得|获)(?:过|了)奖|获奖|市质量奖|mayor"
)
_OTHER_AWARD = re.compile(
    r"(?:区长?|省长?|省政府|国家|中国|全国|全省|广东省|鹏城|鲁班|詹天佑|专利|科技|科学|技术|设计|工程|国际|亚洲|世界|行业|其他|别的|其它|协会|红点|提名|优质|企业家|发明|创新|政府)[^,。市]{0,8}(?:奖|提名|银|金|铜)|提名|获奖证书|荣誉证书"
)
# Questions that a year or a number may answer.
_OF_A_TIME = {*DATE_FACTS, *DATED, "previous_award", "loss_last_3_years", "city_rank"}
_A_YEAR = 16  # characters of a message that is only a year
_AGAIN = re.compile(r"再(?:一次)?(?:拿|得|获|评|报|申报|冲|要|来)(?:一?[个次])?$")
_FIRST_TIME = re.compile(
    r"(?:首次|第一次|头一次|头一回|第一回|初次)(?:参加|参评|来)?(?:申报|报|申请|参评|参选)|first time (?:applying|to apply)|never (?:won|applied|received)"
)
# 没得过 speaks of an award whatever was asked, but where something else can be got.
_BARE_WON = re.compile(
    r"(?:我们|我司|公司|单位|项目|这个|那个|从来|一直|目前|以前|之前|都|也|还|倒|[ ,])*(?P<no>(?:从)?(?:没有?|未曾?|不曾)|从未)?(?:获得|得|获|拿)过(?:的|了|呢|啊|吧)*"
)
_GETS_SOMETHING_ELSE = (
    "leading_evidence",
    "org_recommended",
    "project_recommended",
    "fully_fiscal_funded",
    "previous_award",
    "previous_award_year",
)
_OF_A_PAPER = re.compile("证|照|许可|批文|资质|推荐")
_PAST = re.compile(r"过|了|[去前]年|以前|曾|之前|早|当年|上[次届回]|已|年前|(?:19|20)?\d\d年")
_RANKED = ("gold", "silver", "bronze")


def read_awards(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    asked = scene.asked in ("previous_award", "previous_award_year")
    won: list[tuple[str, When | None]] = []
    none, excluded, unclear = False, False, None
    for index, piece in enumerate(pieces):
        text = piece.stated
        if piece.wishes and (wish := listed("sentences", "intent").search(text)):
            text = text[: wish.start()]  # 去年铜奖，今年想拿金奖
        if not text or (piece.wishes and not _LEVEL.search(text)) or _OTHER_AWARD.search(text):
            continue
        supposed = listed("sentences", "what_if").search(f"{piece.text}?")
        if supposed and not asked and not _PAST.search(text):
            continue  # 那要是拿金奖呢: this time
        if _FIRST_TIME.search(text):
            none = True
            findings.used.add(index)
            continue
        spoken_of = "previous_award" in findings.mentions or scene.asked not in (None, *_GETS_SOMETHING_ELSE)
        if spoken_of and (bare := _BARE_WON.fullmatch(text)):
            if bare["no"]:
                none = True
                findings.used.add(index)
            else:
                unclear = index
            continue
        levels = list(_LEVEL.finditer(text))
        verb = _WON.search(text)
        if verb and of_another(text[: verb.start()]):  # the rules look at the applicant's own
            findings.touch("previous_award", index)
            continue
        had = index and _LEVEL.fullmatch(text) and _HAD.fullmatch(pieces[index - 1].stated)
        if had:
            findings.used.add(index - 1)
        if levels and (verb or asked or had or _OF_A_YEAR.search(text)):
            for match in levels:
                denied = denies(text[: match.start()])
                if _AGAIN.search(text[: match.start()]):
                    continue  # 去年铜奖，今年再拿铜奖呢
                if denied is False:
                    level = _LEVELS[match["level"] or match["english"]]
                    when = _date_of(match, levels, text, scene)
                    won.append((level, when or date_for(index, pieces, scene, findings)))
                elif denied:
                    excluded = True
            findings.used.add(index)
        elif (verb or _only_its_year(pieces, scene)) and (
            when := _year_of_the_award(index, pieces, scene, findings)
        ):
            findings.facts["previous_award_year"] = when
            findings.used.add(index)
        elif verb and (
            _THIS_AWARD.search(text) or (asked and len(text) <= 12 and not _OF_A_PAPER.search(text))
        ):
            denied = denies(text[: verb.start()])
            if denied:
                none = True
                findings.used.add(index)
            elif denied is False:
                unclear = index
    if won:
        _state_highest(won, findings)
    elif none:
        findings.facts["previous_award"] = "none"
    elif unclear is not None:
        findings.touch("previous_award", unclear)
        when = date_for(unclear, pieces, scene, findings)
        if when:
            findings.facts["previous_award_year"] = when
    elif excluded:
        findings.mentions.setdefault("previous_award", None)


def _year_of_the_award(index: int, pieces: list[Piece], scene: Scene, findings: Findings) -> When | None:
    """2021年拿的, where an award was told of before and not its year."""
    won = scene.known.get("previous_award") in _RANKED and "previous_award_year" not in scene.known
    if not won or _OF_A_PAPER.search(pieces[index].stated):
        return None
    return date_for(index, pieces, scene, findings)


def _only_its_year(pieces: list[Piece], scene: Scene) -> bool:
    """2018年 alone, where an award was told of without its year, and a time answers nothing that was asked."""
    return (
        scene.asked is not None
        and scene.asked not in _OF_A_TIME
        and len(pieces) == 1
        and len(pieces[0].text) <= _A_YEAR  # reading dates costs time
        and listed("sentences", "correction").search(pieces[0].text) is None
        and only_a_date(pieces[0].stated, scene.today)
    )


def _date_of(level: re.Match[str], levels: list[re.Match[str]], text: str, scene: Scene) -> When | None:
    """Of 2015金奖2024银奖 and 金奖2015年银奖2024年 the year beside that level; None where one year is said of all."""
    dates = [reading for reading in read_dates(text, scene.today) if isinstance(reading, When)]
    if len(dates) < 2:
        return None
    if dates[0].span[0] < levels[0].start():
        beside = [when for when in dates if when.span[1] <= level.start()]
        return beside[-1] if beside else None
    return next((when for when in dates if when.span[0] >= level.end()), None)


def _state_highest(won: list[tuple[str, When | None]], findings: Findings) -> None:
    """The highest level counts, and of several awards of that level the latest."""
    level = min((level for level, _ in won), key=_RANKED.index)
    findings.facts["previous_award"] = level
    dates = [when for other, when in won if other == level and when]
    if dates:
        findings.facts["previous_award_year"] = max(dates, key=lambda when: when.latest)
