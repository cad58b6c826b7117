"""Reads the answer to the pending question from the pieces that state nothing by themselves."""

from __future__ import annotations

import re
from functools import cache

from .beside import MURMUR, belongs_beside, only_leads_in_or_out
from .conduct import DATED, only_touches, state_conduct
from .dates import complete, read_dates
from .lexicon import load
from .losses import tell_loss
from .options import DATE_FACTS, choices, numbered
from .piece_dates import latest_date, only_a_date, without_dates
from .polarity import denies, read_polarity, says_unknown
from .ranks import on_one_side
from .registration import tells_something_else
from .scene import Findings, Outcome, Scene
from .sentence import Piece
from .when import Misdated, When

_FREE_OF = {dated: free for free, dated in DATED.items()}
_YES_NO = [
    "for_profit",
    "registered_in_shenzhen",
    "supported_industry",
    "loss_last_3_years",
    "social_contribution",
    "org_recommended",
    "policy_compliant",
    "good_reputation",
    "project_serves_city",
    "project_merit",
    "project_recommended",
    "other_application",
    "sibling_application",
    "fully_fiscal_funded",
]
# What "in order" means where it answers the question at all.
_IN_ORDER = {
    "loss_last_3_years": False,
    **{
        fact: True
        for fact in (
            "supported_industry",
            "social_contribution",
            "policy_compliant",
            "good_reputation",
            "project_merit",
            "project_serves_city",
        )
    },
    **{free: True for free in DATED},
}
_GOOD_OR_BAD = ("good_reputation", "policy_compliant")
# 这个没有 to 记录良好吗: no such record, or nothing against us? 不符合 leaves no doubt.
_NONE_OF_IT = re.compile(r"没|无|未|\bnone\b|never|nothing")
# 嗯 to 有没有亏损 may only say that one listens; it settles nothing against the applicant.
_DISQUALIFIED_BY_YES = ("loss_last_3_years", "other_application", "sibling_application", *DATED)
_FEW = 2  # characters of a piece that may be a courtesy, or a bare no
_LOOSE_DAY = re.compile(
    r"\D{0,2}(?:今天|昨天|前天|明天|最近|近期|上周|上个?星期|yesterday|today|tomorrow|last week)"
)
_BEGINNING = re.compile("注册|登记|成立|执照|上线|投产|运行|启用|拿到|罚|事故|处理|通知")
_EVENT = re.compile("有|被|受|没|罚")
_NOT_THEN = re.compile(r"(?:不是|并非|not )[^,]*[年月日号\d]$")
_A_YEAR = re.compile(r"不?是?(?:19[5-9]|20[0-4])\d年?")
_LONG_PAST = re.compile("以前|之前|早年|早些年|过去|很久|曾经")


@cache
def _loose_words(fact: str) -> list[tuple[object, re.Pattern[str]]]:
    return [
        (value, re.compile(words))
        for entry in load("answers").get(fact, ())
        for value, words in entry.items()
    ]


