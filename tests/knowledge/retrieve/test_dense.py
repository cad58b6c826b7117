import numpy as np
import pytest

from knowledge.retrieve.dense import Vectors


def rows(number):
    found = np.random.default_rng(0).normal(size=(number, 16)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@pytest.mark.parametrize("number", [0, 1, 7, 500])
def test_cosines_are_in_the_order_in_which_the_vectors_were_added(number, tmp_path):
    known = rows(number)
    Vectors.of(known).save(tmp_path / "v.faiss")
    for vectors in (Vectors.of(known), Vectors.load(tmp_path / "v.faiss")):
        asked = np.linspace(-1, 1, 16)
        assert vectors.cosines(asked) == pytest.approx(known @ asked, abs=1e-5)
        assert len(vectors) == number and (vectors.rows() == known).all()
