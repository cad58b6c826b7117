"""Statements about conduct and standing that are true or false: losses, penalties, accidents, recommendations (topics.yml)."""

from __future__ import annotations

import re

from .losses import take_loss
from .piece_dates import date_for, only_a_date
from .polarity import denies, read_polarity
from .scene import Findings, Scene
from .sentence import Piece, of_another
from .topics import Topic, topics, topics_in
from .when import When

# The date that goes with a fact when the fact is false.
DATED = {
    "penalty_free": "last_penalty_date",
    "accident_free": "last_accident_date",
    "env_dishonesty_free": "last_env_dishonesty_date",
}

# 没给员工交社保被罚, 社保没交够被罚了: what was neglected, not the fine.
_NEGLECT = re.compile(
    r"(?:没有?|未|不)(?![因被受])[^,。被因没未不]{0,6}(?:交|缴|发|签|办|买|付|年检|整改|达标|按时|按规定|足额|备案|落实|报备)[^,。]{0,8}$"
)
_AFFIRMED = re.compile(r"(?:有|是|存在|出现?|发生|受|被|遭|吃|have|had|was|were|got|received)(?!没)")
# 亏损那个，其实没亏: the first part only names what the second is about.
_TITLE = r"(?:那|这)(?:一?[个条项题块点]|方面)|的话"
_ONLY_NAMED = re.compile(rf"(?:{_TITLE})(?:呢|吧|嘛|啊)?")
_DENIED_AFTER = re.compile(
    rf"^(?:的?(?:情况|记录|问题|方面|这块|这方面|什么的|行为)|{_TITLE})*[:]?(?:其实|是|也|都|倒|全|均|这些|那些|通通|统统|一概|完全|压根|从来|一直|肯定|应该|目前|,)*(?:没有?|无|零|未|为零|为0|no|none)(?:有|过|的|被|亏|罚|发生|出现|吧)*$"
)
_AFFIRMED_AFTER = re.compile(
    r"^(?:的?(?:情况|记录|问题|方面|这块|的话|行为))*[:]?(?:是|倒是|确实|,)*有(?:过)?(?:的|(?:一|几|两|\d+)[个次])?$"
)
_LIST_WORDS = re.compile(r"[和与及或、的]|以及|还有|或者|等|and|or|记录|情况|行为|安全|相关|任何")
_SAME_BUSINESS = re.compile(
    r"(?:业务|行业|产品|做的)[^,。]{0,8}(?:相同|相似|类似|一样|差不多|同类)|"
    r"(?:相同|相似|类似|一样|同样)的?(?:业务|行业|产品|生意)|同类|同行业|similar|same business"
)
# 做别的业务: not the same or similar one that the rule is about.
_OTHER_BUSINESS = re.compile(
    r"(?:做|干|搞|经营)(?:的)?(?:是)?(?:别的|其他|其它|另外|另一|不同)|不同(?:的)?(?:业务|行业|领域|产品)|"
    r"(?:业务|行业|产品|领域|做的(?:东西|事情?|产品|业务)?|主营|经营范围)[^,。]{0,6}(?:完全|都|也|并|又)*"
    r"(?:不(?:一样|同|相同|相似|类似|重叠|相干|沾边)|没有?(?:交叉|重叠|关系))|different business"
)


# Facts of which only the applicant's own count.
_OWN = (*DATED, "good_reputation")
_ENVIRONMENT = re.compile("环保|环境|排污")
# The rules whose breach counts as a penalty.
_OF_THE_RULE = re.compile("人社|人力|社保|劳动|欠薪|工资|产业|行政处罚")


_BY = re.compile("罚的")
_OF_OTHER_RULES = re.compile(
    "(?:不是|并非|不属于|不算)(?:因为?|违反)?[^,。]{0,6}(?:行业|人社|人力|社保|劳动|法规)[^,。]{0,6}的$"
)


