"""The public test sets are well formed, quote the guide verbatim and share nothing with the development questions."""

from __future__ import annotations

import pytest

from knowledge.answers.checks import question_key
from knowledge.ingest.answers import read_answers
from tests.content.authored import EDITION, SETS, read_lines

LANGUAGES = {"zh-Hans", "zh-Hant", "yue", "en"}
STYLES = {"plain", "colloquial", "keyword", "typo", "half", "indirect"}
TYPES = {"fact", "rule", "step", "limit", "definition", "advice", "list", "two_clause", "false_premise"}
KINDS = {
    "near", "other_award", "other_year", "judgement", "guarantee",
    "opinion", "off_topic", "abuse", "injection", "false_premise",
}  # fmt: skip
SIZES = {
    "test": 320,
    "test_unanswerable": 150,
    "test_followups": 60,
    "sealed": 230,
    "sealed_unanswerable": 105,
    "blind": 199,
    "blind_unanswerable": 79,
    "veiled": 230,
    "veiled_unanswerable": 115,
    "fresh": 195,
    "fresh_unanswerable": 80,
    "unread": 155,
    "unread_unanswerable": 75,
    "unread_followups": 70,
    "late_followups": 90,
    "edge": 120,
    "edge_unanswerable": 120,
    "edge_followups": 90,
    "clear": 217,
    "clear_unanswerable": 150,
    "clear_followups": 100,
    "dev_pieces": 215,
}
MAY_END_OPEN = (
    "late_followups",
    "edge_followups",
    "clear_followups",
)  # conversations that end in what the guide does not settle
_SETTLED = {"id", "q", "quotes", "answer", "type", "language", "style"}
_UNSETTLED = {"id", "q", "kind", "language"}
_FOLLOWUP = {"id", "turns", "quotes", "answer", "language"}
FIELDS = {
    "test": _SETTLED,
    "sealed": _SETTLED,
    "blind": _SETTLED,
    "veiled": _SETTLED,
    "fresh": _SETTLED,
    "unread": _SETTLED,
    "edge": _SETTLED,
    "clear": _SETTLED,
    "dev_pieces": _SETTLED,
    "test_unanswerable": _UNSETTLED,
    "blind_unanswerable": _UNSETTLED,
    "veiled_unanswerable": _UNSETTLED,
    "fresh_unanswerable": _UNSETTLED,
    "unread_unanswerable": _UNSETTLED,
    "edge_unanswerable": _UNSETTLED,
    "clear_unanswerable": _UNSETTLED,
    "sealed_unanswerable": _UNSETTLED,
    "test_followups": _FOLLOWUP,
    "unread_followups": _FOLLOWUP,
    "late_followups": _FOLLOWUP,
    "edge_followups": _FOLLOWUP,
    "clear_followups": _FOLLOWUP,
}


@pytest.fixture(scope="module")
def sets():
    return {name: read_lines(SETS / f"{name}.jsonl") for name in SIZES}


@pytest.mark.parametrize("name", SIZES)
def test_is_large_enough_and_has_its_fields(sets, name):
    assert len(sets[name]) >= SIZES[name]
    for row in sets[name]:
        assert set(row) == FIELDS[name], row["id"]
        assert row["language"] in LANGUAGES, row["id"]


def test_ids_and_questions_are_unique(sets):
    ids = [row["id"] for rows in sets.values() for row in rows]
    assert len(ids) == len(set(ids))
    questions = [question_key(row["q"]) for rows in sets.values() for row in rows if "q" in row]
    assert len(questions) == len(set(questions))


def test_kinds_types_and_styles_are_known(sets):
    assert {row["kind"] for row in sets["test_unanswerable"]} == KINDS
    assert {row["type"] for row in sets["test"]} == TYPES
    assert {row["style"] for row in sets["test"]} == STYLES


def test_languages_keep_their_share(sets):
    languages = [row["language"] for row in sets["test"]]
    assert 0.55 <= languages.count("zh-Hans") / len(languages) <= 0.75
    for other in LANGUAGES - {"zh-Hans"}:
        assert languages.count(other) / len(languages) >= 0.08, other


@pytest.mark.parametrize("name", [name for name in SIZES if not name.endswith("unanswerable")])
def test_quotes_are_verbatim(sets, guide, name):
    for row in sets[name]:
        assert row["quotes"] or (name in MAY_END_OPEN and not row["answer"]), row["id"]
        for quote in row["quotes"]:
            assert quote in guide, (row["id"], quote)
            assert 8 <= len(quote) <= 30, (row["id"], quote)


def test_conversations_have_two_to_four_turns(sets):
    for name in ("test_followups", "unread_followups", "late_followups", "edge_followups", "clear_followups"):
        assert all(len(row["turns"]) in (2, 3, 4) for row in sets[name])


def test_no_question_is_a_development_question(sets):
    development = {
        question_key(row["q"])
        for name in ("questions.jsonl", "unanswerable.jsonl")
        if (EDITION / name).exists()
        for row in read_lines(EDITION / name)
    }
    held_out = [row["q"] for rows in sets.values() for row in rows if "q" in row]
    held_out += [row["turns"][-1] for row in sets["test_followups"] if len(row["turns"][-1]) > 6]
    for question in held_out:
        assert question_key(question) not in development, question


@pytest.mark.parametrize("name", ["dev", "sealed", "blind", "veiled", "fresh", "unread", "edge", "clear"])
def test_no_authored_question_stands_in_a_set_that_thresholds_are_read_off(name):
    authored = {question_key(row["q"]) for row in read_lines(EDITION / "questions.jsonl")}
    authored |= {question_key(text) for _, entry in read_answers(EDITION) for text in entry.questions}
    for row in read_lines(SETS / f"{name}.jsonl"):
        assert question_key(row["q"]) not in authored, row["q"]
    open_ones = {question_key(row["q"]) for row in read_lines(EDITION / "unanswerable.jsonl")}
    for row in read_lines(SETS / f"{name}_unanswerable.jsonl"):
        assert question_key(row["q"]) not in open_ones, row["q"]
