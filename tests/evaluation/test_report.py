"""The report as a page, and the numbers that go into it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from eval import metrics, nlu, report

RANKING = {"R@1": 0.5, "R@3": 0.7, "R@5": 0.9, "R@10": 1.0, "MRR@10": 0.7, "nDCG@10": 0.6}
POINT = {"coverage": 0.9, "threshold": 0.8, "unanswerable_answered": 0.1}
GRADES = {"questions": 2, "grade": 0.75, "right": 0.5, "half": 0.5}
FOUND = {
    "retrieval": {
        "dev": {
            "use": "development <b>",
            "questions": 2,
            "ranking": RANKING,
            "groups": {"language=en": {"questions": 1} | RANKING},
            "whole_curve": [POINT, POINT | {"coverage": 1.0}],
            "operating_point": POINT,
            "calibration_error": 0.05,
        }
    },
    "answers": {
        "dev": {
            "use": "development <b>",
            "questions": 2,
            "refused": 0.1,
            "groups": {"all": GRADES, "language=en": GRADES},
            "silent": {"all": 1.0, "near": 0.9},
        },
        "dev_pieces": {
            "use": "development: no unanswerable questions",
            "questions": 2,
            "refused": 0.0,
            "groups": {"all": GRADES},
            "silent": {},
        },
    },
    "followups": {"dev_followups": {"use": "development", "held": 3, "clause": 0.9, "quoted": 0.8}},
    "nlu": nlu.summed([("ask", "ask"), ("ask", "nlu_fallback"), ("greet", "ask")]) | {"folds": 3},
    "latency": {"questions": 2}
    | {f"{each}_ms": {"p50": 1, "p95": 2} for each in ("search", "suggest", "chat")},
}
MADE = {"made": "2026-01-01", "release": "r1"}


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        assert tag != "script" and not any(value.startswith("http") for key, value in attrs if key == "src")


def tags(page: str) -> list[str]:
    parser = Tags()
    parser.feed(page)
    return parser.seen


def test_every_part_is_shown_and_drawn():
    page = report.page(FOUND, MADE, ["retrieval.dev.R@1: 0.5, was 0.9"])
    assert tags(page).count("svg") == 6
    assert "development &lt;b&gt;" in page and "was 0.9" in page


@pytest.mark.parametrize("part", FOUND)
def test_a_part_alone_makes_a_page(part):
    assert "h1" in tags(report.page({part: FOUND[part]}, MADE, []))


def test_what_is_taken_for_a_question_goes_where_questions_go():
    assert FOUND["nlu"]["accuracy"] == pytest.approx(1 / 3)
    assert FOUND["nlu"]["routed"] == pytest.approx(2 / 3)
    assert FOUND["nlu"]["confusion"]["columns"] == ["ask", "greet", "nlu_fallback"]


@pytest.mark.parametrize(
    ("ranks", "expected"),
    [
        ([0], 1.0),
        ([None], 0.0),
        ([1], 0.6309),
        ([0, 1], 1.0),
        ([0, 0], 1.0),  # both quotes stand in one passage
        ([0, None], 0.6131),
        ([10], 0.0),
        ([], 0.0),
    ],
)
def test_gain_counts_every_passage_of_a_whole_answer(ranks, expected):
    assert metrics.ndcg(ranks) == pytest.approx(expected, abs=1e-4)
