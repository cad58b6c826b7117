"""Turns texts into vectors with ONNX Runtime; serving needs neither torch nor sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.retrieve import description
from knowledge.retrieve.export import GRAPH, TOKENIZER

# Texts at once while an index is made, which has the machine for itself; serving embeds a question in the thread that asks.
BUILDING_THREADS = 2


class Embedder:
    """`threads`: so many texts are embedded at once where there are several."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        about = description.read(folder)
        self.name, self.fingerprint, self.dimension = about.name, about.fingerprint, about.dimension
        self._prefixes = about.prefixes
        self._threads = threads
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(about.max_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        # A second thread for one text helps little, and takes a core from Rasa by spinning.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

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
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._vector, texts))
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def _vector(self, text: str) -> np.ndarray:
        """Each text by itself: activations are rounded by the largest, so that others beside it would change its vector."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        return self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0]
