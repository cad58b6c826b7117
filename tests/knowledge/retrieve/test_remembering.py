"""Texts that were embedded for the last release are not embedded again."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.retrieve.remembering import RememberingEmbedder
from tests.knowledge.small_guide import SmallEmbedder


class CountingEmbedder(SmallEmbedder):
    def __init__(self) -> None:
        self.embedded: list[str] = []

    def queries(self, texts):
        self.embedded += texts
        return super().queries(texts)

    passages = queries


@pytest.fixture
def file(tmp_path):
    return tmp_path / "vectors.npz"


def test_known_texts_are_not_embedded_again(file):
    first = RememberingEmbedder(CountingEmbedder(), file)
    wanted = first.queries(["金奖多少钱", "谁能报", "金奖多少钱"])
    first.save()
    counting = CountingEmbedder()
    second = RememberingEmbedder(counting, file)
    assert np.array_equal(second.queries(["金奖多少钱", "几时报", "金奖多少钱"])[::2], wanted[::2])
    assert counting.embedded == ["几时报"]
    assert np.array_equal(wanted, SmallEmbedder().queries(["金奖多少钱", "谁能报", "金奖多少钱"]))


def test_what_was_not_met_again_is_forgotten(file):
    first = RememberingEmbedder(CountingEmbedder(), file)
    first.queries(["甲", "乙"])
    first.save()
    second = RememberingEmbedder(CountingEmbedder(), file)
    second.save()  # nothing was to be embedded: the file stays
    second.queries(["乙"])
    second.save()
    counting = CountingEmbedder()
    RememberingEmbedder(counting, file).queries(["甲", "乙"])
    assert counting.embedded == ["甲"]


def test_questions_and_passages_are_told_apart(file):
    counting = CountingEmbedder()
    remembering = RememberingEmbedder(counting, file)
    remembering.queries(["甲"])
    remembering.passages(["甲"])
    assert counting.embedded == ["甲", "甲"]


@pytest.mark.parametrize("spoil", ["another model", "broken"])
def test_a_file_that_does_not_fit_counts_for_nothing(file, spoil):
    first = RememberingEmbedder(CountingEmbedder(), file)
    first.queries(["甲"])
    first.save()
    counting = CountingEmbedder()
    if spoil == "broken":
        file.write_bytes(file.read_bytes()[:100])
    else:
        counting.fingerprint = "small-2"
    RememberingEmbedder(counting, file).queries(["甲"])
    assert counting.embedded == ["甲"]
