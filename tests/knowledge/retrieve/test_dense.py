import numpy as np
import pytest

from knowledge.retrieve import sessions
from knowledge.retrieve.dense import Vectors


def rows(number):
    found = np.random.default_rng(0).normal(size=(number, 16)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.mark.parametrize("number", [0, 1, 7, 500])
def test_cosines_are_in_the_order_in_which_the_vectors_were_added(number, tmp_path):
    known, asked = rows(number), rows(501)[-1]
    made = Vectors.of(known)
    made.save(tmp_path / "v.faiss")
    loaded = Vectors.load(tmp_path / "v.faiss")
    assert len(made) == len(loaded) == number
    assert made.cosines(asked) == pytest.approx(known @ asked, abs=0.012)  # a byte a number
    assert made.rows() == pytest.approx(known, abs=0.004)
    assert np.array_equal(made.rows(), loaded.rows())
    assert np.array_equal(made.cosines(asked), loaded.cosines(asked))


@pytest.mark.parametrize(
    "processor", ["flags : avx2 avx512f", "flags : avx2 avx512_vnni", "flags : avx_vnni", None]
)
def test_cosines_are_the_same_on_every_processor(processor, monkeypatch, tmp_path):
    known, asked = rows(500), np.full(16, 0.25, dtype=np.float32)
    known[0] = asked  # the largest product of all: sums of 16 bits would not hold it
    here = Vectors.of(known).cosines(asked)
    if processor:
        (tmp_path / "cpuinfo").write_text(processor, "utf-8")
    monkeypatch.setattr(sessions, "_PROCESSOR", tmp_path / "cpuinfo")
    assert np.array_equal(Vectors.of(known).cosines(asked), here)
    assert here[0] == pytest.approx(1, abs=0.01)


def test_a_row_is_what_was_added():
    known = rows(7)
    assert Vectors.of(known).row(3) == pytest.approx(known[3], abs=0.004)
