"""Places in an industry: 第十八名, 前二十, 二十名开外, top 20, 没进前二十."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .numerals import ENGLISH_NUMBER, NUMBER, number

LAST_PLACE = 1_000_000

_PLACE = r"(?:名|位|强|甲)"
_AREA = re.compile(
    r"(全国|国内|全球|世界|全省|省内|广东省?|国际|亚洲|大湾区|nationwide|national|in china|worldwide|province)"
)
_SMALLER_AREA = re.compile(r"(区内?|街道|园区|镇)(?:里|内)?(?:的)?(?:排名?|第|前)")
# Numbers that look like places and are none.
_NOT_A_PLACE = re.compile(
    rf"倒数第?{NUMBER}名?|前?{NUMBER}(?:\.\d+)?%|前?百分之{NUMBER}|(?:单项|隐形)冠军|"
    r"世界\d+强|(?:全球|中国|世界|财富)五百强|500强|第[一二三]产业|第三方|第(?:[一二三四五六七八九十]+|\d+)(?:次|个|步|批|家|届|类|项|年|季|代|条|款|章|题|点)"
)
_BEYOND = r"(?:开外|以外|之外|外|以后|之后|往后|靠后)"
_INSIDE = r"(?:以内|之内|内|以里|里)"
_NOT = r"(?:没有?|未|不|进不了|排不进|排不到|够不着|不到|挤不进|没能)"

_PATTERNS: list[tuple[str, re.Pattern[str]]] = [
    ("between", re.compile(rf"(?P<a>{NUMBER}){_PLACE}?(?:到|至|-|~|—)第?(?P<b>{NUMBER}){_PLACE}")),
    ("between", re.compile(rf"\bbetween (?P<a>{ENGLISH_NUMBER})(?:th|st|nd|rd)? and (?P<b>{ENGLISH_NUMBER})")),
    ("beyond", re.compile(rf"(?:前|第)?(?P<a>{NUMBER})(?:多|几)?{_PLACE}?(?:的)?{_BEYOND}")),
    ("beyond", re.compile(rf"\b(?:outside|not in|not within|beyond|below|lower than|worse than)(?: of)? (?:the )?(?:top )?(?P<a>{ENGLISH_NUMBER})")),
    ("beyond", re.compile(rf"{_NOT}(?:[进入在到算是排能有]|进入|排进|排到)*(?:全市|市内|行业|同行业)?的?前(?P<a>{NUMBER}){_PLACE}?")),
    ("beyond", re.compile(rf"前(?P<a>{NUMBER}){_PLACE}?(?:以内|之内)?[,]?(?:都|也|是|肯定|应该|还)*(?:{_NOT}(?:有|进|到|入|在|上)?)")),
    ("first", re.compile(rf"前(?P<a>{NUMBER})(?:{_PLACE}|大)?{_INSIDE}?(?!年|天|次|个|期|几|两|[,、]?三年)")),
    ("first", re.compile(rf"(?P<a>{NUMBER}){_PLACE}?{_INSIDE}(?!容)")),
    ("first", re.compile(rf"(?P<a>{NUMBER})(?:强|甲)")),
    ("first", re.compile(rf"\b(?:top|first)[ -]?(?P<a>{ENGLISH_NUMBER})\b")),
    ("first", re.compile(r"(?P<a>三)甲")),
    ("pair", re.compile(r"数(?P<a>一)数(?P<b>二)")),
    ("about", re.compile(rf"第?(?P<a>{NUMBER}|{NUMBER}?[十百]?几|几十)(?P<odd>多|几|来)?{_PLACE}(?:左右|上下)")),
    ("decade", re.compile(rf"第?(?P<a>{NUMBER}?[十百])几{_PLACE}?|第?(?P<b>{NUMBER})[多来]{_PLACE}")),
    ("place", re.compile(rf"第(?P<a>{NUMBER}){_PLACE}?")),
    ("place", re.compile(rf"(?:排名?|排行|排位|位居|位列|名列|列|居)(?:大概|是|在|为|到)?(?:第)?(?P<a>{NUMBER}){_PLACE}?(?!个|家|年|名以)")),
    ("place", re.compile(rf"(?P<a>{NUMBER})(?:名|位)(?!员工|职工|专家|评审|同事|用户|学生|人|老师)")),
    ("place", re.compile(r"(?P<a>冠)军")),
    ("place", re.compile(rf"(?:\bno\.? ?|\bnumber |#|\branked? (?:is )?(?:at )?(?:the )?)(?P<a>{ENGLISH_NUMBER})(?:st|nd|rd|th)?\b")),
    ("place", re.compile(r"\b(?P<a>\d+)(?:st|nd|rd|th)\b(?! of| march| april| may| june| july)")),
    ("place", re.compile(r"\b(?:came|placed|the|in|was|were|are) (?P<a>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b(?! time)")),
]  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Every place from `best` to `worst`, both included, is what `words` can mean."""

    best: int
    worst: int
    words: str = ""

    @property
    def exact(self) -> bool:
        return self.best == self.worst


