"""The embedded model in two halves: lower layers that stay as they are, and upper ones that adapters change.

What the lower half makes of a text is kept, so that a training step costs the upper half alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from knowledge.retrieve.quiet import quietly

Progress = Callable[[int, int], None]
FROM_LAYER = 8  # of 12
RANK = 16
SEED = 2020
_AT_ONCE = 32  # texts of about one length, so that little is padding


class Adapted(nn.Module):
    """A linear layer that stays, and the low-rank change of it that is learned."""

    def __init__(self, linear: nn.Linear, random: torch.Generator) -> None:
        super().__init__()
        self.linear = linear
        start = torch.randn(RANK, linear.in_features, generator=random)
        self.down = nn.Parameter(start / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, RANK))

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return self.linear(values) + (values @ self.down.T) @ self.up.T


class Tower:
    @quietly
    def __init__(self, checkpoint: Path) -> None:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(checkpoint), device="cpu").eval()
        self._tokenizer = model.tokenizer
        self._longest = model.max_seq_length
        self._prompts = model.prompts
        encoder = model[0].model if hasattr(model[0], "model") else model[0].auto_model
        for parameter in encoder.parameters():
            parameter.requires_grad_(False)
        self._embeddings = encoder.embeddings
        self._lower = encoder.encoder.layer[:FROM_LAYER]
        self._upper = encoder.encoder.layer[FROM_LAYER:]
        self.adapted = _adapt(self._upper)

    def parameters(self) -> list[nn.Parameter]:
        return [half for each in self.adapted.values() for half in (each.down, each.up)]

    def halves(self, share: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """What was learned, by the matrices' names in the checkpoint; `share` of the way from the original."""
        return {
            name: (each.down.detach().numpy(), share * each.up.detach().numpy())
            for name, each in self.adapted.items()
        }

    @torch.no_grad()
    def lower(self, texts: Sequence[str], kind: str, progress: Progress) -> list[torch.Tensor]:
        """For every text (tokens, hidden) in 16 bits: what the lower half makes of it. `kind`: query or passage."""
        encoded = self._tokenizer(
            [self._prompts[kind] + text for text in texts], truncation=True, max_length=self._longest
        )["input_ids"]
        found: list[torch.Tensor | None] = [None] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda place: len(encoded[place]))
        for begin in range(0, len(texts), _AT_ONCE):
            places = by_length[begin : begin + _AT_ONCE]
            ids = torch.nn.utils.rnn.pad_sequence(
                [torch.tensor(encoded[place]) for place in places],
                batch_first=True,
                padding_value=self._tokenizer.pad_token_id,
            )
            lengths = [len(encoded[place]) for place in places]
            hidden = _through(self._lower, self._embeddings(ids), _mask(lengths))
            for place, row, length in zip(places, hidden, lengths, strict=True):
                found[place] = row[:length].half()
            progress(min(begin + _AT_ONCE, len(texts)), len(texts))
        return found

    def vectors(self, lower: Sequence[torch.Tensor], progress: Progress | None = None) -> torch.Tensor:
        """(texts, hidden), rows of length 1; with gradients for the adapters where they are wanted."""
        by_length = sorted(range(len(lower)), key=lambda place: len(lower[place]))
        found = []
        for begin in range(0, len(lower), _AT_ONCE):
            found.append(self._alike([lower[place] for place in by_length[begin : begin + _AT_ONCE]]))
            if progress:
                progress(min(begin + _AT_ONCE, len(lower)), len(lower))
        return torch.cat(found)[np.argsort(by_length)]

    def _alike(self, lower: Sequence[torch.Tensor]) -> torch.Tensor:
        lengths = [len(each) for each in lower]
        hidden = torch.nn.utils.rnn.pad_sequence([each.float() for each in lower], batch_first=True)
        hidden = _through(self._upper, hidden, _mask(lengths))
        inside = torch.arange(hidden.shape[1])[None, :] < torch.tensor(lengths)[:, None]
        means = (hidden * inside[..., None]).sum(1) / torch.tensor(lengths)[:, None]
        return nn.functional.normalize(means, dim=-1)

    @torch.no_grad()
    def still(self, lower: Sequence[torch.Tensor], progress: Progress | None = None) -> torch.Tensor:
        """The same without gradients."""
        return self.vectors(lower, progress)


def _adapt(layers: nn.ModuleList) -> dict[str, Adapted]:
    adapted = {}
    random = torch.Generator().manual_seed(SEED)
    for number, layer in enumerate(layers, start=FROM_LAYER):
        for name, module in list(layer.named_modules()):
            if isinstance(module, nn.Linear):
                parent, _, leaf = name.rpartition(".")
                change = Adapted(module, random)
                setattr(layer.get_submodule(parent), leaf, change)
                adapted[f"encoder.layer.{number}.{name}.weight"] = change
    return adapted


def _mask(lengths: Sequence[int]) -> torch.Tensor:
    """(texts, 1, 1, tokens): what is added to attention, so that padding gets none."""
    inside = torch.arange(max(lengths))[None, :] < torch.tensor(lengths)[:, None]
    return torch.where(inside, 0.0, torch.finfo(torch.float32).min)[:, None, None, :]


def _through(layers: nn.ModuleList, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    for layer in layers:
        hidden = layer(hidden, attention_mask=mask)
        if isinstance(hidden, tuple):
            hidden = hidden[0]
    return hidden
