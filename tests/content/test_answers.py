"""The shipped approved answers pass the checks that the desk makes of every answer (knowledge/answers/checks.py)."""

from __future__ import annotations

from itertools import chain

import pytest

from knowledge.answers.checks import Checker, question_key
from knowledge.ingest.answers import read_answers
from knowledge.ingest.edition import read_edition
from tests.content.authored import EDITION, SETS, read_lines

ALL = [entry for _, entry in read_answers(EDITION)]


@pytest.fixture(scope="module")
def checker():
    return Checker(read_edition(EDITION).passages, ALL)


def test_every_passage_is_reached(checker):
    assert [passage.id for passage in checker.unreached()] == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.id) for entry in ALL])
def test_an_answer_passes_the_checks(entry, checker):
    assert checker.findings(entry, instead_of=entry.id) == []


def test_no_question_is_a_test_question():
    single = [
        row["q"] for name in ("test", "test_unanswerable") for row in read_lines(SETS / f"{name}.jsonl")
    ]
    held_out = {question_key(question) for question in single}
    for question in chain.from_iterable([*entry.questions, *entry.not_for] for entry in ALL):
        assert question_key(question) not in held_out, question
