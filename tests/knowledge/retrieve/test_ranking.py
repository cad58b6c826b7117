"""Fusion, features, leaning and the gate, on numbers."""

from dataclasses import replace

import numpy as np
import pytest

from knowledge.retrieve import features, fusion, gate, index
from knowledge.retrieve.leaning import Leaning
from knowledge.retrieve.normalise import terms
from knowledge.retrieve.query import understand
from knowledge.retrieve.wording import Wordings
from tests.knowledge.small_guide import make_edition

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
def loaded(release, embedder):
    return index.load(release, embedder)


@pytest.fixture
def seen(loaded, embedder):
    """What is known of a text's passages: query, vector, scores, features."""
    edition = loaded.editions["2020"]
    featurer = features.Featurer(edition, loaded.synonyms)

    def see(text):
        query = understand(text, loaded.synonyms)
        vector = embedder.query(query.written)
        found = featurer.find(query, featurer.words(query), vector)
        return query, vector, found.scores, found.features

    return see


@pytest.fixture
def looked_up(seen):
    return lambda text: dict(zip(features.NAMES, seen(text)[3].T, strict=True))


def test_a_number_that_a_passage_lacks_counts_against_it(looked_up):
    missing = looked_up("200万奖金")["numbers_missing"]
    assert missing[1] == 0 and missing[2] == 1
    assert not looked_up("奖金多少")["numbers_missing"].any()


def test_a_passage_about_another_prize_is_on_another_side(looked_up):
    found = looked_up("银奖再次申请")
    assert (found["other_side"][2], found["same_side"][2]) == (1, 0), "it speaks of gold only"
    assert (found["other_side"][1], found["same_side"][1]) == (0, 1)
    assert not looked_up("答辩")["other_side"].any()


def test_the_words_lean_to_what_is_settled_or_to_what_is_not(tmp_path):
    settled = ["奖金是多少", "答辩几个人", "金奖奖金", "答辩多久"]
    Leaning.of(settled, ["电话是多少", "打哪个电话"]).save(tmp_path / "leaning.json")
    leaning = Leaning.load(tmp_path / "leaning.json")
    assert leaning.odds("答辩和奖金") > 0 > leaning.odds("电话几号")


@pytest.mark.parametrize("settled, unsettled", [([], []), (["奖金", "答辩"], []), ([], ["电话", "天气"])])
def test_without_both_kinds_nothing_leans(settled, unsettled):
    assert Leaning.of(settled, unsettled).odds("奖金和电话") == 0


@pytest.fixture
def wordings():
    settled = [terms(text) for text in ("金奖奖金是多少", "答辩几个人")]
    return Wordings(settled, [terms("2018年以前奖金是多少")])


def test_wording_is_shared_wholly_with_itself_and_not_with_what_is_about_other_things(wordings):
    assert wordings.shared(terms("2018年以前奖金是多少"), np.array([0.1])) == pytest.approx(1)
    assert 0 <= wordings.shared(terms("答辩几个人"), np.array([0.9])) < 0.2


def test_a_rare_word_counts_more_than_a_common_one(wordings):
    rare, common = (wordings.shared(terms(text), np.array([0.9])) for text in ("2018年", "奖金"))
    assert rare > common > 0


def test_without_known_wordings_none_is_shared():
    assert Wordings([], []).shared(["奖"], np.zeros(0)) == 0


@pytest.fixture
def witnessed(loaded, seen):
    judge = gate.Gate(loaded.editions["2020"])

    def witness(text):
        query, _, scores, found = seen(text)
        shares = fusion.shares(fusion.strengths(found, loaded.parameters.fusion))
        return dict(zip(gate.NAMES, judge.evidence(query, scores, shares).tolist(), strict=True))

    return witness


def test_an_authored_question_has_all_evidence_for_it(witnessed):
    found = witnessed("答辩可以去几个人？")
    assert found["unanswerable_lead"] < 0 < found["settled"]
    assert found["voice"] > features.loud(0.5) and found["unheard"] == 0


def test_an_unanswerable_one_has_it_against_it(witnessed):
    found = witnessed("今天天气怎么样？")
    assert found["unanswerable_lead"] > 0 > found["settled"]
    assert found["voice"] < features.loud(0.5)
    assert found["unanswerable_wording"] == pytest.approx(1)


def test_what_was_never_said_of_the_best_passage_is_unheard(witnessed):
    plain, more = witnessed("金奖奖金多少？"), witnessed("金奖奖金多少？什么时候打到账户")
    assert plain["unheard"] == 0 < more["unheard"] < 1


def test_a_quantity_that_the_passage_does_not_state_is_missing(witnessed):
    assert witnessed("答辩讲多久？")["quantity_missing"] == 0
    assert witnessed("答辩要讲几次？")["quantity_missing"] == 1


def test_the_gate_takes_nothing_for_evidence(write_release, tmp_path, embedder):
    bare = replace(make_edition("2021"), questions=())
    loaded = index.load(write_release(tmp_path / "bare", bare), embedder)
    edition = loaded.editions["2021"]
    query = understand("奖", loaded.synonyms)
    vector = embedder.query(query.written)
    featurer = features.Featurer(edition, loaded.synonyms)
    found = featurer.find(query, featurer.words(query), vector)
    shares = fusion.shares(fusion.strengths(found.features, WEIGHTS))
    assert np.isfinite(gate.Gate(edition).evidence(query, found.scores, shares)).all()


@pytest.mark.parametrize("bias", [-1e9, -1.0, 0.0, 1e9])
def test_the_gates_probability_is_one(bias):
    evidence = np.linspace(-1, 1, len(gate.NAMES))
    assert 0 <= gate.probability(evidence, dict.fromkeys(gate.NAMES, 1.0), bias) <= 1
