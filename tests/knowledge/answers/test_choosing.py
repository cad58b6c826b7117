"""Which approved answer is given, on a guide of a few clauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from knowledge.answers import choose, chooser, covering, features, parameters
from knowledge.answers.features import denies
from knowledge.model import Chosen, Correction
from knowledge.retrieve import index, search
from knowledge.retrieve.errors import BadSettings
from knowledge.retrieve.search import Searcher
from tests.knowledge.small_guide import make_edition, with_answers


@pytest.fixture
def always(index_with_answers, embedder) -> Searcher:
    """Gives an answer however unlikely it is."""
    easy = replace(index_with_answers.choosing, threshold=0.0)
    return Searcher(replace(index_with_answers, choosing=easy), embedder)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("金奖有多少奖金", "money"),
        ("答辩最多可以去几个人", "people"),
        ("答辯講多長時間", "minutes"),
        ("How long is the defence", "minutes"),
    ],
)
def test_the_answer_with_the_nearest_questions_is_chosen(always, question, answer):
    chosen = always.search(question).answer
    assert chosen.answer.id == answer
    assert 0 < chosen.confidence <= 1
    assert chosen.answer.citations


def test_a_near_miss_never_gets_the_answer_that_disowns_it(always):
    for disowned in ("money", "people", "minutes"):
        owner = next(each for each in always.edition().index.answers.answers if each.id == disowned)
        for text in owner.near_misses:
            chosen = always.search(text).answer
            assert chosen is None or chosen.answer.id != disowned


def test_an_answer_is_given_on_its_days_only(write_release, tmp_path, embedder):
    edition = with_answers(make_edition())
    past = replace(edition.answers[1], valid_until=date(2020, 12, 31))
    edition = replace(edition, answers=(edition.answers[0], past, edition.answers[2]))
    loaded = index.load(write_release(tmp_path / "dated", edition), embedder)
    easy = replace(loaded, choosing=replace(loaded.choosing, threshold=0.0))
    chosen = Searcher(easy, embedder).search("答辩可以去几个人？").answer
    assert chosen is None or chosen.answer.id != "people"


@pytest.mark.parametrize(
    ("quoted_by_minutes", "given"),
    [
        (("minutes",), ["people", "minutes"]),
        (("people",), ["people", "money"]),  # it quotes nothing that the first does not
        (("people", "minutes"), ["minutes", "money"]),  # it quotes all that the first would
    ],
)
def test_what_a_second_quotes_decides_whether_it_comes(
    write_release, tmp_path, embedder, monkeypatch, quoted_by_minutes, given
):
    monkeypatch.setattr(covering, "_ALONE", 1e-9)  # whatever adds something may be meant
    monkeypatch.setattr(covering, "_WORTH_READING", 0.0)
    monkeypatch.setattr(chooser, "_LEAST_SHARE", 1e-9)
    edition = with_answers(make_edition())
    money, people, minutes = edition.answers
    quotes = {"people": people.citations, "minutes": minutes.citations}
    changed = replace(minutes, citations=tuple(each for name in quoted_by_minutes for each in quotes[name]))
    edition = replace(edition, answers=(money, people, changed))
    loaded = index.load(write_release(tmp_path / "second", edition), embedder)
    easy = replace(loaded, choosing=replace(loaded.choosing, threshold=0.0))
    outcome = Searcher(easy, embedder).search("答辩可以去几个人？")
    assert [each.answer.id for each in (outcome.answer, outcome.also) if each] == given


def test_the_pieces_of_a_message_are_answered_in_their_order(always):
    message, pieces = "答辩讲多长时间？最多可以去几个人？", ["答辩讲多长时间？", "最多可以去几个人？"]
    found = always.search_in_pieces(message, pieces)
    assert [(each.answer.id, each.asked) for each in found.answers] == [("minutes", 1), ("people", 2)]
    assert [each.answer.answer.id for each in found.pieces] == ["minutes", "people"]


def test_a_piece_that_is_not_settled_gets_no_answer(always):
    found = always.search_in_pieces("答辩可以去几个人？？？？", ["答辩可以去几个人？", "？？？"])
    assert [each.answer.id for each in found.answers] == ["people"]
    assert not found.pieces[1].answerable


@pytest.mark.parametrize(("told", "given"), [((), ["minutes", "people"]), ((2,), ["minutes"])])
def test_a_piece_is_settled_more_easily_where_it_asks_and_the_rest_is_answered(
    index_with_answers, embedder, monkeypatch, told, given
):
    message, pieces = "答辩讲多长时间？能去三个人吗", ["答辩讲多长时间？", "能去三个人吗"]
    probability = (
        Searcher(index_with_answers, embedder).search_in_pieces(message, pieces).pieces[1].probability
    )
    strict = replace(index_with_answers.parameters, gate_threshold=probability + 0.001)
    choosing = replace(index_with_answers.choosing, threshold=0.0)
    searcher = Searcher(replace(index_with_answers, parameters=strict, choosing=choosing), embedder)
    monkeypatch.setattr(search, "_LEAST_SETTLED", 0.0)
    monkeypatch.setattr(search, "_SURE", 1.01)
    assert [each.answer.id for each in searcher.search_in_pieces(message, pieces).answers] == ["minutes"]
    monkeypatch.setattr(search, "_SURE", 0.0)
    found = searcher.search_in_pieces(message, pieces, told)
    assert [each.answer.id for each in found.answers] == given
    assert [each.answerable for each in found.pieces] == [True, len(given) > 1]


def test_two_readings_of_a_piece_count_the_same():
    def chosen(name: str, confidence: float) -> Chosen:
        return Chosen(SimpleNamespace(id=name), confidence, "")

    within = chooser.Likely((3, 5), (0.7, 0.2), (chosen("c", 0.8), chosen("e", 0.3)))
    alone = chooser.Likely((5, 1), (0.9, 0.1), (chosen("e", 0.9), chosen("a", 0.1)))
    both = within.and_of(alone)
    assert both.places == (5, 3, 1)
    assert both.shares == pytest.approx((0.55, 0.35, 0.05))
    assert [(each.answer.id, each.confidence) for each in both.chosen] == [("e", 0.9), ("c", 0.8), ("a", 0.1)]
    corrected = replace(
        alone, chosen=(replace(alone.chosen[0], correction=Correction("none", "")), alone.chosen[1])
    )
    assert within.and_of(corrected) is within and corrected.and_of(within) is corrected


def test_what_corrects_a_question_stands_alone(always):
    assert always.search("金奖奖金300万对吧").also is None


def test_no_answer_is_given_below_the_threshold(index_with_answers, embedder):
    sure = replace(index_with_answers.choosing, threshold=1.01)
    outcome = Searcher(replace(index_with_answers, choosing=sure), embedder).search("答辩可以去几个人？")
    assert outcome.answer is None and outcome.results


def test_what_the_question_wrongly_asserts_is_named(always):
    assert always.search("金奖奖金300万对吧").answer.correction == Correction("figure", "300 万元")
    assert always.search("金奖奖金200万对吧").answer.correction is None


def test_an_edition_without_answers_gives_none(searcher):
    assert searcher.search("答辩可以去几个人？").answer is None


@pytest.mark.parametrize("query", ["天气", "zzz", "？？？", "1"])
def test_whatever_is_asked_is_survived(answering, query):
    outcome = answering.search(query)
    assert outcome.answer is None or 0 <= outcome.answer.confidence <= 1


def test_of_no_candidates_none_is_best():
    assert choose.best(np.zeros(0)) is None
    assert choose.best(np.array([-np.inf])) is None
    assert choose.best(np.array([0.0, 1.0, 1.0])) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有亏损", True),
        ("不用盖章吧", True),
        ("能不能报", False),
        ("有没有铜奖", False),
        ("非经济类", False),
    ],
)
def test_denying_is_told_from_asking(text, expected):
    assert denies(text) is expected


def test_the_fitted_numbers_name_what_the_code_multiplies():
    fitted = parameters.read_choosing()
    assert tuple(fitted.strength) == features.NAMES
    assert tuple(fitted.confidence) == choose.CONFIDENCE
    assert 0 < fitted.threshold < 1
    assert all(fitted.strength[name] <= 0 for name in features.AGAINST)


def test_numbers_of_another_shape_are_refused(tmp_path):
    file = tmp_path / "choosing.yml"
    file.write_text("strength: {}\n", "utf-8")
    with pytest.raises(BadSettings, match="fit-answers"):
        parameters.read_choosing(file)


def test_suggestions_are_the_wordings_that_stand_for_answers_nearby(answering):
    nearby = answering.search("拿了金奖多久可以再报名？").suggestions
    assert nearby[0].text == "金奖奖金多少？", "the first question of the answer, whichever was nearest"
    assert answering.search("火星").suggestions == (), "far from everything"
