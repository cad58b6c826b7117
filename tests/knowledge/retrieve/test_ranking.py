"""Fusion, features, leaning and the gate, on numbers."""

import numpy as np
import pytest

from knowledge.retrieve import features, fusion, gate, index
from knowledge.retrieve.leaning import leaning, solve
from knowledge.retrieve.normalise import terms
from knowledge.retrieve.query import understand
from knowledge.retrieve.wording import Wordings

WEIGHTS = dict.fromkeys(features.NAMES, 1.0)


def test_shares_are_probabilities_in_the_order_of_strength():
    shares = fusion.shares(np.array([1.0, 3.0, 2.0]))
    assert shares.sum() == pytest.approx(1)
    assert list(fusion.order(shares)) == [1, 2, 0]


def test_equals_stay_in_the_order_of_the_document():
    assert list(fusion.order(np.zeros(4))) == [0, 1, 2, 3]


def test_strengths_too_large_to_raise_e_to():
    assert fusion.shares(np.array([1e4, -1e4])).tolist() == [1.0, 0.0]


def test_nothing_has_no_shares():
    assert fusion.shares(np.zeros(0)).tolist() == []
    assert fusion.strengths(np.zeros((0, len(features.NAMES))), WEIGHTS).tolist() == []


@pytest.fixture
def looked_up(searcher, release, embedder):
    loaded = index.load(release, embedder)

    def look(text, without=None):
        query = understand(text, loaded.synonyms)
        edition = searcher.edition()
        scores = features.score(query, embedder.query(query.written), edition.index)
        if without is not None:
            scores = scores.without_question(without)
        return dict(zip(features.NAMES, edition.features(query, scores).T, strict=True))

    return look


def test_a_number_that_a_passage_lacks_counts_against_it(looked_up):
    missing = looked_up("200万奖金")["numbers_missing"]
    assert missing[1] == 0 and missing[2] == 1
    assert not looked_up("奖金多少")["numbers_missing"].any()


def test_a_passage_about_another_prize_is_on_another_side(looked_up):
    found = looked_up("银奖再次申请")
    assert (found["other_side"][2], found["same_side"][2]) == (1, 0), "it speaks of gold only"
    assert (found["other_side"][1], found["same_side"][1]) == (0, 1)
    assert not looked_up("答辩")["other_side"].any()


def test_a_question_left_out_does_not_help(looked_up):
    text = "答辩可以去几个人？"
    assert looked_up(text)["question_cosine"][3] > looked_up(text, without=3)["question_cosine"][3]


def test_the_leaning_tells_the_kinds_apart_and_what_a_question_has_without_itself():
    rng = np.random.default_rng(0)

    def around(center, number):
        rows = center + 0.1 * rng.normal(size=(number, 8))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    settled, unsettled = around(np.eye(8)[0], 12), around(np.eye(8)[1], 5)
    weights, left_out = solve(settled, unsettled)

    def lean(vector, weights=weights, settled=settled):
        return leaning(settled @ vector, unsettled @ vector, weights)

    assert lean(np.eye(8)[0]) > 0.5 > -0.5 > lean(np.eye(8)[1])
    rest = settled[1:]
    assert left_out[0] == pytest.approx(lean(settled[0], solve(rest, unsettled)[0], rest), abs=0.02)


@pytest.mark.parametrize("settled, unsettled", [(0, 0), (3, 0), (0, 3)])
def test_without_both_kinds_there_is_no_leaning(settled, unsettled):
    weights, _ = solve(np.eye(4)[:settled], np.eye(4)[:unsettled])
    assert leaning(np.ones(settled), np.ones(unsettled), weights) == 0


@pytest.fixture
def wordings():
    settled = [terms(text) for text in ("金奖奖金是多少", "答辩几个人")]
    return Wordings(settled, [terms("2018年以前奖金是多少")])


def test_wording_is_shared_wholly_with_itself_and_not_with_what_is_about_other_things(wordings):
    same, other = wordings.shared(terms("答辩几个人"), np.array([0.1, 0.1]), np.array([0.9]))
    assert same == pytest.approx(1)
    assert 0 <= other < 0.2


def test_a_rare_word_counts_more_than_a_common_one(wordings):
    settled, unsettled = wordings.shared(terms("2018年奖金"), np.array([0.9, 0.9]), np.array([0.9]))
    assert unsettled > settled > 0


def test_wording_left_out_is_not_looked_at(wordings):
    without = np.array([0.9, -np.inf])
    assert wordings.shared(terms("答辩几个人"), without, np.array([0.9]))[0] < 0.2
    assert Wordings([], []).shared(["奖"], np.zeros(0), np.zeros(0)) == (0.0, 0.0)


def test_the_gate_takes_nothing_for_evidence():
    nothing = gate.evidence(np.zeros(0), np.zeros(0), 0.0, (0.0, 0.0), np.zeros(0))
    assert np.isfinite(nothing).all()


@pytest.mark.parametrize("bias", [-1e9, -1.0, 0.0, 1e9])
def test_the_gates_probability_is_one(bias):
    evidence = gate.evidence(np.array([0.9]), np.array([0.8]), 0.5, (0.7, 0.6), np.array([1.0]))
    assert 0 <= gate.probability(evidence, dict.fromkeys(gate.NAMES, 1.0), bias) <= 1