def on_one_side(top: int, within: bool, words: str) -> Places:
    """Among the first `top` places, or behind them."""
    return Places(1, top, words) if within else Places(top + 1, LAST_PLACE, words)


def read_places(text: str, bare: bool = False) -> Places | None:
    """The best place said in `text`; with `bare` (a rank was asked for) a number alone is one.

    A place in the whole country or province is at most that place in the city; one in a district says nothing.
    """
    if _SMALLER_AREA.search(text):
        return None
    cleaned = _NOT_A_PLACE.sub("", text)
    found = [places for kind, match in _matches(cleaned) if (places := _places(kind, match))]
    if not found and bare:
        match = re.fullmatch(
            rf"(?:大概|应该|是|好像|约|大约|差不多|估计|去年|排|在)*(?P<a>{NUMBER})(?:吧|左右|的|了|呢|啊)*",
            cleaned,
        )
        places = _places("about" if match and "左右" in text else "place", match) if match else None
        found = [places] if places else []
    if not found:
        return None
    best = min(found, key=lambda places: (places.worst, places.best))
    if _AREA.search(text) and best.worst < LAST_PLACE:
        return Places(1, best.worst, best.words)
    return best


def _matches(text: str) -> list[tuple[str, re.Match[str]]]:
    """Matches that do not overlap, in the order of the patterns."""
    taken: list[tuple[int, int]] = []
    matches = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                matches.append((kind, match))
    return matches


def _places(kind: str, match: re.Match[str]) -> Places | None:
    words = match[0]
    first = 1 if match["a"] == "冠" else _value(match["a"])
    second = number(match["b"]) if "b" in match.re.groupindex and match["b"] else None
    if kind == "decade":
        low = first if first is not None else second
        return (
            _within(low + 1 if low and low < 100 else low, low + (9 if low < 100 else 99), words)
            if low
            else None
        )
    several = re.fullmatch(r"(.*?)([一二三四五六七八九])([二三四五六七八九])(十)?", match["a"])
    if (
        kind in ("place", "about") and several and number(several[3]) - number(several[2]) == 1
    ):  # 十八九名, 二三十名
        tens, scale = _value(several[1]) or 0, 10 if several[4] else 1
        return _within(tens + scale * number(several[2]), tens + scale * number(several[3]), words)
    if first is None:
        return None
    if kind in ("between", "pair"):
        return _within(first, second, words) if second else None
    if kind == "beyond":
        return _within(first + 1, LAST_PLACE, words)
    if kind == "first":
        return _within(1, first, words)
    if kind == "about":
        slack = max(2, first // 10)
        return _within(max(1, first - slack), first + slack, words)
    return _within(first, first, words)


def _value(text: str | None) -> int | None:
    return number(text) if text else None


def _within(best: int | None, worst: int | None, words: str) -> Places | None:
    if best is None or worst is None or not 1 <= best <= worst <= LAST_PLACE:
        return None
    return Places(best, worst, words)
