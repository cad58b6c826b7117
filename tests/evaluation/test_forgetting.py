"""The statutes that forgetting is measured on."""

import json

import numpy as np
import pytest

from eval import forgetting, laws
from eval.laws import Article
from eval.questions import SETS
from knowledge.retrieve.errors import RetrieveError
from knowledge.settings import Settings

ARTICLES = [
    Article(
        "价格法", "第一条", "经营者定价，应当遵循公平、合法和诚实信用的原则。政府应当提高价格工作的水平。"
    ),
    Article("护照法", "第二条", "护照是公民出入国境和在国外证明国籍和身份的证件。"),
]


def test_an_article_is_asked_for_with_its_last_sentence_by_the_rest():
    assert forgetting.cut(ARTICLES) == (
        ["政府应当提高价格工作的水平。"],
        ["经营者定价，应当遵循公平、合法和诚实信用的原则。"],
        [0],
    )


def test_what_is_measured_is_never_trained_on():
    assert laws.measured(ARTICLES) == ARTICLES[1:]
    assert set(laws.other_clauses(ARTICLES, 10)) == {
        "经营者定价，应当遵循公平、合法和诚实信用的原则。",
        "政府应当提高价格工作的水平。",
    }
    assert laws.other_clauses(ARTICLES, 1) == laws.other_clauses(ARTICLES, 2)[:1]


def test_the_rank_counts_what_is_nearer():
    passages = np.eye(3)
    asked = np.array([[0.9, 0.1, 0.0], [0.9, 0.5, 0.1]])
    assert forgetting._ranking(asked, passages, [0, 1])["R@1"] == 0.5


def test_without_the_statutes_it_says_how_to_get_them(tmp_path):
    with pytest.raises(RetrieveError, match="make laws"):
        laws.read(tmp_path)


def test_every_question_names_an_article_that_is_there():
    folder = Settings().data_dir / "laws"
    if not folder.is_dir():
        pytest.skip("NOT TESTED: no statutes; make laws fetches them")
    articles = laws.measured(laws.read(folder))
    known = {(each.law, each.number) for each in articles}
    asked = [json.loads(line) for line in (SETS / "law_questions.jsonl").read_text("utf-8").splitlines()]
    assert len(articles) >= 1000 and len(asked) >= 150
    assert [each for each in asked if (each["law"], each["article"]) not in known] == []
    assert len({each["q"] for each in asked}) == len(asked)
