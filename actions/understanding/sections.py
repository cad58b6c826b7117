"""Reads the guide's numbering: what surrounds a quoted passage, the rest of its section or the items of its list."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from actions.knowledge_client import Passage

from .lexicon import listed
from .several import asks

Item = TypeVar("Item")

_NUMBER = re.compile(r"\s*(?:(\d{1,2})\s*[.．、)）]|[（(]\s*(\d{1,2})\s*[）)]|([①②③④⑤⑥⑦⑧⑨]))\s*")
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、)]|[a-z][.．])\s*"
)
# "：甲、乙和丙" up to the next stop; at least three, for two are no list to count in.
_ENUMERATION = re.compile(r"[：:]([^，。；：:、]{1,16}(?:、[^，。；：:、]{1,16})+)(?=[，。；]|$)")
# "从甲、乙、丙等三个方面"
_RESPECTS = re.compile("从([^，。；：:、]{1,16}(?:、[^，。；：:、]{1,16}?)+)等?[两三四五六七八九]个方面")
# "包括甲、乙、丙三个步骤"
_STEPS = re.compile(
    "(?:包括|分为|有)([^，。；：:、]{1,16}(?:、[^，。；：:、]{1,16}?)+)等?[两三四五六七八九]个(?:步骤|阶段|环节)"
)
_QUOTED_LIST = re.compile("(“[^”]{1,16}”(?:、“[^”]{1,16}”)+)")
_LISTS = (_ENUMERATION, _RESPECTS, _STEPS, _QUOTED_LIST)
# "领导力结果有守法合规、行业地位、团队建设", by the person who asks; here two are a list too.
_ASKED = re.compile(
    "(?:里?有|[是里讲写：:]|包括|包含|含|[，,]?分(?:为|成)?|[，,](?:有|是)?)((?!什么|哪)[^，,。；：:、？?]{1,12}(?:(?:、|[，,]?(?:还有|以及|和|与|及))[^，,。；：:、？?]{1,12})+)[吧。！!]*$"
)
_SENTENCE = re.compile("[^。！!；;]+[。！!；;]*")
_BETWEEN = re.compile("、|[，,]?还有|以?及|和|与")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_NAME = re.compile(r"[^，。：；,:;（(]*")
_SCREENFUL = 600  # characters of a section shown at once
_LONGEST_LIST = 5  # items
_SEVERAL = 5  # sections, which only an answer on all of a sequence quotes


def the_rest(passages: Sequence[Passage], quoted: str, read: Collection[str]) -> list[Passage]:
    """What to read next: the section on from the passage `quoted`, then the part before it, a screenful at a time."""
    place = _place(passages, quoted)
    if place is None:
        return []
    path = passages[place].path
    onward = [*passages[place:], *passages[:place]]
    left = [
        passage
        for passage in onward
        if passage.path[: len(path)] == path and passage.kind != "heading" and passage.passage_id not in read
    ]
    return _screenful(left)


def beside(passages: Sequence[Passage], quoted: str, step: Literal[1, -1]) -> list[Passage]:
    """The section after (1) or before (-1) that of the passage `quoted`, where its chapter tells a sequence; empty at its ends."""
    place = _place(passages, quoted)
    if place is None:
        return []
    path = passages[place].path
    if len(path) < 2 or not listed("followups", "sequence").search(path[-2]):
        return []
    chapter: dict[tuple[str, ...], list[Passage]] = {}
    for each in passages:
        if len(each.path) >= len(path) and each.path[: len(path) - 1] == path[:-1]:
            chapter.setdefault(each.path[: len(path)], []).append(each)
    at = list(chapter).index(path) + step
    if not 0 <= at < len(chapter):
        return []
    return _screenful([each for each in list(chapter.values())[at] if each.kind != "heading"])


def list_after(passages: Sequence[Passage], lead: str) -> list[Passage]:
    """The numbered items that the passage `lead` announces ("…上传下列材料："): those that follow it directly."""
    place = _place(passages, lead)
    if place is None:
        return []
    path = passages[place].path
    onward = itertools.takewhile(
        lambda each: each.path == path and _number(each.text) is not None, passages[place + 1 :]
    )
    return _screenful(list(onward)[:_LONGEST_LIST])


def item(passages: Sequence[Passage], quoted: str, number: int) -> Passage | None:
    """The item of that number (-1: the last, 0: the middle one) beside or below the passage `quoted`; else the stage of that
    number."""
    place = _place(passages, quoted)
    if place is None:
        return None
    path = passages[place].path
    for level in (path, path[:-1]):
        numbered = [
            (found, each) for each in passages if each.path == level and (found := _number(each.text))
        ]
        if number > 0:
            found = next((each for printed, each in numbered if printed == number), None)
        else:
            found = _counted([each for _, each in numbered], number)
        if found:
            return found
    return None


def stage(passages: Sequence[Passage], citations: Sequence[Mapping[str, Any]], number: int) -> Passage | None:
    """Where the quotes run through a chapter that tells a sequence, the heading of its section of that number (-1: the last)."""
    if not runs_through_stages(citations):
        return None
    headings = [each for each in passages if list(each.path) == citations[0]["path"][:1]]
    return _counted([each for each in headings if each.kind == "heading" and _number(each.text)], number)


def runs_through_stages(citations: Sequence[Mapping[str, Any]]) -> bool:
    """Whether all quotes are of one such chapter, and of several of its sections."""
    sections = {tuple(each["path"][:2]) for each in citations}
    chapters = {path[:1] for path in sections}
    sequence = listed("followups", "sequence")
    return len(sections) >= _SEVERAL and len(chapters) == 1 and bool(sequence.search(citations[0]["path"][0]))


def section_of(passages: Sequence[Passage], heading: Passage) -> list[Passage]:
    """What stands under a heading, a screenful; the heading alone where nothing does."""
    path = (*heading.path, heading.text.strip())
    inside = [each for each in passages if each.path[: len(path)] == path and each.kind != "heading"]
    return _screenful(inside) or [heading]


def item_in_sentence(
    passages: Sequence[Passage], citations: Sequence[Mapping[str, Any]], number: int
) -> str | None:
    """The name of the item of that number (as in `enumerated`) of a list inside one of the quotes. The items of a passage with a printed
    number are rather those beside it, unless the quote counts its own."""
    quoted = next((each for each in passages if each.passage_id == citations[0]["passage_id"]), None)
    counted = quoted is None or is_counted(quoted)
    names = (enumerated(each["quote"], number, (_STEPS,) if counted else _LISTS) for each in citations)
    return next(filter(None, names), None)


def step_named(
    passages: Sequence[Passage], citations: Sequence[Mapping[str, Any]], name: str
) -> list[Passage]:
    """Where a quote lists steps: of what follows it in its section, the passage that names this one, with what belongs to it."""
    place = _place(passages, citations[0]["passage_id"])
    if place is None or not counts_steps(each["quote"] for each in citations):
        return []
    after = itertools.takewhile(lambda each: each.path == passages[place].path, passages[place + 1 :])
    found = list(itertools.dropwhile(lambda each: name not in each.text, after))
    return found[:1] + list(itertools.takewhile(lambda each: not is_counted(each), found[1:]))


def counts_steps(quotes: Iterable[str]) -> bool:
    """Whether one of the quotes lists the guide's own steps."""
    return any(_STEPS.search(quote) for quote in quotes)


