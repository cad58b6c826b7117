"""Turns texts into vectors with ONNX Runtime; serving needs neither torch nor sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import numpy as np
from tokenizers import Tokenizer

from knowledge.retrieve import description
from knowledge.retrieve.export import GRAPH, TOKENIZER
from knowledge.retrieve.sessions import session

_CORES = 2  # for one text; it is too short for more


class Embedder:
    """May be used by several threads, which wait for each other."""

    def __init__(self, folder: Path) -> None:
        about = description.read(folder)
        self.name, self.fingerprint, self.dimension = about.name, about.fingerprint, about.dimension
        self._prefixes = about.prefixes
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(about.max_tokens)
        self._tokenizer.no_padding()
        # The optimizer named takes twice as long as what it fuses.
        self._session = session(folder / GRAPH, _CORES, without=["SkipLayerNormFusion"])
        # Two texts at once on the same cores would wait for each other at every step, and take longer than one after the other.
        self._one_at_a_time = Lock()

    def query(self, text: str) -> np.ndarray:
        """(dimension,) float32 of length 1."""
        return self._vector(self._prefixes["query"] + text)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        return self._vectors([self._prefixes["query"] + text for text in texts])

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        return self._vectors([self._prefixes["passage"] + text for text in texts])

    def _vectors(self, texts: list[str]) -> np.ndarray:
        rows = [self._vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def _vector(self, text: str) -> np.ndarray:
        """Each text by itself: activations are rounded by the largest, so that others beside it would change its vector."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        with self._one_at_a_time:
            return self._session.run(None, {"input_ids": ids})[0][0]
