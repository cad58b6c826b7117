"""Names in a question that can take each other's place: prizes, classes, stages, documents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .lexicon import load

# Characters of names that are exchanged because they are alike, and how many they share at one end.
_SHORTEST_ALIKE, _SHARED = 4, 2
_AND = re.compile("和|与|跟|同|、|还是|或者?| (?:and|or) ")
HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Term:
    """A name in a text: where it stands, what it is called, and the group whose names take each other's place."""

    group: str
    start: int
    end: int
    zh: str
    en: str

    def called(self, english: bool) -> str:
        return self.en if english else self.zh


def terms(text: str) -> list[Term]:
    """The names in a text from left to right; of overlapping ones the longest."""
    found = [
        Term(group, match.start(), match.end(), zh, en)
        for group, words, zh, en in _terms()
        for match in words.finditer(text)
    ]
    chosen: list[Term] = []
    for term in sorted(found, key=lambda term: term.start - term.end):
        if all(term.end <= other.start or term.start >= other.end for other in chosen):
            chosen.append(term)
    return sorted(chosen, key=lambda term: term.start)


def exchanged_in(question: str, known: list[Term], named: list[Term]) -> str:
    """The question before about what is named now."""
    english = not HAN.search(question)
    for new in named:
        places = [term for term in known if term.group == new.group]
        name = new.called(english)
        if not places:
            question = f"{name} {question}" if english else f"{name}{question}"
        for term in reversed(places):
            question = put(question, term, name)
        known = terms(question)
    return question


def put(question: str, term: Term, name: str) -> str:
    """Another name in the place of one that stands in the question."""
    return question[: term.start] + name + question[term.end :]


def called(zh: str, english: bool) -> str:
    """The name that is this in Chinese, in the language asked for."""
    return next(name_en if english else name_zh for _, _, name_zh, name_en in _terms() if name_zh == zh)


def paired(question: str, number: int) -> str:
    """The first (1) or second (2, -1) of two names of a kind that a question asks about: 组织奖和项目奖有什么区别."""
    both = terms(question)
    for first, second in pairwise(both):
        between = question[first.end : second.start]
        if first.group == second.group and len(both) == 2 and _AND.fullmatch(between):
            return {1: first.zh, 2: second.zh, -1: second.zh}.get(number, "")
    return ""


def alike(name: str, question: str) -> str:
    """What in the question is as long as the name and begins or ends as it does: 服务效率 for 服务水平, 顾客满意度 for 员工满意度; nothing
    where the name itself stands there."""
    size = len(name)
    if size < _SHORTEST_ALIKE or not HAN.fullmatch(name[0]) or name in question:
        return ""
    windows = (question[place : place + size] for place in range(len(question) - size + 1))
    return next(
        (each for each in windows if each[:_SHARED] == name[:_SHARED] or each[-_SHARED:] == name[-_SHARED:]),
        "",
    )


def without(text: str, named: list[Term]) -> str:
    """The text around the names that stand in it."""
    for term in reversed(named):
        text = text[: term.start] + text[term.end :]
    return text


def joined(names: list[Term], english: bool) -> str:
    return (" " if english else "").join(dict.fromkeys(term.called(english) for term in names))


@cache
def _terms() -> list[tuple[str, re.Pattern[str], str, str]]:
    return [
        (group, re.compile(entry["words"]), entry["zh"], entry["en"])
        for group, entries in load("followups")["terms"].items()
        for entry in entries
    ]
