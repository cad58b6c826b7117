"""What the model is trained on, and the losses, on numbers small enough to work out by hand."""

import json
import math

import numpy as np
import pytest
import torch

from eval.laws import Article
from eval.questions import SETS
from eval.train import loop, others, texts
from knowledge.model import ApprovedAnswer, Citation
from knowledge.retrieve import synonyms
from tests.knowledge.small_guide import make_edition

NO_SYNONYMS = synonyms.Synonyms()


def gather(edition=None, unanswerable=()):
    return texts.gather(edition or make_edition(), unanswerable, NO_SYNONYMS)


def test_about_a_sixth_is_held_out_and_always_the_same():
    asked = [f"第{number}个问题" for number in range(3000)]
    held = [text for text in asked if texts.held_out(text)]
    assert 400 < len(held) < 600
    assert held == [text for text in reversed(asked) if texts.held_out(text)][::-1]


def test_every_question_is_trained_on_or_held_out():
    edition, found = make_edition(), gather()
    assert len(found.questions) + len(found.tested) == len(edition.questions)
    assert not set(found.questions) & set(found.tested)
    assert all(texts.held_out(q.text) for q in edition.questions if q.text in found.tested)


def test_held_out_unanswerable_questions_are_not_trained_on():
    unanswerable = [f"问题{number}" for number in range(60)]
    assert gather(unanswerable=unanswerable).unanswerable == [
        text for text in unanswerable if not texts.held_out(text)
    ]


def test_questions_of_one_quote_are_kin_and_proved_by_its_sentence():
    found = gather()
    proofs = [
        [text for text, proves in zip(found.sentences, row, strict=True) if proves] for row in found.proofs
    ]
    assert all(len(sentences) == 1 for sentences in proofs)
    assert any("答辩时间不超过 40 分钟" in sentences[0] for sentences in proofs)
    assert (found.proofs <= found.around).all() and found.kin.diagonal().all()
    assert found.kin.sum() == len(found.kin), "no two of its answers share a quote"


def test_a_near_miss_that_is_asked_elsewhere_is_none():
    from dataclasses import replace

    edition = make_edition()
    answer = ApprovedAnswer(
        "a",
        {"zh-Hans": "200万"},
        (Citation("2020-1-abcdef", "200 万元"),),
        ("铜奖奖金？", "答辩讲多长时间？"),
    )
    questions = (replace(edition.questions[0], answer="a"), *edition.questions[1:])
    found = gather(replace(edition, questions=questions, answers=(answer,)))
    assert found.near_misses == ["铜奖奖金?"]
    assert found.owners.tolist() == [0]


def test_the_loss_is_the_share_of_the_right_neighbours():
    near = torch.log(torch.tensor([[1.0, 2.0, 5.0, 100.0]]))
    right, wrong = np.array([[True, True, False, False]]), np.array([[False, False, True, False]])
    assert float(loop._chosen(near, right, wrong)) == pytest.approx(math.log(8 / 3))


def test_a_question_without_a_sibling_teaches_nothing():
    near = torch.zeros(1, 3, requires_grad=True)
    nothing = np.zeros((1, 3), dtype=bool)
    assert float(loop._chosen(near, nothing, ~nothing)) == 0


def test_a_near_miss_loses_by_what_it_must_not_be_near_to():
    near = torch.log(torch.tensor([[3.0, 1.0]]))
    wrong = np.array([[True, False]])
    assert float(loop._avoided(near, wrong, ~wrong)) == pytest.approx(math.log(4))
    assert float(loop._avoided(near[:0], wrong[:0], ~wrong[:0])) == 0


def test_the_rate_rises_and_falls():
    slopes = [loop._slope(done / 100) for done in range(101)]
    assert slopes[0] < 0.02 and max(slopes) == pytest.approx(1, abs=0.01)
    assert slopes[-1] == pytest.approx(0, abs=1e-6) and slopes.index(max(slopes)) == 10


def test_other_subjects_are_held_as_questions_and_as_passages_and_a_sixth_is_only_measured():
    pairs = [json.loads(line) for line in others.FILE.read_text("utf-8").splitlines()]
    assert len({pair["q"] for pair in pairs}) == len(pairs) >= 1500
    article = Article("价格法", "第一条", "为了规范价格行为，发挥价格合理配置资源的作用，" * 3 + "制定本法。")
    found = others.gather([article])
    assert {*found.asked, *found.tested} >= {pair["q"] for pair in pairs}
    assert not {*found.asked} & {*found.tested}
    assert not {*found.stated} & {*found.answers}
    assert 0.1 < len(found.tested) / len(pairs) < 0.25
    assert any(text.startswith("价格法 ") for text in found.stated)


def test_what_forgetting_is_measured_with_is_not_held():
    asked = {json.loads(line)["q"] for line in (SETS / "law_questions.jsonl").read_text("utf-8").splitlines()}
    assert not asked & {json.loads(line)["q"] for line in others.FILE.read_text("utf-8").splitlines()}
