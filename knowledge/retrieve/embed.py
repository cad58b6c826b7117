"""Turns texts into vectors with ONNX Runtime; serving needs neither torch nor sentence-transformers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from knowledge.retrieve.errors import ModelError
from knowledge.retrieve.export import FORMAT

# Measured on 2 cores. Serving: a question takes 4.8 ms with one thread and 3.3 ms with two, but four clients at once wait
# 2.5 ms a question with one and 3.2 ms with two, which also take the cores from Rasa by spinning. Making an index
# has the machine for itself: a third faster with two.
THREADS = 1
BUILDING_THREADS = 2
_BATCH = 8


class Embedder:
    def __init__(self, folder: Path, threads: int = THREADS) -> None:
        try:
            description = json.loads((folder / "model.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"{folder} 里没有向量模型，请运行 python -m knowledge model") from error
        if description["format"] != FORMAT:
            raise ModelError(f"{folder} 里的向量模型是旧格式，请运行 python -m knowledge model")
        self.name: str = description["name"]
        self.fingerprint: str = description["fingerprint"]
        self.dimension: int = description["dimension"]
        self._prefixes: dict[str, str] = description["prefixes"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(description["max_tokens"])
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
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
