"""Which answers to the pieces of a message are worth saying beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.knowledge_client import Answer, InPieces
from actions.understanding.several import HARDLY_SETTLED, asks, leaning_on_silence, tells_of_us

Message = dict[str, Any]

# Confidence from which an answer to what stands beside a question between commas is added.
_SURELY_BESIDE = 0.7
_SURELY_TOLD = 0.9
_SURELY_FIRST = (
    0.9  # probability and confidence from which a first question is answered though the rest is not settled
)


def worth_saying(
    text: str, pieces: Sequence[str], found: InPieces, told: Sequence[int], *, several: bool, answered: bool
) -> list[tuple[Answer, int]]:
    """Of the answers that were found, with the numbers of their pieces, those to give. `told` are the numbers of the pieces that only
    tell, `several` whether more than one asks, `answered` whether the whole is settled."""
    given = list(found.answers) if several else _beside_the_question(found.answers, told, len(pieces))
    all_tell = len(told) == len(pieces)
    if not answered:
        hardly = found.whole.probability < HARDLY_SETTLED  # 我想当评审员。找谁签 asks about what is told
        settled = [
            piece.answerable or (number in told and not (hardly and piece.probability < HARDLY_SETTLED))
            for number, piece in enumerate(found.pieces, start=1)
        ]
        # 答辩最多三个人，能不能线上答辩 is no question about three people.
        left_out = {0, *leaning_on_silence(pieces, settled), *(() if all_tell else told)}
        return [(answer, number) for answer, number in given if number not in left_out]
    return _surely_meant(given) if all_tell and tells_of_us(text) else given


def _beside_the_question(
    answers: Sequence[tuple[Answer, int]], told: Sequence[int], pieces: int
) -> list[tuple[Answer, int]]:
    """All, where two pieces ask or none does (keywords). Beside one question what answers a piece is mostly not asked for, 一个人写完，
    靠谱不: it has to be sure, and as sure as what answers the whole."""
    if pieces - len(told) != 1:
        return list(answers)
    kept: list[tuple[Answer, int]] = []
    for answer, number in answers:
        least = max(answers[0][0].confidence, _SURELY_BESIDE) if not answers[0][1] else _SURELY_BESIDE
        if not (kept and number) or answer.confidence >= least:
            kept.append((answer, number))
    return kept


def _surely_meant(answers: Sequence[tuple[Answer, int]]) -> list[tuple[Answer, int]]:
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