def enumerated(text: str, number: int, lists: Sequence[re.Pattern[str]] = ()) -> str | None:
    """The item of that number (-1: the last, 0: the middle one) of a list inside a sentence: "三大特性：系统性、独特性和可推广性"."""
    for found in itertools.chain(*(each.finditer(text) for each in lists or _LISTS)):
        items = [each.strip("“”《》") for each in _BETWEEN.split(found[1])]
        if len(items) >= 3 and (item := _counted(items, number)):
            return item
    return None


def enumerated_by_asker(question: str, number: int) -> str | None:
    """The item of that number, as in `enumerated`, of the list that a sentence of a message ends in which asks nothing."""
    if asks(question):
        return None
    found = next(filter(None, map(_ASKED.search, _SENTENCE.findall(question))), None)
    return _counted(_BETWEEN.split(found[1]), number) if found else None


def _counted(items: Sequence[Item], number: int) -> Item | None:
    """From 1, or from the end: -1 is the last. 0 is the middle one, where there is one."""
    if number == 0:
        return items[len(items) // 2] if len(items) % 2 else None
    place = number - 1 if number > 0 else len(items) + number
    return items[place] if 0 <= place < len(items) else None


def name_of(passage: Passage) -> str:
    """What an item is called: 《自评报告》，对照… is the 自评报告."""
    text = passage.text[match.end() :] if (match := _NUMBER.match(passage.text)) else passage.text
    return _NAME.match(text)[0].strip("《》“” ")


def heading_name(heading: str) -> str | None:
    """What a section is about, without its printed number (5. 集中答辩); None where the heading is a question."""
    name = _HEADING.sub("", heading, count=1)
    return None if name.endswith(("？", "?")) else name


def _screenful(passages: Sequence[Passage]) -> list[Passage]:
    """As many of the first as are read at once, at least one."""
    chosen: list[Passage] = []
    for passage in passages:
        if chosen and sum(len(each.text) for each in chosen) + len(passage.text) > _SCREENFUL:
            break
        chosen.append(passage)
    return chosen


def is_counted(passage: Passage) -> bool:
    """Whether it is an item with a printed number, or announces such items."""
    return _number(passage.text) is not None or passage.text.rstrip().endswith(("：", ":"))


def _number(text: str) -> int | None:
    match = _NUMBER.match(text)
    if match is None:
        return None
    return _CIRCLED.index(match[3]) + 1 if match[3] else int(match[1] or match[2])


def _place(passages: Sequence[Passage], passage_id: str) -> int | None:
    return next((place for place, each in enumerate(passages) if each.passage_id == passage_id), None)
