"""Chooses what a message that may lean on the one before it means: by what each way of completing it finds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import sqrt
from typing import Any, NamedTuple

from actions.dialogue.replies import quotable
from actions.knowledge_client import Answer, Found, SearchReply
from actions.understanding.followups import Meanings

# A passage counts for what every way of completing the message makes of it: this much times the root of its score there.
# Fitted as a conditional logit on the conversations of eval/sets/dev_followups.jsonl and rounded; what they come to is measured by
# `python -m eval run followups`.
_WEIGHTS = {"alone": 6.0, "exchanged": 5.0, "about": 2.5, "both": 5.5}
# A message in the middle of a topic rather means another passage of the section quoted, or the same once more.
_SAME_SECTION, _SAME_PASSAGE = 2.5, 1.0
_SECTION_DEPTH = 2  # headings; one alone is a chapter
# What the evidence has to come to where the message alone settles nothing: nearly all follow-ups reach it, few unanswerable
# questions said in the middle of a conversation do.
_ENOUGH = 9.0
# Confidence in the answer to a message that may as well be a question of its own, and to one so short that it hardly is.
_SURE, _QUITE_SURE = 0.7, 0.9
# A second passage is quoted too where it is worth nearly as much: the two cannot be told apart then.
_SECOND_SHARE = 0.8


class Meant(NamedTuple):
    """The question that was answered, the reply to it, and the approved answer, else the passages to quote, where `found` is
    answerable."""

    question: str
    found: SearchReply
    quoted: tuple[Found, ...]
    answer: Answer | None = None


def meant(
    meanings: Meanings, replies: Mapping[str, SearchReply], citations: Sequence[Mapping[str, Any]]
) -> Meant:
    """`replies` are to every question of `meanings`; `citations` are those of the answer before."""
    found = replies[meanings.alone]
    alone = Meant(meanings.alone, found, quotable(found.results), found.answer)
    completed = [question for way, questions in meanings.ways if way != "alone" for question in questions]
    # A message that says what it is about, or that is settled only without what was said before.
    on_its_own = meanings.named or not any(replies[question].answerable for question in completed)
    leaning = meanings.leaning or meanings.bare_of_names
    if not meanings.both or (on_its_own and not leaning and alone.found.answerable):
        return alone
    enough = _SURE if meanings.longer else _QUITE_SURE
    if not leaning and found.answerable and found.answer and found.answer.confidence >= enough:
        return alone
    if meanings.whole and found.answerable and found.answer and found.answer.confidence >= _QUITE_SURE:
        return alone
    for question in meanings.certain:
        if replies[question].answerable:
            return Meant(
                question, replies[question], quotable(replies[question].results), replies[question].answer
            )
    worth: dict[str, float] = defaultdict(float)
    heard: dict[str, list[tuple[str, str, Found]]] = defaultdict(list)
    for way, questions in meanings.ways:
        best: dict[str, float] = defaultdict(float)
        for question in questions:
            for result in replies[question].results:
                counts = _WEIGHTS[way] * sqrt(result.score)
                best[result.passage_id] = max(best[result.passage_id], counts)
                heard[result.passage_id].append((way, question, result))
        for passage_id, counts in best.items():
            worth[passage_id] += counts
    for passage_id, results in heard.items():
        worth[passage_id] += _nearness(results[0][2], citations)
    ranked = sorted(worth, key=lambda passage_id: -worth[passage_id])
    if not ranked or (not alone.found.answerable and worth[ranked[0]] < _ENOUGH):
        return alone
    loudest = [max(heard[passage_id], key=_says_it) for passage_id in ranked[:2]]
    near = [worth[passage_id] >= _SECOND_SHARE * worth[ranked[0]] for passage_id in ranked[:2]]
    question = loudest[0][1]
    quoted = tuple(result for (_, _, result), is_near in zip(loudest, near, strict=True) if is_near)
    answer = _answer_from(ranked[0], meanings, replies)
    return Meant(question, replace(replies[question], answerable=True), quoted, answer)


def reason(
    replies: Mapping[str, SearchReply], citations: Sequence[Mapping[str, Any]]
) -> tuple[str, SearchReply]:
    """Of the ways to ask why, the one that is settled best: rarely in the passage that raised the question."""
    quoted = {each["passage_id"] for each in citations}
    elsewhere = {
        question: found
        for question, found in replies.items()
        if found.answerable and found.results and found.results[0].passage_id not in quoted
    }
    likely = (elsewhere or replies).items()
    return max(likely, key=lambda each: (each[1].answerable, each[1].probability))


def _says_it(heard: tuple[str, str, Found]) -> float:
    """How well a question says what was meant: one put behind another rather finds it than says it."""
    way, _, found = heard
    return (_WEIGHTS["about"] if way == "both" else _WEIGHTS[way]) * sqrt(found.score)


def _answer_from(passage_id: str, meanings: Meanings, replies: Mapping[str, SearchReply]) -> Answer | None:
    """Of the approved answers that quote the passage, the one that every way of completing the message makes most of."""
    worth: dict[str, float] = defaultdict(float)
    known: dict[str, Answer] = {}
    for way, questions in meanings.ways:
        best: dict[str, float] = defaultdict(float)
        for question in questions:
            answer = replies[question].answer
            if answer and any(each.passage_id == passage_id for each in answer.citations):
                best[answer.id] = max(best[answer.id], _WEIGHTS[way] * sqrt(answer.confidence))
                known[answer.id] = answer
        for identity, counts in best.items():
            worth[identity] += counts
    return known[max(worth, key=lambda identity: worth[identity])] if worth else None


def _nearness(found: Found, citations: Sequence[Mapping[str, Any]]) -> float:
    if not citations:
        return 0.0
    section = citations[0]["path"]
    if len(section) < _SECTION_DEPTH or list(found.path[: len(section)]) != section:
        return 0.0
    return _SAME_PASSAGE if found.passage_id == citations[0]["passage_id"] else _SAME_SECTION
