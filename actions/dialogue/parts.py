"""Which answers to the pieces of a message are worth saying beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.knowledge_client import Answer, InPieces
from actions.understanding.several import asks

Message = dict[str, Any]

# Confidence from which an answer to what stands beside a question between commas is added.
_SURELY_BESIDE = 0.7
_SURELY_TOLD = 0.9
_SURELY_FIRST = (
    0.9  # probability and confidence from which a first question is answered though the rest is not settled
)


def worth_saying(
    answers: Sequence[tuple[Answer, int]], told: Sequence[int], pieces: int
) -> list[tuple[Answer, int]]:
    """Of answers with the numbers of their pieces: all, where two pieces ask or none does (keywords). Beside one question what
    answers a piece is mostly not asked for, 一个人写完，靠谱不: it has to be sure, and as sure as what answers the whole."""
    if pieces - len(told) != 1:
        return list(answers)
    kept: list[tuple[Answer, int]] = []
    for answer, number in answers:
        least = max(answers[0][0].confidence, _SURELY_BESIDE) if not answers[0][1] else _SURELY_BESIDE
        if not (kept and number) or answer.confidence >= least:
            kept.append((answer, number))
    return kept


def surely_meant(answers: Sequence[tuple[Answer, int]]) -> list[tuple[Answer, int]]:
    """Of what somebody tells of themselves, the first and what is as sure: 研发头儿, one of five who come, asks nothing of research."""
    return [each for place, each in enumerate(answers) if not place or each[0].confidence >= _SURELY_TOLD]


def first_is_sure(pieces: Sequence[str], found: InPieces) -> bool:
    """Whether a message begins with a question that stands and is answered by itself: 银奖能拿多少钱，会不会再复审."""
    sure = max((answer.confidence for answer, number in found.answers if number == 1), default=0.0)
    return asks(pieces[0]) and min(found.pieces[0].probability, sure) >= _SURELY_FIRST


def is_new(said: Message, parts: Sequence[Message]) -> bool:
    """Whether a passage is quoted that none of the parts quotes."""
    quoted = {each["passage_id"] for part in parts for each in part["citations"]}
    return any(each["passage_id"] not in quoted for each in said["citations"])


def without_repeats(said: list[Message]) -> list[Message]:
    """Two questions that the same quotes answer need them once."""
    kept: list[Message] = []
    for message in said:
        if not message.get("citations") or all(
            message["citations"] != other.get("citations") for other in kept
        ):
            kept.append(message)
    return kept
