"""Turns texts into vectors with ONNX Runtime; serving needs neither torch nor sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.retrieve import description
from knowledge.retrieve.export import GRAPH, TOKENIZER

# Measured on 2 cores. Serving: a question takes 4.8 ms with one thread and 3.3 ms with two, but four clients at once wait
# 2.5 ms a question with one and 3.2 ms with two, which also take the cores from Rasa by spinning. Making an index
# has the machine for itself: a third faster with two.
THREADS = 1
BUILDING_THREADS = 2
_BATCH = 8


class Embedder:
    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        about = description.read(folder)
        self.name, self.fingerprint, self.dimension = about.name, about.fingerprint, about.dimension
        self._prefixes = about.prefixes
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(about.max_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    def query(self, text: str) -> np.ndarray:
        """(dimension,) float32 of length 1."""
        return self._vectors([self._prefixes["query"] + text])[0]

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        return self._in_batches([self._prefixes["query"] + text for text in texts])

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, rows of length 1."""
        return self._in_batches([self._prefixes["passage"] + text for text in texts])

    def _in_batches(self, texts: list[str]) -> np.ndarray:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for begin in range(0, len(texts), _BATCH):
            places = by_length[begin : begin + _BATCH]
            vectors[places] = self._vectors([texts[place] for place in places])
        return vectors

    def _vectors(self, texts: list[str]) -> np.ndarray:
        encoded = self._tokenizer.encode_batch(texts)
        length = max(len(each.ids) for each in encoded)
        ids = np.zeros((len(texts), length), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(encoded):
            ids[row, : len(each.ids)] = each.ids
            mask[row, : len(each.ids)] = 1
        return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
