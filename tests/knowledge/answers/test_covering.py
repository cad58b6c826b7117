"""Which answers together hold what is asked, by their shares alone."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.answers.covering import covering, coverings
from knowledge.model import ApprovedAnswer, Citation

ALONE = np.eye(3, dtype=bool)
BOTH = np.array(
    [[True, False, False], [False, True, False], [True, True, True]]
)  # the third holds the others
ONE_EACH, TWO_IN_THE_THIRD = np.array([1, 1, 1]), np.array([1, 1, 2])


@pytest.mark.parametrize(
    ("wanted", "covers", "quotes", "given"),
    [
        ([[0.9, 0.1, 0.0]], ALONE, ONE_EACH, [0]),
        ([[0.3, 0.6, 0.1]], ALONE, ONE_EACH, [1, 0]),
        ([[0.4, 0.35, 0.25]], ALONE, ONE_EACH, [0, 1]),  # a question gets two at most
        ([[0.45, 0.35, 0.2]], BOTH, TWO_IN_THE_THIRD, [2]),
        ([[0.97, 0.01, 0.02]], BOTH, TWO_IN_THE_THIRD, [0]),  # what more it quotes is not worth reading
        ([[0.5, 0.5, 0.0]], BOTH, TWO_IN_THE_THIRD, [0, 1]),  # nothing speaks for the third
        ([[0.9, 0.1, 0.0], [0.9, 0.1, 0.0], [0.1, 0.9, 0.0]], ALONE, ONE_EACH, [0, 1]),
        ([[0.9, 0.05, 0.05], [0.9, 0.1, 0.0], [0.9, 0.0, 0.1]], ALONE, ONE_EACH, [0]),
        ([[0.0, 0.0, 0.0], [0.9, 0.1, 0.0], [0.0, 0.0, 0.9]], ALONE, ONE_EACH, [0, 2]),
        ([[0.0, 0.0, 0.0]], ALONE, ONE_EACH, []),
        (np.zeros((1, 0)), np.zeros((0, 0), dtype=bool), np.zeros(0), []),
    ],
)
def test_covering(wanted, covers, quotes, given):
    assert covering(np.array(wanted), covers, quotes) == given


@pytest.mark.parametrize(("told", "given"), [((), [0, 1]), ((2,), [0])])
def test_where_several_pieces_ask_less_is_enough(told, given):
    wanted = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.7, 0.3, 0.0]])
    assert covering(wanted, ALONE, ONE_EACH, told) == given


def test_an_answer_covers_those_whose_quotes_stand_in_its_own():
    def answer(*quotes: tuple[str, str]) -> ApprovedAnswer:
        return ApprovedAnswer("an-answer", {"zh-Hans": "。"}, tuple(Citation(*each) for each in quotes), ())

    known = [
        answer(("p1", "金奖奖金 200 万元")),
        answer(("p1", "奖金 200 万元")),
        answer(("p1", "金奖奖金 200 万元"), ("p2", "三年")),
        answer(("p2", "奖金 200 万元")),
    ]
    assert coverings(known).tolist() == [
        [True, True, False, False],
        [False, True, False, False],
        [True, True, True, False],
        [False, False, False, True],
    ]
