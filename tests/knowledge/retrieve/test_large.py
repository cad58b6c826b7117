"""A small guide searched as if it were too large to look at every passage; and the parts on many vectors and documents."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from knowledge.model import Passage
from knowledge.retrieve import approximate, index, large, lexical
from knowledge.retrieve.approximate import ManyVectors
from knowledge.retrieve.lexical import Lexical
from knowledge.retrieve.search import Searcher
from tests.knowledge.small_guide import make_edition, with_answers

QUESTIONS = (
    "金奖給幾多獎金",
    "拿了金奖以后多久能再报一次",
    "答辩最多去几个人",
    "3人",
    "How long is the defence?",
    "🏆",
    "",
)


@pytest.fixture
def both(write_release, embedder, tmp_path, monkeypatch):
    """Searchers of an edition: as it is, and as a large one."""

    def make(edition) -> tuple[Searcher, Searcher]:
        small = Searcher(index.load(write_release(tmp_path / "small", edition), embedder), embedder)
        monkeypatch.setattr(index, "LOOKED_THROUGH", 0)
        loaded = index.load(write_release(tmp_path / "large", edition), embedder)
        assert isinstance(loaded.editions[edition.id].passage_vectors, ManyVectors)
        return small, Searcher(loaded, embedder)

    return make


def _found(outcome) -> list[tuple[str, str]]:
    """Where nothing speaks for any of them, the order is chance."""
    return [(each.passage.id, each.quote) for each in outcome.results if each.score > 0]


def _given(outcome) -> str | None:
    return outcome.answer and outcome.answer.answer.id


@pytest.mark.parametrize("edition", [with_answers(make_edition()), replace(make_edition(), questions=())])
def test_where_the_candidates_are_all_it_finds_what_looking_at_all_finds(both, edition):
    small, searcher = both(edition)
    for question in QUESTIONS:
        wanted, found = small.search(question, 3), searcher.search(question, 3)
        assert _found(found) == _found(wanted)
        assert found.probability == pytest.approx(wanted.probability, abs=0.02)  # vectors are codes of 8 bits
        assert _given(found) == _given(wanted)


def test_a_clause_is_found_among_many_and_others_are_not_looked_at(both, monkeypatch):
    monkeypatch.setattr(large, "_GUARDED", 8)
    edition = make_edition()
    more = tuple(
        Passage(
            f"2020-{order}-abcdef", "2020", ("四、其他",), f"第 {order} 条与此无关的说明。", "text", 1, order
        )
        for order in range(len(edition.passages), 600)
    )
    _, searcher = both(replace(edition, passages=(*edition.passages, *more)))
    found = searcher.search("答辩讲多长时间", 50).results
    assert found[0].passage.order == 4
    assert len(found) == 8
    assert searcher.search("答辩讲多长时间", 50).results == found


def test_an_edition_without_text_has_no_sample(both):
    edition = make_edition()
    headings = tuple(replace(each, kind="heading") for each in edition.passages)
    _, searcher = both(replace(edition, passages=headings))
    assert searcher.search("金奖奖金多少").results


def rows(number: int) -> np.ndarray:
    """In clumps, as texts are."""
    chance = np.random.default_rng(0)
    middles = chance.normal(size=(50, 32))
    found = middles[chance.integers(0, 50, number)] + 0.5 * chance.normal(size=(number, 32))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("number", [1, 7, 5000])
def test_most_of_the_nearest_vectors_are_found(number, tmp_path):
    known = rows(number)
    ManyVectors.of(known).save(tmp_path / "v.faiss")
    vectors = ManyVectors.load(tmp_path / "v.faiss")
    assert len(vectors) == number
    assert vectors.rows_of(np.arange(number)) == pytest.approx(known, abs=0.02)
    assert vectors.rows_of(np.zeros(0, dtype=np.int64)).shape == (0, 32)
    wanted = min(10, number)
    shared = 0
    for asked in known[:50]:
        exact = np.argsort(-(known @ asked))[:wanted]
        shared += len(set(exact) & set(vectors.nearest(asked, wanted))) / wanted
    assert shared / len(known[:50]) > 0.9


def test_a_search_reads_a_part_of_the_lists():
    vectors = ManyVectors.of(rows(5000))
    assert approximate.READ == vectors._index.nprobe < vectors._index.nlist


DOCUMENTS = [
    f"奖 金 {number % 7} {'答 辩' if number % 50 == 3 else '申 报'}".split() for number in range(500)
]


@pytest.mark.parametrize("asked", [["答", "辩", "3"], ["奖", "奖", "没有的"], ["没有的"], []])
def test_scores_of_some_documents_are_those_of_all(asked, tmp_path):
    Lexical.of(DOCUMENTS).save(tmp_path / "terms")
    terms = Lexical.load(tmp_path / "terms", len(DOCUMENTS))
    places = np.array([499, 3, 53, 0])
    assert (terms.scores_of(asked, places) == terms.scores(asked)[places]).all()


def test_the_nearest_documents_are_those_with_the_rare_terms(monkeypatch):
    monkeypatch.setattr(lexical, "_READ", 50)  # of a thousand occurrences of what is asked
    terms = Lexical.of(DOCUMENTS)
    asked = ["奖", "金", "答", "辩"]
    assert sorted(terms.nearest(asked, 10)) == list(range(3, 500, 50))
    assert len(terms.nearest(asked, 3)) == 3
    assert not len(terms.nearest(["没有的"], 3)) and not len(terms.nearest([], 3))


def test_no_documents_have_no_scores():
    terms = Lexical.of([])
    assert not len(terms.scores(["奖"])) and not len(terms.nearest(["奖"], 3))
