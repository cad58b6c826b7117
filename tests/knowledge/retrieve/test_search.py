from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.retrieve import index
from knowledge.retrieve.search import MOST_RESULTS, Searcher, UnknownEdition
from tests.knowledge.small_guide import make_edition

QUESTIONS = (
    ("金奖給幾多獎金", 1),
    ("拿了金奖以后多久能再报一次", 2),
    ("答辩最多去几个人", 3),
    ("答辯可以講多長時間", 4),
    ("How long is the defence?", 4),
)


@pytest.mark.parametrize(("question", "place"), QUESTIONS)
def test_the_clause_is_found(searcher, question, place):
    assert searcher.search(question).results[0].passage.order == place


def test_a_piece_is_read_in_the_light_of_its_message(searcher):
    piece = "是多少"
    for whole, place in (("金奖给的奖金，是多少", 1), ("答辩可以讲的时间，是多少", 4)):
        found = searcher.search_in_pieces(whole, [piece])
        assert found.pieces[0].results[0].passage.order == place
        assert found.whole == searcher.search(whole)
        assert searcher.search(piece, within=whole).results[0].passage.order == place


def test_the_quote_is_the_sentence_that_proved_a_near_question(searcher):
    [best, *_] = searcher.search("吃财政饭的单位有奖金吗").results
    assert best.quote == "但以下情形需注意：财政全额拨款的不发。"
    [best, *_] = searcher.search("金奖奖金是多少").results
    assert best.quote == "金奖、银奖分别给予奖金 200 万元、100 万元。"


def test_a_question_of_the_index_is_not_embedded_anew(release, embedder, monkeypatch):
    known = index.load(release, embedder)
    unknown = {name: replace(each, written=()) for name, each in known.editions.items()}
    asked = "金獎獎金多少?"  # 金奖奖金多少？
    embedded = Searcher(replace(known, editions=unknown), embedder).search(asked)
    monkeypatch.setattr(embedder, "query", lambda text: pytest.fail(f"embedded: {text}"))
    found = Searcher(known, embedder).search(asked)
    assert found.trace == pytest.approx(embedded.trace, abs=0.02)  # vectors are bytes
    assert [each.passage for each in found.results] == [each.passage for each in embedded.results]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    query=st.one_of(
        st.text(max_size=40), st.text(st.sampled_from("金银奖答辩人时间几多 。？200"), max_size=20)
    )
)
def test_quotes_are_verbatim_and_scores_are_shares_whatever_is_asked(searcher, query):
    outcome = searcher.search(query, 50)
    assert 0 <= outcome.probability <= 1
    assert sum(result.score for result in outcome.results) <= 1.001
    assert [result.score for result in outcome.results] == sorted(
        (result.score for result in outcome.results), reverse=True
    )
    for result in outcome.results:
        assert result.quote and result.quote in result.passage.text


@pytest.mark.parametrize("query", ["", " ", "？？？", "🏆🏆", "\u202e", "привет", "\x00"])
def test_nothing_is_found_where_nothing_is_asked(searcher, query):
    outcome = searcher.search(query)
    assert (outcome.results, outcome.answerable, outcome.probability) == ((), False, 0.0)


def test_the_same_question_gives_the_same_answer(release, embedder):
    first = Searcher(index.load(release, embedder), embedder)
    second = Searcher(index.load(release, embedder), embedder)
    for question, _ in QUESTIONS:
        assert first.search(question) == second.search(question) == first.search(question)


def test_threads_do_not_disturb_each_other(searcher, release, embedder):
    alone = {
        question: Searcher(index.load(release, embedder), embedder).search(question)
        for question, _ in QUESTIONS
    }
    asked = [question for question, _ in QUESTIONS] * 20
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(searcher.search, asked)) == [alone[question] for question in asked]


def test_a_text_comes_before_a_heading_and_a_caption(searcher):
    kinds = [result.passage.kind for result in searcher.search("奖励荣誉 奖金", MOST_RESULTS).results]
    assert kinds[0] == "text" and {"heading", "figure"} <= set(kinds)


def test_no_more_results_than_asked_for(searcher):
    assert len(searcher.search("答辩", 1).results) == 1
    assert len(searcher.search("答辩", MOST_RESULTS).results) == 6


def test_suggestions_are_questions_about_different_passages_in_the_askers_language(searcher):
    def nearby(asked: str) -> set[str]:
        return {each.text for each in searcher.search(asked).suggestions}

    assert nearby("答辩可以去几个人讲多长时间？") == {"答辩可以去几个人？", "答辩讲多长时间？"}
    assert nearby("How long is the break?") == {"How long is the defence?"}
    assert searcher.search("火星").suggestions == (), "far from everything"


def test_a_question_like_the_unanswerable_ones_is_less_settled(searcher):
    settled, unsettled = searcher.search("答辩可以去几人？"), searcher.search("秘书处的电话多少？")
    assert settled.probability > unsettled.probability
    assert settled.trace["leaning"] > 0 > unsettled.trace["leaning"]


def test_editions_are_searched_apart(write_release, tmp_path, embedder):
    folder = write_release(tmp_path / "two", make_edition("2020"), make_edition("2024"))
    searcher = Searcher(index.load(folder, embedder), embedder)
    assert {each.passage.edition for each in searcher.search("答辩").results} == {"2024"}, "the newest"
    assert {each.passage.edition for each in searcher.search("答辩", edition="2020").results} == {"2020"}
    assert searcher.passage("2020-3-abcdef").edition == "2020"
    with pytest.raises(UnknownEdition):
        searcher.search("答辩", edition="1999")


def test_an_edition_without_questions_is_searched_by_its_passages(write_release, tmp_path, embedder):
    folder = write_release(tmp_path / "bare", replace(make_edition("2030"), questions=()))
    searcher = Searcher(index.load(folder, embedder), embedder)
    outcome = searcher.search("答辩人数")
    assert outcome.results[0].passage.order == 3
    assert outcome.suggestions == ()


def test_what_is_written_by_its_sound_is_found_as_what_it_means(searcher):
    written, sound = (searcher.search(text) for text in ("答辩可以去几个人", "dabian keyi qu ji ge ren"))
    assert sound.results == written.results and sound.probability == written.probability
