"""Chooses what a message that may lean on the one before it means: by what each way of completing it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import Any, NamedTuple

from actions.dialogue.replies import quotable
from actions.dialogue.topic import Topic
from actions.knowledge_client import Answer, Found, SearchReply
from actions.understanding.followups import Meanings
from actions.understanding.lexicon import listed
from actions.understanding.several import subjectless

# A passage counts for what every way of completing the message makes of it: this much times the root of its score there. A message
# that does not lean and is settled alone counts `by_itself`; of a name alone, what was asked before is asked. Fitted on
# eval/sets/dev_followups.jsonl and on changes of topic made of eval/sets/dev.jsonl, and rounded; what they come to is measured by
# `python -m eval run followups`.
_WEIGHTS = {
    "alone": 6.0,
    "by_itself": 9.5,
    "name_alone": 3.0,
    "exchanged": 5.0,
    "about": 2.5,
    "both": 5.5,
    "in_context": 4.0,
}
# A message in the middle of a topic rather means another passage of the section quoted, or the same once more.
_SAME_SECTION, _SAME_PASSAGE = 3.5, 1.0
_SECTION_DEPTH = 2  # headings; one alone is a chapter
# What the evidence has to come to where the message alone settles nothing: nearly all follow-ups reach it, few unanswerable
# questions said in the middle of a conversation do.
_ENOUGH = 12.5
# A second passage is quoted too where it is worth nearly as much: the two cannot be told apart then.
_SECOND_SHARE = 0.8


class Meant(NamedTuple):
    """The question that was answered, the reply to it, and the approved answer, else the passages to quote, where `found` is
    answerable."""

    question: str
    found: SearchReply
    quoted: tuple[Found, ...]
    answer: Answer | None = None


class _Asked(NamedTuple):
    """A way of completing the message, and the reply to it."""

    way: str
    question: str
    reply: SearchReply


class _Passage(NamedTuple):
    """What was found of a passage, by whom."""

    worth: float
    heard: list[tuple[_Asked, Found]]


def meant(
    meanings: Meanings,
    replies: Mapping[str, SearchReply],
    citations: Sequence[Mapping[str, Any]],
    in_context: SearchReply | None = None,
) -> Meant:
    """`replies` are to every question of `meanings`, `in_context` is that to the message in its context; `citations` are those of
    the answer before."""
    found = replies[meanings.alone]
    alone = Meant(meanings.alone, found, quotable(found.results), found.answer)
    completed = [question for way, questions in meanings.ways if way != "alone" for question in questions]
    # A message that says what it is about, or that is settled only without what was said before.
    on_its_own = meanings.named or not any(replies[question].answerable for question in completed)
    names_nothing = subjectless(meanings.alone)
    leaning = meanings.leaning or meanings.bare_of_names or names_nothing
    if not meanings.both or (on_its_own and not leaning and found.answerable):
        return alone
    for question in meanings.certain:
        if replies[question].answerable:
            return Meant(
                question, replies[question], quotable(replies[question].results), replies[question].answer
            )
    asked = _asked(meanings, replies, by_itself=found.answerable and not leaning)
    if in_context:
        asked.append(_Asked("in_context", meanings.both[0], in_context))
    ranked = _ranked(asked, citations)
    # What a message that names nothing (没去会怎样) finds by itself is chance: something has to settle it in full.
    by_itself = (meanings.alone, *meanings.bare)
    settled = found.answerable and (
        not names_nothing or any(each.reply.answerable for each in asked if each.question not in by_itself)
    )
    if not ranked or (not settled and ranked[0].worth < _ENOUGH):
        return alone._replace(found=replace(found, answerable=settled))
    best = max(ranked[0].heard, key=_says_it)[0]
    near = [each for each in ranked[:2] if each.worth >= _SECOND_SHARE * ranked[0].worth]
    quoted = tuple(max(each.heard, key=_says_it)[1] for each in near)
    return Meant(
        best.question,
        replace(best.reply, answerable=True),
        quoted,
        _answer_from(quoted[0].passage_id, asked),
    )


def reason(replies: Mapping[str, SearchReply], topic: Topic) -> tuple[str, SearchReply]:
    """Of the ways to ask why, the one that is settled best, by what gives a reason at all: the answer given last, where it does; else
    one in the section quoted, rarely in the passage that raised the question. Elsewhere stands the reason of something else, such as
    what the award is for."""
    quoted = {each["passage_id"] for each in topic.citations}
    sections = {tuple(each["path"][:_SECTION_DEPTH]) for each in topic.citations}
    gives_one = listed("followups", "reason_given")
    settled = {
        question: found.results[0]
        for question, found in replies.items()
        if found.answerable
        and found.results
        and (not sections or found.results[0].path[:_SECTION_DEPTH] in sections)
        and gives_one.search(found.answer.text["zh-Hans"] if found.answer else found.results[0].quote)
    }
    again = [each for each in settled if (answer := replies[each].answer) and answer.id in topic.given[-1:]]
    beside = [question for question, first in settled.items() if first.passage_id not in quoted]
    question = max(again or beside or settled or replies, key=lambda each: replies[each].probability)
    return question, replace(replies[question], answerable=bool(settled))


def _asked(meanings: Meanings, replies: Mapping[str, SearchReply], *, by_itself: bool) -> list[_Asked]:
    as_it_stands = "by_itself" if by_itself else "alone"
    if meanings.only_names and meanings.exchanged:
        as_it_stands = "name_alone"
    return [
        _Asked(as_it_stands if way == "alone" else way, question, replies[question])
        for way, questions in meanings.ways
        for question in questions
    ]


def _ranked(asked: Iterable[_Asked], citations: Sequence[Mapping[str, Any]]) -> list[_Passage]:
    """All passages found, that of most worth first."""
    heard: dict[str, list[tuple[_Asked, Found]]] = defaultdict(list)
    for each in asked:
        for result in each.reply.results:
            heard[result.passage_id].append((each, result))
    passages = [
        _Passage(
            _worth((each.way, result.score) for each, result in found) + _nearness(found[0][1], citations),
            found,
        )
        for found in heard.values()
    ]
    return sorted(passages, key=lambda each: -each.worth)


def _worth(scored: Iterable[tuple[str, float]]) -> float:
    """What scores by the ways they were found come to: each way counts once, by its best."""
    best: dict[str, float] = defaultdict(float)
    for way, score in scored:
        best[way] = max(best[way], _WEIGHTS[way] * sqrt(score))
    return sum(best.values())


def _says_it(heard: tuple[_Asked, Found]) -> float:
    """How well a question says what was meant: one put behind another rather finds it than says it."""
    asked, found = heard
    return _WEIGHTS["about" if asked.way == "both" else asked.way] * sqrt(found.score)


def _answer_from(passage_id: str, asked: Iterable[_Asked]) -> Answer | None:
    """Of the approved answers that quote the passage, the one that every way of completing the message makes most of."""
    found: dict[str, list[tuple[str, Answer]]] = defaultdict(list)
    for each in asked:
        answer = each.reply.answer
        if answer and any(cited.passage_id == passage_id for cited in answer.citations):
            found[answer.id].append((each.way, answer))
    most = max(
        found.values(),
        key=lambda answers: _worth((way, answer.confidence) for way, answer in answers),
        default=None,
    )
    return most[-1][1] if most else None


def _nearness(found: Found, citations: Sequence[Mapping[str, Any]]) -> float:
    if not citations:
        return 0.0
    section = citations[0]["path"]
    if len(section) < _SECTION_DEPTH or list(found.path[: len(section)]) != section:
        return 0.0
    return _SAME_PASSAGE if found.passage_id == citations[0]["passage_id"] else _SAME_SECTION
