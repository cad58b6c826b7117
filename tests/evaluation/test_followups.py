"""Conversations that are made of single questions."""

from __future__ import annotations

from eval import questions
from eval.followups import made


def test_each_is_of_two_questions_and_the_same_for_ever():
    asked = questions.entries("dev")
    conversations = made(asked, asked)
    assert conversations == made(asked[::-1], asked[::-1])
    assert len({each["id"] for each in conversations}) == len(conversations) == 200
    assert all(first != last and each["quotes"] for each in conversations for first, last in [each["turns"]])


def test_what_is_unanswerable_has_no_quotes():
    (conversation,) = made(
        [{"id": "a", "q": "金奖多少钱", "quotes": ["一"], "language": "yue"}],
        [{"id": "b", "q": "几号截止", "kind": "near"}, {"id": "c", "q": "长" * 30, "kind": "near"}],
    )
    assert conversation["turns"] == ["金奖多少钱", "几号截止"] and conversation["quotes"] == []
    assert conversation["language"] == "yue"
