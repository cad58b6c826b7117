"""Whether a question asserts what its answer contradicts: "银奖300万对吧", "有铜奖的文化类能拿几个".

Sees only what is certain: a figure with its unit that is none of the answer's, beyond the bound that the answer gives, and
a thing that the answer says there is none of. Everything else is left to the answer, which states the fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from knowledge.model import ApprovedAnswer, Correction
from knowledge.retrieve.normalise import comparable

_NUMBER = r"(?<![第\d.])(?P<number>\d+(?:\.\d+)?)"
_UNITS = {
    "元": r"元|块钱?|yuan|rmb",
    "名": r"名|家|个(?:名额|单位|指标|奖)|个(?=(?:对|是|吧|吗|没|,|\?|$))",
    "人": r"个?人|位|people|persons?",
    "年": r"年|years?",
    "个月": r"个月|months?",
    "个工作日": r"个?工作日|(?:working|business) days?",
    "天": r"天|日|days?",
    "分钟": r"分钟|min(?:ute)?s?",
    "小时": r"个?小时|个?钟头|hours?",
    "字": r"个?字|characters?|words",
    "M": r"mb?(?![a-z])|兆",
    "%": r"%",
    "分": r"分(?!钟|为|成|别|之)|points?",
}
_FIGURE = re.compile(
    rf"(?P<before>不超过|不得超过|不多于|最多|至多|上限|不少于|不低于|至少|最少|超过|满|at most|up to|at least|no more than)?\s*"
    rf"{_NUMBER}\s*(?P<million>million)?\s*(?:{'|'.join(f'(?P<u{n}>{words})' for n, words in enumerate(_UNITS.values()))})?"
    r"(?P<after>以上|以内|以下|内)?"
)
_AT_MOST = re.compile(r"不超过|不得超过|不多于|最多|至多|上限|以内|以下|^内$|at most|up to|no more than")
_AT_LEAST = re.compile(r"不少于|不低于|至少|最少|^超过|^满$|以上|at least")
_LEVELS = {"金奖": "金奖|gold", "银奖": "银奖|silver", "铜奖": "铜奖|bronze"}
_OPEN = re.compile(
    r"多少|多久|多长|多大|[几哪谁何]|什么|怎|\b(?:how|what|which|when|where|who|why)\b(?! (?:is|are) it)"
)
_TAGGED = re.compile(
    r"(?:对吧|是吧|对吗|对不对|是不是|没错吧|吧)\W*$|\b(?:right|correct|isn't it|aren't they)\W*$|^(?:听说|不是说)"
)
_ASKED = re.compile(r"吗|么\W*$|可不可以|能不能|行不行|够不够|^(?:is|are|can|may|do|does|will)\b")
_OWN_CASE = re.compile(r"我|咱|本公司|本单位|年前|没戏|没机会|没希望|没资格|\b(?:i|we|our|my)\b")
_NONE_OF = re.compile(r"(?:没有|不设|不收取任何|不授予|不发|不占)[^,。;:、]{0,4}?(奖金|名额|费用|铜奖)")
_TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Figure:
    """`level` is the prize just before it, where one is named; `bound` is -1 for at least, 1 for at most, else 0."""

    number: Decimal
    unit: str
    bound: int
    level: str = ""

    def __str__(self) -> str:
        if self.unit in "元字" and self.number >= _TEN_THOUSAND and self.number % _TEN_THOUSAND == 0:
            return f"{self.number / _TEN_THOUSAND:f} 万{self.unit}"
        return f"{self.number:f}{'' if self.unit == '%' else ' '}{self.unit}"


def contradicted(written: str, answer: ApprovedAnswer) -> Correction | None:
    """`written` is the question in comparable form."""
    said = comparable(answer.text["zh-Hans"])
    return _missing(written, said) or _other_figure(written, said, answer)


def _missing(written: str, said: str) -> Correction | None:
    """What the question takes for given and the answer's first sentence says there is none of."""
    tagged = _TAGGED.search(written)
    if tagged and re.search(r"不|没|无|别", written[: tagged.start()]):
        return None
    first = re.split(r"[。;:]", said)[0]
    for thing in _NONE_OF.findall(first):
        everywhere = len(re.findall(thing, said)) == len(
            [each for each in _NONE_OF.findall(said) if each == thing]
        )
        if thing not in written or not everywhere:
            continue
        if thing == "铜奖":
            return Correction("none", thing)
        if tagged:
            return Correction("denied", thing)
    return None


def _other_figure(written: str, said: str, answer: ApprovedAnswer) -> Correction | None:
    tagged = bool(_TAGGED.search(written))
    if _OPEN.search(written) or _OWN_CASE.search(written) or not (tagged or _ASKED.search(written)):
        return None
    asserted = [each for each in figures(written) if not _is_date(each)]
    if len(asserted) != 1:
        return None
    [asked] = asserted
    known = figures(said) + [each for cited in answer.citations for each in figures(comparable(cited.quote))]
    known = [each for each in known if each.unit == asked.unit and not _is_date(each)]
    if asked.level:
        known = [each for each in known if each.level == asked.level]
    if not known or any(_agrees(asked, each) for each in known):
        return None
    if not tagged and any(each.bound for each in known):
        return (
            None  # whether five people may come is no assertion, and keeping within a bound is for the check
        )
    return Correction("figure", str(asked))


def _agrees(asked: Figure, known: Figure) -> bool:
    if asked.number == known.number:
        return True
    if asked.bound:
        return False
    return (known.bound == 1 and asked.number < known.number) or (
        known.bound == -1 and asked.number > known.number
    )


def figures(text: str) -> list[Figure]:
    """The figures with a unit in a comparable text; money may go without: 300万."""
    found, level, read = [], "", 0
    for match in _FIGURE.finditer(text):
        between = text[read : match.start()]
        level = _last_level(between) or ("" if re.search(r"[。;]", between) else level)
        read = match.end()
        number = Decimal(match["number"]) * (1_000_000 if match["million"] else 1)
        unit = next((name for n, name in enumerate(_UNITS) if match[f"u{n}"]), "")
        if not unit and number >= _TEN_THOUSAND and number % _TEN_THOUSAND == 0:
            unit = "元"
        if unit in ("名", "人") and text[: match.start()].endswith("前"):
            unit = "位"  # a rank
        if unit == "小时":
            number, unit = number * 60, "分钟"
        if unit:
            words = (match["before"] or "", match["after"] or "")
            bound = 1 if any(map(_AT_MOST.search, words)) else -1 if any(map(_AT_LEAST.search, words)) else 0
            found.append(Figure(number, unit, bound, level))
    return found


def _last_level(text: str) -> str:
    places = {
        name: max((found.start() for found in re.finditer(words, text)), default=-1)
        for name, words in _LEVELS.items()
    }
    name, place = max(places.items(), key=lambda each: each[1])
    return name if place >= 0 else ""


def _is_date(figure: Figure) -> bool:
    return figure.unit == "年" and 1900 <= figure.number <= 2100
