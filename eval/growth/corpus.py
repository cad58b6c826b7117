"""Editions of any size from the project's own words, with vectors that need no model.

A passage is one or two sentences, each one of the guide's or an authored question, drawn by chance. To embed a million texts takes
a day here, so a text's vector is a mixture: the sum of what the embedding model made of its sentences (as they lie in the
index release), to which a vector of chance is added, so that no two texts are quite alike. What the
model would make of the same text is near to it but not the same: times and memory are as with real vectors, recall is an estimate.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np

from knowledge.model import Edition, Passage
from knowledge.retrieve.index import EditionIndex
from knowledge.retrieve.normalise import readable
from knowledge.retrieve.sentences import sentences

EDITION = "growth"
_SEED = 2020
_SHORTEST = 10  # characters; shorter ones would not be sentences by themselves
_CHANCE = 0.4  # length of the vector of chance, where the text's own is 1
_CHANCES = 4096  # of which two are added, by the text's checksum
_END = re.compile(r"[。！？!?\s]+$")


class Pieces:
    """Sentences and their vectors, from an edition's index."""

    def __init__(self, index: EditionIndex) -> None:
        texts = [
            *(each.text for each in index.sentences),
            *(each.text for each in index.edition.questions),
            *index.unanswerable,
        ]
        vectors = np.concatenate(
            [
                index.sentence_vectors.rows(),
                index.metric.undone(index.question_vectors.rows()),
                index.metric.undone(index.unanswerable_vectors.rows()),
            ]
        )
        places: dict[str, int] = {}
        for place, text in enumerate(texts):
            whole = readable(_END.sub("", text)) + "。"
            if len(whole) >= _SHORTEST and sentences(whole) == [whole]:
                places.setdefault(whole, place)
        self.texts = list(places)
        self.places = {text: number for number, text in enumerate(self.texts)}
        self.vectors = vectors[list(places.values())]


def edition(pieces: Pieces, size: int) -> Edition:
    """The same for the same size and pieces."""
    chance = np.random.default_rng(_SEED)
    counts = chance.integers(1, 3, size).tolist()
    drawn = iter(chance.integers(0, len(pieces.texts), sum(counts)).tolist())
    passages = tuple(
        Passage(
            id=f"{EDITION}-{place}",
            edition=EDITION,
            path=(),
            text="".join(pieces.texts[next(drawn)] for _ in range(count)),
            kind="text",
            level=1,
            order=place,
        )
        for place, count in enumerate(counts)
    )
    return Edition(EDITION, "合成", None, None, "", passages)


class MixingEmbedder:
    """In the place of the model, for making an index."""

    name = fingerprint = "mixtures"

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self.dimension = pieces.vectors.shape[1]
        self._chances = np.random.default_rng(_SEED).standard_normal((_CHANCES, self.dimension), np.float32)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        cut = [[self._pieces.places[piece] for piece in sentences(text)] for text in texts]
        begins = np.cumsum([0, *map(len, cut[:-1])])
        own = np.add.reduceat(self._pieces.vectors[[place for each in cut for place in each]], begins)
        sums = np.array([zlib.crc32(text.encode()) for text in texts])
        other = self._chances[sums % _CHANCES] + self._chances[sums // _CHANCES % _CHANCES]
        return _of_length_1(_of_length_1(own) + _CHANCE * _of_length_1(other))

    queries = passages


def _of_length_1(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
