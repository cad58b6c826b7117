"""Anyone's replies, graded against the public benchmark."""

from __future__ import annotations

import json

import pytest

from eval import questions, score
from eval.score import BadReplies


def written(folder, rows):
    file = folder / "replies.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return file


def reply(entry, **other):
    return {
        "id": entry["id"],
        "answered": True,
        "text": entry.get("answer", ""),
        "quotes": entry["quotes"],
    } | other


def test_whole_halves_and_none(tmp_path):
    whole, half, refused, *_ = (each for each in questions.entries("dev") if len(each["quotes"]) == 1)
    unsettled = questions.entries("dev_unanswerable")[0]
    rows = [
        reply(whole),
        reply(half, text="", quotes=["，".join([half["quotes"][0]])]),
        reply(refused, answered=False),
        {"id": unsettled["id"], "answered": True, "text": "当然", "quotes": []},
    ]
    found = score.measure(written(tmp_path, rows), "dev")["dev"]
    assert whole["id"] not in found["wrong"]
    assert found["wrong"][refused["id"]]["grade"] == 0
    assert list(found["answered"]) == [unsettled["id"]], "the others have no reply: refused"
    assert "without a reply" in found["use"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"id": "nobody", "answered": False, "text": "", "quotes": []}, "nobody"),
        ({"id": "nobody"}, "keys"),
        ([], "keys"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, row, problem):
    with pytest.raises(BadReplies, match=problem):
        score.measure(written(tmp_path, [row]), "dev")


def test_the_same_question_twice_is_refused(tmp_path):
    row = reply(questions.entries("dev")[0])
    with pytest.raises(BadReplies, match="second time"):
        score.measure(written(tmp_path, [row, row]), "dev")


def test_no_single_test_question_is_named(tmp_path):
    found = score.measure(written(tmp_path, []), "test")["test"]
    assert found["wrong"] == {} and found["answered"] == {} and found["refused"] == 1
