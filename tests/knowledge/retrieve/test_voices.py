"""What the authored questions together speak for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.retrieve import index
from knowledge.retrieve.query import Query
from knowledge.retrieve.tfidf import TermVectors
from knowledge.retrieve.voices import NEARNESS, RIDGE, Heard, Voices, grouped
from tests.knowledge.small_guide import make_edition, with_answers


def units(number: int, dimension: int = 8) -> np.ndarray:
    rows = np.random.default_rng(number).normal(size=(number, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def voices_of(rows: np.ndarray, owners: list[int], terms: list[list[str]] | None = None) -> Voices:
    return Voices.of(np.array(owners, dtype=np.int64), rows, terms or [[] for _ in rows])


def heard(voices: Voices, vector: np.ndarray, known: np.ndarray, terms: tuple[str, ...] = ()) -> Heard:
    cosines = known @ vector
    settled = len(voices.owners)
    query = Query("", terms, frozenset(), ())
    return voices.heard(voices.alike(query), cosines[:settled], cosines[settled:])


@pytest.mark.parametrize("number", [1, 2, 7, 12, 455, 600])
def test_the_weights_solve_what_they_are_to(number):
    """Every known question hears its own group at 1, but for what the ridge takes: an odd number of them and an even one."""
    rows = units(number, 32)
    owners = [place % 3 for place in range(number)]
    voices = voices_of(rows, owners)
    kernel = np.exp(NEARNESS * (rows @ rows.T - 1)) + RIDGE * np.eye(number)
    wanted = np.eye(max(owners) + 1)[owners]
    assert voices.weights[:-1] == pytest.approx(np.linalg.solve(kernel, wanted).T, abs=1e-4)
    assert heard(voices, rows[0], rows).loudest == pytest.approx(1, abs=0.3)


def test_a_group_of_many_near_questions_beats_a_single_nearer_one():
    axes = np.eye(7, dtype=np.float32)
    near = [0.8 * axes[0] + 0.6 * axes[number] for number in range(1, 6)]
    nearest = 0.82 * axes[0] + np.sqrt(1 - 0.82**2) * axes[6]
    rows = np.stack([nearest, *near]).astype(np.float32)
    found = heard(voices_of(rows, [0, 1, 1, 1, 1, 1]), axes[0], rows)
    assert found.groups[found.voices.argmax()] == 1


def test_the_same_words_speak_where_meanings_are_as_near():
    rows = np.tile(units(1), (3, 1))
    voices = voices_of(rows, [0, 1, 1], [["金奖"], ["银奖"], ["奖金"]])
    for terms, group in ((("金奖",), 0), (("银奖",), 1)):
        found = heard(voices, rows[0], rows, terms)
        assert found.groups[found.voices.argmax()] == group


def test_unanswerable_questions_speak_against_being_settled_and_for_no_group():
    rows = np.eye(8, dtype=np.float32)[:4]
    voices = voices_of(rows, [0, 1])  # the last two are unanswerable
    settled, unsettled = heard(voices, rows[0], rows), heard(voices, rows[3], rows)
    assert settled.settled > 0.5 and unsettled.settled < -0.5
    assert settled.loudest > 0.5 > unsettled.loudest


def test_without_questions_nobody_speaks():
    found = heard(voices_of(np.zeros((0, 8), dtype=np.float32), []), units(1)[0], np.zeros((0, 8)))
    assert (len(found.groups), found.loudest, found.settled) == (0, 0, 0)


def test_questions_with_one_answer_are_a_group_and_so_are_those_that_lead_to_the_same_passages():
    edition = with_answers(make_edition())
    assert grouped(edition.questions, edition.answers).tolist() == [0, 0, 0, 1, 2, 2]
    bare = make_edition()
    assert grouped(bare.questions, ()).tolist() == [0, 0, 1, 2, 3, 3]
    mixed = (*edition.questions[:1], *bare.questions[3:])
    assert grouped(mixed, edition.answers).tolist() == [0, 3, 4, 4], "after all answers"


def test_what_is_kept_in_a_release_says_the_same(write_release, tmp_path, embedder):
    edition = replace(with_answers(make_edition()))
    loaded = index.load(write_release(tmp_path / "kept", edition), embedder).editions["2020"]
    loaded.voices.save(tmp_path)
    again = Voices.load(tmp_path, loaded.voices.owners)
    asked = (np.linspace(0, 1, 6), np.zeros(len(loaded.unanswerable)))
    query = Query("", ("奖金", "火星"), frozenset(), ())
    first, second = (each.heard(each.alike(query), *asked) for each in (loaded.voices, again))
    assert first.voices.tolist() == second.voices.tolist() and first.settled == second.settled


def test_a_text_is_as_near_to_another_as_their_rare_terms_say():
    vectors = TermVectors.of([["奖", "金奖"], ["奖", "银奖"], ["奖", "答辩", "答辩"]])
    found = vectors.cosines(["奖", "金奖"])
    assert found[0] == pytest.approx(1) and 0 < found[1] < 0.5
    assert vectors.cosines_among(slice(0, 2), slice(1, 3))[0] == pytest.approx(found[1:])
    assert vectors.cosines(["火星"]).tolist() == [0, 0, 0]


@pytest.mark.parametrize("texts", [[], [[], []]])
def test_without_terms_nothing_is_near(texts):
    vectors = TermVectors.of(texts)
    assert vectors.cosines(["奖"]).tolist() == [0.0] * len(texts)
    assert vectors.cosines_among(slice(0, 1), slice(0, 2)).shape == (min(1, len(texts)), len(texts))
