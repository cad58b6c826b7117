"""The same retrieval done plainly, to compare with: the checkpoint by sentence-transformers as it comes, flat FAISS."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.retrieve.quiet import quietly


class PlainEmbedder:
    """Takes the place of `knowledge.retrieve.embed.Embedder`: same model, torch in 32 bits, its own thread count."""

    @quietly
    def __init__(self, checkpoint: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(checkpoint, device="cpu")
        self.dimension = self._model.get_embedding_dimension()

    def query(self, text: str) -> np.ndarray:
        return self._model.encode(text, prompt_name="query", show_progress_bar=False)

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        return self._model.encode(list(texts), prompt_name="query", show_progress_bar=False)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        return self._model.encode(list(texts), prompt_name="passage", show_progress_bar=False)
