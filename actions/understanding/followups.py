"""How a message leans on the one before it, and what it asks in full: by rules, the same for everybody at any time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from .correcting import Correction, corrected
from .lexicon import listed, load
from .names import HAN, Term, alike, called, exchanged_in, joined, put, terms, without
from .several import asks
from .spoken import plain, simplified

Wish = Literal["place", "whole", "more", "again", "next", "previous", "why"]

# Without a name of its own a message this short leans on the one before: "待几天", "how large may it be". A longer one may.
_SHORT_CHINESE, _SHORT_ENGLISH = 9, 6  # characters, words
_LONG_CHINESE, _LONG_ENGLISH = 15, 8
_HARDLY_ANYTHING = 4  # characters that with no name in them say next to nothing by themselves: 谁开的
_TO_READ: tuple[Wish, ...] = ("whole", "more")  # may be asked for after something said
_FACETS = ("dimension",)  # of whatever is spoken of: 结果分几种
# At the end of what is asked to be confirmed.
_WHETHER = re.compile(r"[对是][吧嘛吗么]$|\b(?:right|correct)$")
_TIED = re.compile(r"那|咁|so\b|then\b")
_MARKS = " ,.!?;:。、~…\"'"
_FILLERS = re.compile(
    r"[的类奖是就和与跟及\s,、/]|\b(?:the|for|of|a|an|and|in|with|awards?|prizes?|class|ones?)\b"
)


@dataclass(frozen=True)
class Before:
    """The last question that was looked up, in full, and the headings above what was quoted, the nearest last."""

    question: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meanings:
    """What the message may ask in full: `alone` as it stands; with its own names in the place of those in the question
    before (`exchanged`); about the subject or a section before (`about`); and behind the whole question (`both`).
    `bare` is the message without the words that only tie it on; it is also looked up in the light of its `context`. `certain` are
    questions that leave nothing to weigh. `leaning` tells that it means little on its own, `bare_of_names` that it is a few words
    besides, `named` that it says what it is about, `only_names` that it says nothing else."""

    alone: str
    bare: tuple[str, ...] = ()
    exchanged: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    both: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()
    leaning: bool = False
    named: bool = False
    bare_of_names: bool = False
    only_names: bool = False
    context: str = ""

    @property
    def ways(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return (
            ("alone", (self.alone, *self.bare)),
            ("exchanged", self.exchanged),
            ("about", self.about),
            ("both", self.both),
        )


def wish(text: str, before: Before | None = None) -> Wish | None:
    """Where it is written, the whole passage, more of it, the same again (in English please), what comes after or before it, or why;
    None for any other message. It may name what the question before was about: "公示完了呢"."""
    spoken = plain(text).strip(_MARKS)
    forms = [spoken, _core(spoken), _without_subject(_core(spoken), before)]
    for name, words in _wishes().items():
        if any(form and words.fullmatch(form) for form in forms):
            return name
    *said, last = re.split(r"[。!;,?]\s*", spoken)
    first, *rest = [*said, last]
    if rest and not any(map(asks, rest)) and _wishes()["place"].fullmatch(_core(first)):
        return "place"  # 哪里写的，我给领导看
    only_said = listed("followups", "only_said")
    if said and all(
        only_said.search(each) and not (asks(each) or terms(each)) for each in said
    ):  # 不止审计吧，请继续列
        return next((name for name in _TO_READ if _wishes()[name].fullmatch(_core(last))), None)
    return None


def ordinal(text: str) -> tuple[int, str] | None:
    """The place named at the beginning, from 1 (-1 for the last, 0 for the middle one), and the rest of the message:
    "第二个有字数要求吗"."""
    *said, last = re.split(r"[。!;]\s*", plain(text).strip(_MARKS))
    spoken = _core(last)
    match = None if any(map(asks, said)) else listed("followups", "ordinal").match(spoken)
    if match is None or (match["digit"] and match.end() < len(spoken)):
        return None
    word = (
        match["zh"]
        or match["back"]
        or match["digit"]
        or match["en"]
        or match["word"]
        or match["two"]
        or "last"
    )
    place = int(word) if word.isdecimal() else load("followups")["ordinals"].get(word)
    if place is None:
        return None
    asked = _core(spoken[match.end() :].strip(_MARKS + "的"))
    return -place if match["back"] else place, asked


def kind_named(text: str, question: str, quotes: Iterable[str]) -> str | None:
    """The message where it begins with what a quote or the question before counts by such words itself, 第一类必须有趋势图吗: no item of
    a list."""
    spoken, kinds = _core(plain(text).strip(_MARKS)), listed("followups", "kind")
    named = kinds.match(spoken)
    counted = kinds.search(plain(question)) or any(named and named[0] in quote for quote in quotes)
    return spoken if named and counted else None


def meanings(text: str, before: Before) -> Meanings:
    """Every way of completing the message from the question before; only itself where it is a question of its own."""
    before = replace(before, question=simplified(before.question))
    if before.question and (correction := corrected(text)):
        return _taken_back(correction, before)
    spoken = _leaning_end(plain(text).strip(_MARKS))
    core = _core(spoken)
    refers = listed("followups", "refers")
    reference = refers.search(core)
    if before.question and doubts(spoken):
        return Meanings(text, both=(before.question,), certain=(before.question,), leaning=True)
    if not before.question or not (reference or is_short(core, _LONG_CHINESE, _LONG_ENGLISH)):
        return Meanings(text)
    english = not HAN.search(spoken)
    named, known = terms(core), terms(before.question)
    groups = {name.group for name in named}
    replaced = [name for name in named if name.group in {term.group for term in known}]
    bare = named if named and not _FILLERS.sub("", without(core, named)) else []
    # 还有社会评价对吧, and then 不是，我说现场核查，咋查: what is asked now is another thing.
    confirmed = asks(core) and _WHETHER.search(plain(before.question).strip(_MARKS))
    exchanged = (exchanged_in(before.question, known, replaced or bare),) if replaced or bare else ()
    exchanged = () if confirmed else exchanged
    # "特别贡献奖限名额吗", "经济类的呢": there it takes the place of a name of another kind
    if bare and not replaced:
        exchanged += tuple(put(before.question, term, bare[0].called(english)) for term in known)
    like = "" if named or asks(core) else alike(core, before.question)
    exchanged += (before.question.replace(like, core),) if like else ()
    others = _others(core, before.question, known, english)
    exchanged += others
    subjects = [
        joined([term for term in known if term.group not in groups], english),
        *reversed(before.headings),
    ]
    if reference:
        # An English sentence with a Chinese heading in it finds nothing.
        filled = [name for name in subjects if name and not (english and HAN.search(name))]
        about = _distinct([refers.sub(name, core, count=1) for name in filled])
        exchanged += about[: bool(subjects[0])]  # a name said before is what a pronoun stands for
    elif exchanged and bare:
        about = ()  # 银奖呢 asks what was asked before, not what 奖励荣誉银奖 would find
    else:
        about = _distinct([f"{name}{' ' if english else ''}{core}" for name in subjects if name])
    short = is_short(core)
    leaning = bool(exchanged or reference or _TIED.match(spoken)) or (short and core != spoken)
    plainer = (core,) if core != spoken and core else ()
    both = (f"{before.question} {core}",)
    if only_tells(before.question) and not (named or others):
        others = both  # 去年亏了一点点, and then: 有影响吗
    little = not named and (0 < len(HAN.findall(core)) <= _HARDLY_ANYTHING or bool(reference and known))
    says_it = any(name.group not in _FACETS for name in named)
    return Meanings(
        text, plainer, exchanged, about, both, others, leaning, says_it, little, bool(bare), _context(before)
    )


def only_tells(text: str) -> bool:
    """我们拿过铜奖: of the speaker, and asks nothing."""
    return bool(listed("followups", "told").search(plain(text))) and not asks(text)


def _taken_back(correction: Correction, before: Before) -> Meanings:
    """The question before about what was meant: in the place of what was not, of a name of the same kind, else of any."""
    question, meant = before.question, correction.meant
    known = terms(question)
    named = terms(meant)
    groups = {name.group for name in named}
    if correction.instead_of and correction.instead_of in question:
        exchanged = (question.replace(correction.instead_of, meant),)
    elif named and (groups & {term.group for term in known} or not known):
        exchanged = (exchanged_in(question, known, named),)
    elif like := alike(meant, question):
        exchanged = (question.replace(like, meant),)
    else:
        exchanged = tuple(put(question, term, meant) for term in known)
        exchanged += (f"{meant}{question}",) if named else ()
    rest = without(question, known)
    certain = exchanged if len(exchanged) == 1 else ()
    return Meanings(
        meant,
        exchanged=exchanged,
        both=(f"{rest} {meant}",),
        certain=certain,
        leaning=True,
        named=bool(named),
        context=_context(before),
    )


def _context(before: Before) -> str:
    """What was spoken of: the question, and the nearest heading above what answered it."""
    return " ".join((before.question, *before.headings[-1:]))


def _leaning_end(spoken: str) -> str:
    """Of a message that tells something and then asks what leans on it and on what stands before, the question: 哦还要定期评。那拿什么评."""
    *told, last = re.split(r"[。!;,?]\s*", spoken)
    tied = _TIED.match(last) or listed("followups", "refers").match(last)
    heard = any(map(listed("followups", "hearsay").search, told))  # 我听说是5年，真的吗，从哪年算
    asked = any(asks(each) for each in told if not listed("followups", "confirms").fullmatch(each))
    return last if told and (tied or heard) and asks(last) and not asked else spoken


def doubts(spoken: str) -> bool:
    """真的吗？我同事说是7天: asks nothing but whether it is so."""
    first, *rest = re.split(r"[?!。,]\s*", spoken, maxsplit=1)
    corrects = first.startswith("不")  # 不是，我问的是项目奖
    asks_only = listed("followups", "confirms").fullmatch(first)
    return not corrects and asks_only is not None and not any(map(asks, rest))


def _without_subject(core: str, before: Before | None) -> str:
    """The message without the name in front that the question before or a heading above its answer has too."""
    first = next(iter(terms(core)), None)
    if before is None or first is None or first.start:
        return ""
    known = {term.zh for text in (before.question, *before.headings) for term in terms(text)}
    return core[first.end :].lstrip("的") if first.zh in known else ""


def subject_of(before: Before) -> str:
    """What the question was about, in a word or two."""
    english = not HAN.search(before.question)
    return joined(terms(before.question), english) or next(reversed(before.headings), before.question)


def reasons_asked(before: Before) -> tuple[str, ...]:
    """ "为什么" as questions that can be looked up."""
    forms = load("followups")["why"]["zh" if HAN.search(before.question) else "en"]
    return tuple(form.format(question=before.question, subject=subject_of(before)) for form in forms)


def item_asked(name: str, asked: str) -> str:
    """The question about an item of a list that was named by its place."""
    return f"{name}{asked}" if asked else load("followups")["item"].format(name=name)


def is_short(text: str, chinese: int = _SHORT_CHINESE, english: int = _SHORT_ENGLISH) -> bool:
    return len(HAN.findall(text)) <= chinese if HAN.search(text) else len(text.split()) <= english


def _core(spoken: str) -> str:
    """Without the words that only tie the message to the one before."""
    lead, tail = listed("followups", "lead").pattern, listed("followups", "tail").pattern
    core = re.sub(rf"^(?:{lead}(?![a-z])[\s,]*)+", "", spoken)
    return re.sub(rf"(?:[\s,]*(?<![a-z]){tail})+$", "", core).strip(_MARKS)


def _others(core: str, question: str, known: list[Term], english: bool) -> tuple[str, ...]:
    """The question before, or what is asked now, about the names opposite to those of the question before."""
    opposite = load("followups")["opposite"]
    for group, words in _other_words().items():
        match = words.search(core)
        if match is None:
            continue
        meant = [term for term in known if term.zh in opposite and group in (term.group, "any")]
        names = {term.zh: called(opposite[term.zh], english) for term in meant}
        if _FILLERS.sub("", core[: match.start()] + core[match.end() :]):
            return tuple(core[: match.start()] + name + core[match.end() :] for name in names.values())
        return tuple(put(question, term, names[term.zh]) for term in meant)
    return ()


def _distinct(questions: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(question.strip() for question in questions))


@cache
def _other_words() -> dict[str, re.Pattern[str]]:
    return {group: re.compile(words) for group, words in load("followups")["other"].items()}


@cache
def _wishes() -> dict[Wish, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in load("followups")["wishes"].items()}