def read_conduct(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """Takes every statement about a topic, with its date where the fact has one."""
    before: bool | None = None  # what the last piece said of its topics, for lists: 没有亏损、处罚和事故
    named: list[tuple[Topic, int]] = []  # topics not spoken of yet: 处罚、事故、亏损都没有
    for index, piece in enumerate(pieces):
        start = 0
        said: dict[str, int] = {}  # by fact, up to where: 没有同时报别的 says once that there is no other
        for topic, match in topics_in(piece.stated):
            if not _fits(topic, scene, pieces) or match.start() < said.get(topic.fact, 0):
                continue
            titled = match.start() == 0 and _ONLY_NAMED.fullmatch(piece.stated[match.end() :])
            bare = bool(titled) or match[0] == piece.stated
            names_only = titled or (bare and _denied_next(pieces, index))
            asserted = None if names_only else _asserted(topic, match, start, before)
            if asserted is None and only_a_date(piece.stated[match.end() :], scene.today):
                asserted = True  # 处罚是去年8月15号
            start, before = max(start, match.end()), asserted
            if asserted is not None:
                said[topic.fact] = match.end()
            if asserted and topic.fact in _OWN and of_another(piece.stated[: match.start()]):
                findings.touch(topic.fact, index)
            elif asserted is not None:
                for waiting, place in [*named, (topic, index)]:
                    _take(waiting, asserted, place, pieces, scene, findings)
                named = []
            elif bare:
                named.append((topic, index))
        if not start:
            before = None
            if _says_no(piece):
                for waiting, place in named:
                    _take(waiting, False, place, pieces, scene, findings)
            named = []


def _denied_next(pieces: list[Piece], index: int) -> bool:
    """亏损，没有."""
    return index + 1 < len(pieces) and _says_no(pieces[index + 1])


def _says_no(piece: Piece) -> bool:
    polarity = read_polarity(piece.stated)
    return polarity is not None and polarity.side == "no"


# Words that mean something else where another fact was asked for: 黑名单 the environment's, 盈利 the nature.
_MISLEADING = {("dishonesty", "env_dishonesty_free"), ("profit", "for_profit")}


# Words that touch on a fact only where it was asked for.
_ANSWERS_ONLY = ("another award", "title", "serious dishonesty")
# 列入过经营异常，移出了: whether the record is good again is for the applicant to say.
_NOT_OURS = re.compile(
    "责任(?:方|人)?(?:是|在|属于)(?!我们|我司)|责任(?:方|人)?(?:并)?不(?:在|是|属于)|(?:我们|我司)(?:没有?|无|不[负担])责|无责|(?:不是|并非)(?:我们|我司)的?责任|not our (?:fault|responsibility)"
)
_AT_LAW = re.compile("官司|诉讼|仲裁|违约金|纠纷|lawsuit")
REVOKED = re.compile(
    "撤销|撤了|改判|(?:申诉|复议|行政诉讼|官司)(?:[^,。]{0,2}(?:成功|赢|胜))|overturned|revoked"
)
_REPAIRED = re.compile("移出|移除|撤销|解除|修复|已经?消除|摘掉")


def _fits(topic: Topic, scene: Scene, pieces: list[Piece]) -> bool:
    """Whether the topic can be meant: a project's merits need a project."""
    if (topic.name, scene.asked) in _MISLEADING and not any("年" in piece.text for piece in pieces):
        return False
    if topic.name in _ANSWERS_ONLY:
        return scene.asked == topic.fact
    if topic.name == "minor accident":  # where it answers the question, it says that there was no other
        return scene.asked not in (None, topic.fact)
    if topic.name == "loss" and any(_AT_LAW.search(piece.text) for piece in pieces):
        return any("亏" in piece.text for piece in pieces)  # 打官司输了，赔了钱
    if not topic.fact.startswith("project_"):
        return True
    return (
        (scene.asked or "").startswith("project_")
        or scene.known.get("applicant") == "project"
        or any("项目" in piece.text or "project" in piece.text for piece in pieces)
    )


def _asserted(topic: Topic, match: re.Match[str], start: int, before: bool | None) -> bool | None:
    """Whether the topic is asserted or denied by the words from `start`; None where they settle neither.

    `before` is what was said of the topic before it: 没有亏损、处罚和事故.
    """
    text = match.string
    left, right = text[start : match.start()], text[match.end() :]
    if _DENIED_AFTER.match(right):
        return False
    if _AFFIRMED_AFTER.match(right):
        return True
    if topic.name == "penalty" and match[0][0] in "被受挨遭":
        text = (
            _NEGLECT.sub(lambda neglect: " " * len(neglect[0]), text[: match.start()]) + text[match.start() :]
        )
    negated = denies(text[start:], match.start() - start)
    if negated is None or (negated and topic.means != "hint" and denies(match[0])):
        return None
    if negated:
        return False
    if topic.says and topic.says.search(match[0]):
        return True
    if _AFFIRMED.search(left):
        return True
    if before is not None and not _LIST_WORDS.sub("", left).strip():
        return before
    return True if topic.means == "hint" else None


def _take(
    topic: Topic, asserted: bool, index: int, pieces: list[Piece], scene: Scene, findings: Findings
) -> None:
    value = topic.means if asserted else topic.denied
    if topic.name == "dishonesty" and any(_ENVIRONMENT.search(piece.text) for piece in pieces):
        findings.touch("env_dishonesty_free", index)  # 环保上被通报过，不算严重失信吧
        return
    if value is None:
        findings.used.add(index)
        return
    when = (
        date_for(index, pieces, scene, findings)
        if asserted and (topic.fact in DATED or topic.fact == "loss_last_3_years")
        else None
    )
    if value == "hint" or (asserted and topic.hints and _touched_on(topic.hints, index, pieces)):
        _reopen_older(topic.fact, when, findings)
        if when and findings.facts.get(topic.fact) is True:
            del findings.facts[topic.fact]  # 没有罚过，哦等等，上个月消防罚了三千
        findings.touch(topic.fact, index, when)
        return
    mended = {"dishonesty": _REPAIRED, "penalty": REVOKED}.get(topic.name)
    if mended and asserted and any(mended.search(piece.text) for piece in pieces):
        findings.touch(topic.fact, index)
        return
    if topic.fact == "loss_last_3_years":
        take_loss(bool(value), when, index, pieces, scene, findings)
        return
    if (
        topic.name == "penalty"
        and asserted
        and scene.asked == "env_dishonesty_free"
        and not _OF_THE_RULE.search(pieces[index].text)
    ) or (topic.fact == "penalty_free" and any(_OF_OTHER_RULES.search(piece.text) for piece in pieces)):
        findings.touch(topic.fact, index, when)  # 就是罚款: by whom is not said, of the environment rather
        return
    level_unsaid = (
        topic.about is not None
        and not (topic.says and topic.says.search(pieces[index].text))
        and scene.asked != topic.fact
    )
    not_ours = any(_NOT_OURS.search(piece.text) for piece in pieces)
    if topic.name == "accident" and asserted and (level_unsaid or not_ours):
        findings.touch(topic.fact, index, when)  # 是较大事故，但责任在分包
        return
    if topic.name == "sibling application" and asserted:
        if any(_OTHER_BUSINESS.search(piece.text) for piece in pieces):
            value = False  # 兄弟公司也报，但是做的东西不一样
        elif scene.asked != topic.fact and not _SAME_BUSINESS.search(pieces[index].text):
            findings.touch(topic.fact, index)  # 母公司也报: whether its business is alike is not said
            return
    state_conduct(topic.fact, value, when, index, scene, findings)


def _touched_on(hints: re.Pattern[str], index: int, pieces: list[Piece]) -> bool:
    """处罚有一个，环保局罚的: by whom may stand in another piece, and whether that counts is open."""
    if _OF_THE_RULE.search(pieces[index].text):
        return bool(hints.search(pieces[index].text))
    return any(
        hints.search(piece.text) for n, piece in enumerate(pieces) if n == index or _BY.search(piece.text)
    )


def _reopen_older(fact: str, when: When | None, findings: Findings) -> None:
    """被人社局罚过，上个月又因为消防被罚: what may count and is later leaves it open."""
    last = findings.facts.get(DATED.get(fact, ""))
    if isinstance(last, When) and when and when.earliest > last.latest:
        del findings.facts[fact], findings.facts[DATED[fact]]


def only_touches(fact: str, said: list[tuple[int, Piece]]) -> bool:
    """Whether the answer speaks of what only touches on the fact: 税务."""
    hints = [topic.hints for topic in topics() if topic.fact == fact and topic.hints]
    return any(words.search(piece.text) for words in hints for _, piece in said)


def state_conduct(
    fact: str, value: bool, when: When | None, index: int, scene: Scene, findings: Findings
) -> None:
    """Sets the fact; the worse of two statements and the later, or more exact, of two dates count."""
    findings.used.add(index)
    if fact in DATED and not value:
        findings.state(fact, False)
        last = findings.facts.get(DATED[fact])
        if when and (not isinstance(last, When) or when.latest > last.latest or when.within(last)):
            findings.state(DATED[fact], when)
    elif fact in DATED and DATED[fact] in findings.facts:
        return  # 近一年没有，前年有过一次: the date says more
    else:
        findings.state(fact, value)
