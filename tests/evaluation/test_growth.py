"""Made-up editions of any size, from the words of a small one."""

import numpy as np
import pytest

from eval import growth
from eval.growth.corpus import MixingEmbedder, Pieces, edition
from knowledge.retrieve import index
from knowledge.retrieve.sentences import sentences
from tests.knowledge.conftest import documents, embedder, release, write_release  # noqa: F401  (fixtures)


@pytest.fixture
def pieces(release, embedder):  # noqa: F811
    return Pieces(index.load(release, embedder).editions["2020"])


def test_an_edition_is_made_of_the_words_of_another_and_the_same_each_time(pieces):
    made = edition(pieces, 50)
    assert made == edition(pieces, 50)
    assert len({passage.id for passage in made.passages}) == 50
    assert all(piece in pieces.places for passage in made.passages for piece in sentences(passage.text))


def test_a_text_is_near_to_what_it_is_mixed_of_and_like_no_other(pieces):
    mixing = MixingEmbedder(pieces)
    one, other = pieces.texts[:2]
    vectors = mixing.passages([one + other, other + one, one])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    own = pieces.vectors[0] + pieces.vectors[1]
    assert vectors[0] @ own / np.linalg.norm(own) > 0.85
    assert vectors[0] @ vectors[1] < 0.99
    assert mixing.passages([]).shape == (0, mixing.dimension)


def test_what_both_found_counts():
    assert growth._recall([[1, 2], [3, 4]], [[2, 1], [4, 5]]) == 0.75