def read_answer(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """Sets the asked fact, where a piece not used yet answers it."""
    hopes = scene.asked == "previous_award"  # 没有，想冲金奖
    free = [
        (index, piece)
        for index, piece in enumerate(pieces)
        if index not in findings.used
        and piece.stated
        and not (hopes and piece.wishes)
        and not belongs_beside(index, pieces, scene, findings)
        and not only_leads_in_or_out(index, pieces)
    ]
    if scene.asked in DATED:
        _read_conduct_answer(free, scene, findings)
    elif scene.asked in DATE_FACTS:
        _read_date_answer(free, scene, findings)
    elif scene.asked not in findings.facts:
        for index, _ in free:
            _read_value(index, pieces, scene, findings)
    if not findings.facts and any(says_unknown(piece.text) for piece in pieces):
        findings.outcome = Outcome.UNKNOWN


def _read_value(index: int, pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    fact, text = scene.asked or "", pieces[index].stated
    if fact == "city_rank" and _A_YEAR.fullmatch(text):
        return
    value = numbered(text, fact)
    if value is None:
        value = _worded(text, fact)
    if value is None:
        value = _by_polarity(text, fact, scene)
    if value is None:
        return
    if fact == "city_rank" and value in ("within", "beyond"):
        value = on_one_side(scene.leading_rank, value == "within", text)
    if value == "unknown":
        if fact not in findings.facts:
            findings.outcome = Outcome.UNKNOWN
        findings.used.add(index)
    elif value == "hint":
        findings.touch(fact, index)
    elif fact == "loss_last_3_years" and value is True:
        tell_loss(index, pieces, scene, findings)
        findings.outcome = None
    else:
        findings.state(fact, value, index)
        findings.outcome = None


def _worded(text: str, fact: str) -> object | None:
    """The option or value that the words name; of two options the other one where one is denied."""
    for value, words in _loose_words(fact):
        if match := words.search(text):
            denied = denies(text, match.start())
            if denied is None or (denied and not isinstance(value, bool)):
                continue
            return not value if denied else value
    named = [(value, match) for value, words in choices(fact) for match in words.finditer(text)]
    longest = max((len(match[0]) for _, match in named), default=0)
    named = [
        (value, match)
        for value, match in named
        if len(match[0]) == longest or not _inside_longer(match, named)
    ]
    kept = {value for value, match in named if denies(text[: match.start()]) is False}
    denied = {value for value, match in named if denies(text[: match.start()])}
    if len(kept) == 1:
        return kept.pop()
    values = [value for value, _ in choices(fact)]
    if not kept and len(denied) == 1 and len(values) == 2:
        return next(value for value in values if value not in denied)
    return None


def _inside_longer(match: re.Match[str], named: list[tuple[object, re.Match[str]]]) -> bool:
    start, end = match.span()
    return any(
        other.start() <= start and end <= other.end() and len(other[0]) > len(match[0]) for _, other in named
    )


def _by_polarity(text: str, fact: str, scene: Scene) -> object | None:
    if scene.unasked:
        return None
    polarity = read_polarity(text)
    if fact in _GOOD_OR_BAD and polarity and polarity.side == "no" and _NONE_OF_IT.search(text):
        return True if fact == "policy_compliant" and scene.again else None  # 都没有就是符合
    if polarity is None and only_a_date(text, scene.today):
        return None  # 其实是2018年 is no yes
    if polarity is None and not (scene.correcting or "算" in text):  # 不对，是2015年 corrects a date
        polarity = read_polarity(without_dates(text, scene.today))
    if polarity is None:
        return None
    if polarity.side == "unknown":
        return "unknown"
    if polarity.side == "fine":
        return _IN_ORDER.get(fact)
    if fact in _DISQUALIFIED_BY_YES and MURMUR.fullmatch(text):
        return None
    yes = polarity.side == "yes"
    if fact in _YES_NO:
        return yes
    if fact == "city_rank":
        return "within" if yes else "beyond"
    if fact in ("leading_evidence", "previous_award"):
        return "hint" if yes else "none"
    return None


def _read_conduct_answer(free: list[tuple[int, Piece]], scene: Scene, findings: Findings) -> None:
    """有，去年三月; 近一年没有，前年有过一次; 以前有，近一年没有."""
    fact = scene.asked or ""
    said: list[tuple[bool, When | None, int, str]] = []
    for index, piece in free:
        text = piece.stated
        value = numbered(text, fact)
        if value is None:
            value = _worded(text, fact)
        if value in (True, False):
            said.append((bool(value), None, index, text))
            continue
        if fact in findings.mentions:
            continue
        when = latest_date(text, scene.today)
        undated = without_dates(text, scene.today)
        if only_a_date(text, scene.today) and not _EVENT.search(undated):
            if when and not scene.correcting:
                said.append((False, when, index, text))
            elif not when:
                findings.outcome = _misdated(text, scene)
            continue
        polarity = read_polarity(undated) or read_polarity(text)
        if polarity is None or MURMUR.fullmatch(text):
            continue
        if polarity.side == "unknown" or value == "unknown":
            findings.outcome = Outcome.UNKNOWN
        elif polarity.side == "fine" or polarity.side == "no":
            said.append((True, None, index, text))
        else:
            said.append((False, when, index, text))
    clean = findings.facts.get(fact) is True or any(entry[0] for entry in said)
    for value, when, index, text in said:
        if not value and clean and when is None and _LONG_PAST.search(text):
            continue  # 以前有，近一年没有
        if not value and only_touches(fact, free):
            findings.touch(fact, index, when)  # 有，税务的，去年3月
        else:
            state_conduct(fact, value, when, index, scene, findings)
        findings.outcome = None


def _read_date_answer(free: list[tuple[int, Piece]], scene: Scene, findings: Findings) -> None:
    fact = scene.asked or ""
    if fact in findings.facts or _FREE_OF.get(fact) in findings.facts:
        return
    for index, piece in free:
        text = piece.stated
        if fact == "registration_date" and tells_something_else(index, piece, findings):
            continue
        for value, words in _loose_words(fact):
            if words.search(text):
                findings.state(fact, value, index)
                return
        if _NOT_THEN.match(text):
            continue  # 不是12月，是11月15号
        partial = scene.partial if scene.partial and fact in DATE_FACTS else None
        reading = complete(text, partial, scene.today) if partial else None
        if reading is None:
            readings = [
                r
                for r in read_dates(text, scene.today)
                if denies(text[: r.span[0]][-3:]) is False
                and (
                    not _LOOSE_DAY.fullmatch(r.words)
                    or only_a_date(text, scene.today)
                    or _BEGINNING.search(text)
                )
            ]
            reading = max(readings, key=_latest) if readings else None
        if isinstance(reading, When):
            findings.outcome = None
            if fact not in _FREE_OF:
                findings.state(fact, reading, index)
                return
            last = findings.facts.get(fact)
            if not isinstance(last, When) or reading.latest > last.latest:  # 2024年一次，2026年一次
                findings.state(_FREE_OF[fact], False)
                findings.state(fact, reading, index)
            continue
        if isinstance(reading, Misdated):
            if fact == "project_start_date" and reading.problem == "future":
                findings.state(fact, "not_started", index)
            else:
                findings.outcome = Outcome(reading.problem)
                findings.used.add(index)
            return
        polarity = read_polarity(text)
        if polarity and polarity.side == "no" and fact in _FREE_OF and fact not in findings.facts:
            if len(text) <= _FEW:  # 没有, to when it was
                findings.touch(_FREE_OF[fact], index)
            else:
                findings.state(_FREE_OF[fact], True, index)
            return
        if polarity and polarity.side == "unknown":
            findings.outcome = Outcome.UNKNOWN


def _latest(reading: When | Misdated) -> tuple[bool, object]:
    return (isinstance(reading, When), getattr(reading, "latest", None))


def _misdated(text: str, scene: Scene) -> Outcome | None:
    problems = [reading.problem for reading in read_dates(text, scene.today) if isinstance(reading, Misdated)]
    return Outcome(problems[0]) if problems else None
