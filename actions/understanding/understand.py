"""One message, understood: facts, commands, corrections and questions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from .answers import DATE_FACTS, read_answer
from .applicant import read_applicant
from .awards import read_awards
from .commands import Command, change_requested, read_command
from .conduct import DATED, read_conduct
from .in_a_row import read_row
from .lexicon import listed
from .piece_dates import only_a_date
from .polarity import denies, is_hedged, read_polarity, says_unknown
from .position import read_evidence, read_rank
from .projects import read_project, read_recommendation
from .registration import read_registration
from .scene import Findings, Outcome, Scene, Value
from .sentence import Piece, asks_verdict, pieces
from .spoken import plain
from .taken_back import taken_back
from .when import When

_READERS = (
    read_applicant,
    read_registration,
    read_rank,
    read_evidence,
    read_awards,
    read_conduct,
    read_project,
    read_recommendation,
)
# Facts whose answers name something; of all others the words say yes or no, to whatever was asked.
_NAMED = ("applicant", "category", "for_profit", "leading_evidence", "project_role")
_SHORT = 12  # characters of an answer to a question that was not asked; a longer message says something else
_COUNTS = re.compile("算(?:不算|是|作)?[^,。]{0,8}(?:处罚|事故|失信)")
_SO_IT_SEEMS = re.compile("(?:那|这|所以).*吧$")
_NONE_OF_A_KIND = re.compile("(?:没有?|无)[^,。其任]{1,6}的(?:行政)?(?:处罚|罚[款单]|事故|失信)")
_WARNED = re.compile(
    "(?<!环保)(?:给|下|发|吃|收到|出具?|作出|开|受到?)(?:了|过)?(?:[个一次份张]|行政)*警告(?![标牌灯线])"
)
_FORGOTTEN = re.compile("(?:忘(?:了|记了?)?|不记得了?|记不清楚?了?|想不起来了?)$")  # 哪个月忘了 asks nothing
_AFTER_COMMAND = re.compile("^[^:,。]*[:,。]?")
_CORRECTION_ONLY = re.compile(
    r"^(?:(?:我|刚才|刚刚|前面|之前|上面|那个|这个|不好意思|抱歉|等等|等一下|等下|不对|不是|哎|哦|啊|呀|其实|又|好像|sorry|wait|no|actually|oh|correction)|"
    r"(?:说|讲|记|答|弄|搞|选|填|写|打)(?:错|反)|错|了|的|更正|纠正|一下|[ ,])+$"
)
_CORRECTION_WORDS = re.compile(
    r"^(?:(?:等等|等一下|其实|actually|sorry|应该(?=改)|帮我|我?要?|把)[, ]*)*(?:改成|改为|改到|更正为|更正|纠正为?)"
)


@dataclass(frozen=True)
class Understanding:
    """What a message says.

    `facts` are stated; `mentions` are touched on and need one more question (with the date said, if any); `outcome` tells why
    the pending question got no value. `question` is `guide` when the message asks something of its own, `verdict` when it
    asks whether the applicant may apply.
    """

    facts: Mapping[str, Value] = field(default_factory=dict)
    mentions: Mapping[str, When | None] = field(default_factory=dict)
    outcome: Outcome | None = None
    command: Command | None = None
    target: str | None = None
    question: Literal["guide", "verdict"] | None = None
    hedged: bool = False
    correction: bool = False
    supposed: bool = False  # 如果没亏呢: the facts are tried, not told

    @property
    def deciding(self) -> str | None:
        """The fact in the message whose clause answers "can we, if …?" best: what is still open (2015年成立，去年被环保罚过) is the worry."""
        said = (*self.mentions, *self.facts)
        return next((fact for fact in said if fact not in ("applicant", "for_profit", "category")), None)

    @property
    def nothing(self) -> bool:
        return not (self.facts or self.mentions or self.outcome or self.command or self.question)


# Questions that a time may answer.
_OF_A_TIME = {*DATE_FACTS, *DATED, "previous_award"}
_TIMES = re.compile(r"[一两二三几\d]次")


def understand(
    text: str,
    *,
    today: date,
    asked: str | None = None,
    known: Mapping[str, object] | None = None,
    answered: Sequence[str] = (),
    still_open: Sequence[str] = (),
    partial: When | None = None,
    leading_rank: int = 20,
    loss_years: int = 3,
    again: bool = False,
) -> Understanding:
    """Read a message of an applicant.

    `asked` is the fact of the pending question, `partial` what was said of its date before, `known` the facts so far, and
    `answered` the facts asked before it, newest first: a bare correction (说错了，是2018年) goes to the first that takes it.
    `again` tells that the question was put in other words, and `still_open` are the facts that nobody has asked for yet: words that answer only one of them are taken for its answer.
    """
    said = plain(text)
    command = read_command(said)
    if retracted := taken_back(said, known or {}, answered):
        return Understanding(command="change", target=retracted, correction=True)
    if command == "restart":  # 换一家：B公司，2016年成立
        told = _read(_AFTER_COMMAND.sub("", said, count=1), Scene(today))
        return replace(told, command=command, question=None)
    if command:
        return Understanding(command=command)
    correction = any(listed("sentences", kind).search(said) for kind in ("correction", "what_if"))
    strong = listed("sentences", "strong_correction").search(said) is not None
    scene = Scene(today, asked, known or {}, partial, False, leading_rank, loss_years, again)
    supposed = listed("sentences", "what_if").search(said) is not None
    target, bare = change_requested(said)
    if target:
        changed = (
            Understanding()
            if bare
            else _read(said, replace(scene, asked=target, partial=None, correcting=True))
        )
        if changed.facts:
            return replace(changed, correction=True, supposed=supposed)
        return Understanding(command="change", target=target, correction=True)
    if not strong:
        read = replace(_read(said, scene), supposed=supposed)
        if read.nothing:
            read = _unasked(said, scene, answered, still_open)
        if read.nothing and supposed:
            return replace(read, question="guide", supposed=True)  # 那如果材料不全呢
        return replace(read, correction=correction or read.correction)
    plainly = replace(
        _read(said, replace(scene, asked=None, correcting=True)), correction=True, supposed=supposed
    )
    if plainly.facts:
        return plainly
    for fact in (*([asked] if asked in DATE_FACTS else ()), *answered):
        corrected = _read(said, replace(scene, asked=fact, partial=None, correcting=True))
        if corrected.facts:
            return replace(corrected, correction=True, supposed=supposed)
    answer = _read(said, scene)
    if answer.facts or answer.question or answer.outcome:
        return replace(answer, correction=True, supposed=supposed)
    return Understanding(command="back", correction=True, supposed=supposed)


def _unasked(said: str, scene: Scene, answered: Sequence[str], still_open: Sequence[str]) -> Understanding:
    """A day alone sets a date right once nothing is asked, and 其实是2018年 where no time is; 业主单位 answers what is still
    to be asked; 我们是医院 is no other application. A bare yes, no or number answers nothing but the question before it."""
    nothing = Understanding()
    of_times = scene.asked in DATE_FACTS and _TIMES.search(said)  # 罚过几次, and then 2024年一次
    if of_times or (
        scene.asked not in _OF_A_TIME and only_a_date(said, scene.today)
    ):  # 被罚了, and then 去年八月
        for free, dated in DATED.items():
            when = _read(said, replace(scene, asked=dated)) if scene.known.get(free) is False else nothing
            if when.facts and dated not in scene.known:
                return when
    if scene.asked not in _OF_A_TIME and only_a_date(said, scene.today):
        restated = _restated(said, scene, answered)
        if restated.facts:
            return replace(restated, correction=True)
    if len(said) > _SHORT or read_polarity(said) is not None or denies(said) is not False:
        return nothing
    for facts in (still_open, scene.known):
        found = [
            read
            for fact in facts
            if fact in _NAMED
            and fact != scene.asked
            and set((read := _read(said, replace(scene, asked=fact, unasked=True))).facts) == {fact}
            and not (fact == "applicant" and scene.known.get(fact, read.facts[fact]) != read.facts[fact])
        ]
        if found:
            return found[0] if len(found) == 1 else nothing
    return nothing


def _restated(said: str, scene: Scene, answered: Sequence[str]) -> Understanding:
    """The date told before that a day alone says more exactly (日期是2025年3月15号), else, where nothing is asked or the words
    correct, the last that takes it: behind 亏过 a year dates the loss, not the registration."""
    dated = [fact for fact in answered if fact in DATE_FACTS]
    for fact in dated:
        told = scene.known.get(fact)
        if not isinstance(told, When) or told.exact:
            continue
        restated = _read(said, replace(scene, asked=fact, partial=told))
        day = restated.facts.get(fact)
        if (
            isinstance(day, When)
            and day.within(told)
            and (day.earliest, day.latest) != (told.earliest, told.latest)
        ):
            return restated
    corrects = listed("sentences", "correction").search(said)
    if scene.asked is not None and not corrects:
        return Understanding()
    if answered and answered[0] == "loss_last_3_years" and scene.known.get("loss_last_3_years"):
        return _read(f"亏过,{said}", replace(scene, asked="loss_last_3_years"))
    for fact in dated if corrects or (answered and answered[0] in _OF_A_TIME) else ():
        restated = _read(said, replace(scene, asked=fact))
        if restated.facts:
            return restated
    return Understanding()


def _read(said: str, scene: Scene) -> Understanding:
    parts = pieces(said)
    if scene.correcting and len(parts) > 1:
        parts = [piece for piece in parts if not _CORRECTION_ONLY.match(piece.text)]
    parts = [replace(piece, stated=_CORRECTION_WORDS.sub("", piece.stated)) for piece in parts]
    findings = Findings()
    for read in _READERS:
        read(parts, scene, findings)
    if scene.asked:
        read_answer(parts, scene, findings)
    read_row(parts, scene, findings)
    _keep_open(parts, scene, findings)
    _keep_consistent(findings)
    return Understanding(
        facts=findings.facts,
        mentions=findings.mentions,
        outcome=findings.outcome,
        question=_question(parts, findings),
        hedged=any(is_hedged(parts[index].text) for index in findings.used),
    )


def _question(parts: list[Piece], findings: Findings) -> Literal["guide", "verdict"] | None:
    asking = [
        piece
        for index, piece in enumerate(parts)
        if piece.asks
        and (index not in findings.used or not piece.stated)
        and not (findings.outcome is Outcome.UNKNOWN and _FORGOTTEN.search(piece.text))
    ]
    if not asking:
        return "verdict" if any(piece.asks and asks_verdict(piece) for piece in parts) else None
    if all(asks_verdict(piece) for piece in asking):
        return "verdict"
    return "guide"


def _keep_open(parts: list[Piece], scene: Scene, findings: Findings) -> None:
    """被警告，没罚钱，算不算处罚 and 那不算处罚吧: whether it is one was asked, so nobody said that there was none; nor did who says
    没罚过吧，不确定, or 给了个警告，没罚款: a warning is a penalty too. 没有证照的处罚 takes back no penalty that was told."""
    asked_so = [piece.text for piece in parts if piece.asks or _SO_IT_SEEMS.match(piece.text)]
    counts = any(_COUNTS.search(text) for text in asked_so)
    unsure = any(is_hedged(one.text) and says_unknown(then.text) for one, then in pairwise(parts))
    of_a_kind = any(_NONE_OF_A_KIND.search(piece.stated) for piece in parts)
    for fact in DATED:
        told = of_a_kind and scene.known.get(fact) is False
        if (counts or unsure or told) and findings.facts.get(fact) is True:
            del findings.facts[fact]
            if counts or told or fact != scene.asked:
                findings.mentions[fact] = None
    warned = any(_WARNED.search(piece.stated) and denies(piece.stated) is False for piece in parts)
    if warned and findings.facts.get("penalty_free") is not False:
        findings.facts.pop("penalty_free", None)
        findings.mentions["penalty_free"] = None


def _keep_consistent(findings: Findings) -> None:
    """A project has no profit class to ask for first; 我们公司的项目 is not an application as an organisation."""
    for fact in list(findings.mentions):
        if fact in findings.facts:
            del findings.mentions[fact]
