"""Inner products with all vectors of an index, of which a guide has some fifty thousand. FAISS keeps them on disk."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import faiss
import numpy as np
from onnx import TensorProto, helper, numpy_helper

from knowledge.retrieve.sessions import session

_LARGEST = 127  # of a byte
_LEAST = 1e-12
_CACHED = 2**20  # bytes, which a core keeps to itself between two searches
_BLOCK = 128  # numbers of a row that are summed before they are scaled
_ZERO = 128  # the code of 0, of codes without a sign
_IN_BYTES = 4  # ONNX Runtime's name for computing with the factor in bytes too


class Vectors:
    """Rows of length 1, so that an inner product is a cosine; a number is a byte, and a row has a scale.

    What takes time is reading the memory, once from front to end: a quarter of it takes less than half of the time, and
    leaves more of the processor's caches to the rest of a search. A cosine is off by 0.0005 (standard deviation, of the
    vectors of questions).
    """

    def __init__(self, codes: np.ndarray, scales: np.ndarray) -> None:
        """`codes` (dimension, vectors) int8; `scales` (vectors,) float32"""
        self.codes, self.scales = codes, scales

    @classmethod
    def of(cls, rows: np.ndarray) -> Vectors:
        """`rows` (vectors, dimension)"""
        scales = np.abs(rows).max(axis=1, initial=_LEAST) / _LARGEST
        codes = np.rint(rows / scales[:, None]).astype(np.int8)
        return cls(np.ascontiguousarray(codes.T), scales.astype(np.float32))

    def __len__(self) -> int:
        return len(self.scales)

    @cached_property
    def _product(self) -> Product:
        return Product(self)

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        """(vectors,) float32, in the order they were added."""
        return self._product.cosines(vector)[0]

    def row(self, place: int) -> np.ndarray:
        """(dimension,) float32"""
        return self.codes[:, place] * self.scales[place]

    def rows(self) -> np.ndarray:
        """(vectors, dimension) float32: what was added, but for rounding."""
        return np.ascontiguousarray((self.codes * self.scales).T)

    def save(self, file: Path) -> None:
        index = faiss.IndexFlatIP(len(self.codes))
        index.add(self.rows())
        faiss.write_index(index, str(file))

    @classmethod
    def load(cls, file: Path) -> Vectors:
        index = faiss.read_index(str(file))
        return cls.of(index.reconstruct_n(0, index.ntotal))


class Product:
    """Of one vector with all rows of some `Vectors` at once: two cores read what no cache of one holds, and are called together
    only once."""

    def __init__(self, *parts: Vectors) -> None:
        codes = np.concatenate([part.codes for part in parts], axis=1)
        scales = np.concatenate([part.scales for part in parts])
        self._ends = np.cumsum([len(part) for part in parts])[:-1]
        cores = 2 if codes.size > _CACHED else 1
        self._session = session(_graph(codes, scales), cores) if codes.size else None

    def cosines(self, vector: np.ndarray) -> list[np.ndarray]:
        """(vectors,) float32 of each part"""
        if self._session is None:
            return [np.zeros(0, dtype=np.float32) for _ in range(len(self._ends) + 1)]
        asked = np.asarray(vector, dtype=np.float32)[None]
        return np.split(self._session.run(None, {"vector": asked})[0][0], self._ends)


def _graph(codes: np.ndarray, scales: np.ndarray) -> bytes:
    """Of a product of (1, dimension) with all, the factor rounded to a byte a number too. Of ONNX Runtime's products of bytes the
    one that is made for a single row: it takes two thirds of the time of the one for many."""
    dimension, vectors = codes.shape
    blocks = -(-dimension // _BLOCK)
    rows = np.full((vectors, blocks * _BLOCK), _ZERO, dtype=np.uint8)
    rows[:, :dimension] = codes.T.view(np.uint8) + np.uint8(_ZERO)  # around again: -127 … 127 become 1 … 255
    constants = {
        "codes": rows.reshape(vectors, blocks, _BLOCK),
        "scales": np.repeat(scales[:, None], blocks, axis=1),
    }
    product = helper.make_node(
        "MatMulNBits",
        ["vector", *constants],
        ["cosines"],
        domain="com.microsoft",
        K=dimension,
        N=vectors,
        bits=8,
        block_size=_BLOCK,
        accuracy_level=_IN_BYTES,
    )
    graph = helper.make_graph(
        [product],
        "cosines",
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, dimension])],
        [helper.make_tensor_value_info("cosines", TensorProto.FLOAT, [1, vectors])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    sets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(graph, opset_imports=sets, ir_version=10).SerializeToString()
