"""Texts that were embedded for the last release are not embedded again."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.retrieve import embedded, packed, remembering
from knowledge.retrieve.remembering import RememberingEmbedder
from knowledge.settings import Settings
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


def test_what_comes_with_the_product_is_not_embedded(file, tmp_path):
    first = RememberingEmbedder(CountingEmbedder(), file)
    wanted = first.queries(["甲", "乙丙丁"])
    first.save()
    shipped = tmp_path / "shipped.npz"
    packed.write(shipped, SmallEmbedder.name, remembering.read(file, SmallEmbedder.fingerprint))
    counting = CountingEmbedder()
    second = RememberingEmbedder(counting, tmp_path / "none yet.npz", shipped)
    vectors = second.queries(["甲", "乙丙丁", "戊"])
    assert counting.embedded == ["戊"]
    assert np.all(np.sum(vectors[:2] * wanted, axis=1) > 0.999)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_a_byte_a_number_keeps_a_vector(tmp_path):
    rows = (
        np.random.default_rng(7).normal(size=(500, 384)).astype(np.float32)
    )  # as the model's: no number stands out
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    packed.write(tmp_path / "v.npz", "m", {f"{place:032x}": row for place, row in enumerate(rows)})
    kept = packed.read(tmp_path / "v.npz", "m")
    assert min(kept[f"{place:032x}"] @ row for place, row in enumerate(rows)) > 0.9999


@pytest.mark.parametrize("spoil", ["another model", "broken", "missing"])
def test_shipped_vectors_that_do_not_fit_count_for_nothing(file, tmp_path, spoil):
    shipped = tmp_path / "shipped.npz"
    first = RememberingEmbedder(CountingEmbedder(), file)
    first.queries(["甲"])
    packed.write(shipped, "another" if spoil == "another model" else SmallEmbedder.name, first._met)
    if spoil == "broken":
        shipped.write_bytes(shipped.read_bytes()[:100])
    if spoil == "missing":
        shipped.unlink()
    counting = CountingEmbedder()
    RememberingEmbedder(counting, tmp_path / "none yet.npz", shipped).queries(["甲"])
    assert counting.embedded == ["甲"]


def test_the_vectors_that_come_with_the_product_are_those_of_its_model():
    """Else `make train` was left before its end."""
    with np.load(packed.FILE) as kept:
        assert str(kept["model"]) == embedded.folder(Settings(embedding_model="")).name
        assert len(kept["keys"]) == len(kept["codes"]) > 20_000
