"""Which few answers together hold what a message asks for.

A question may want any of several answers, each with a share; a message in pieces wants an answer to every piece. An answer covers
all those whose quotes stand in its own. Answers are taken one after the other, each time the one that covers most of what is not
covered yet and is meant itself (the greedy algorithm of Nemhauser, Wolsey and Fisher 1978), less a little for each quote to be read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from knowledge.model import ApprovedAnswer

# All chosen on dev.jsonl and dev_pieces.jsonl. Lower shares add answers, and hardly one more that was asked for.
_WORTH_READING = 0.03  # what a further quote in an answer has to cover
# What an answer's own share counts besides: who surely asks about one prize wants to hear of that, not of all prizes. From 0.1 on
# as many questions are answered rightly as with 0, more briefly; the more it is, the less is said where several may be meant.
_ITSELF = 0.1
# What a further answer has to cover of a question, of a message in pieces, and of one in which more than one piece asks.
_ALONE, _IN_PIECES, _SEVERAL_ASKED = 0.12, 0.35, 0.25
_MOST_ALONE, _MOST_IN_PIECES = 2, 3


def coverings(answers: Sequence[ApprovedAnswer]) -> np.ndarray:
    """(answers, answers) bool: whether the first quotes all that the second quotes."""
    quoted = [[(each.passage_id, each.quote) for each in answer.citations] for answer in answers]
    cited = [{passage for passage, _ in quotes} for quotes in quoted]
    found = np.zeros((len(answers), len(answers)), dtype=bool)
    for first, quotes in enumerate(quoted):
        for second, wanted in enumerate(quoted):
            found[first, second] = cited[second] <= cited[first] and all(
                any(passage == other and quote in text for other, text in quotes) for passage, quote in wanted
            )
    return found


def covering(
    wanted: np.ndarray, covers: np.ndarray, quotes: np.ndarray, told: Collection[int] = ()
) -> list[int]:
    """(questions and pieces, answers) shares, which answer covers which, how many quotes each has, and the rows of pieces that
    only tell → the places of those to give, the one that covers most first; none where no answer has a share."""
    may_be_given = wanted.any(axis=0)
    pieces = len(wanted) - 1
    most = max(_MOST_IN_PIECES, pieces - len(told)) if pieces else _MOST_ALONE
    least = _ALONE if not pieces else _SEVERAL_ASKED if pieces - len(told) > 1 else _IN_PIECES
    left = wanted.sum(axis=0)
    meant = np.flatnonzero(left)
    covers_meant = covers[:, meant].astype(np.float64)
    given: list[int] = []
    while len(given) < most and may_be_given.any():
        gains = covers_meant @ left[meant]
        worth = gains + _ITSELF * left - _WORTH_READING * (quotes - 1)
        best = int(np.where(may_be_given, worth, -np.inf).argmax())
        if given and gains[best] < least:
            break
        given = [each for each in given if not covers[best, each]] + [best]
        may_be_given[best] = False
        left[covers[best]] = 0.0
    return given
