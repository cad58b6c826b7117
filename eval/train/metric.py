"""Learns the metric between questions: `python -m eval train-metric`, after `python -m knowledge build`.

Neighbourhood components analysis (Goldberger et al. 2004) by cosines: of all other questions, those with the same approved answer are
to be the nearest ones, unanswerable questions being nobody's neighbours. A penalty holds the map near to doing nothing. As the
adapter, it never sees the sixth of the questions that is held out for fitting (`texts.py`).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from tqdm import trange

from eval.fit import as_embedded
from eval.train.texts import held_out
from knowledge.retrieve.index import EditionIndex

SEED = 2020
STEPS, AT_ONCE, RATE = 300, 512, 1e-3
SHARPNESS = 15.0  # a cosine higher by 0.07 makes a neighbour e times as likely
NOTHING = 1.0  # what the squares of the map count, by its rows


def learnt(index: EditionIndex, say: Callable[[str], None] = print) -> np.ndarray:
    """(dimension, dimension) float32; the same index and number of threads give the same."""
    torch.manual_seed(SEED)
    texts = [each.text for each in index.edition.questions] + list(index.unanswerable)
    embedded = np.concatenate(
        [as_embedded(index, vectors) for vectors in (index.question_vectors, index.unanswerable_vectors)]
    )
    nobody = np.full(len(index.unanswerable), -1)
    kept = np.array([not held_out(text) for text in texts])
    owners = torch.from_numpy(np.concatenate([index.voices.owners, nobody])[kept])
    vectors = torch.from_numpy(embedded[kept])
    asked = torch.nonzero(owners >= 0).flatten()
    change = torch.zeros(vectors.shape[1], vectors.shape[1], requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=RATE)
    for step in trange(STEPS, desc="metric", disable=None, leave=False):
        mapped = torch.nn.functional.normalize(vectors + vectors @ change.T, dim=1)
        some = asked[torch.randint(len(asked), (AT_ONCE,))]
        near = SHARPNESS * (mapped[some] @ mapped.T)
        near[torch.arange(AT_ONCE), some] = -torch.inf
        same = owners[None, :] == owners[some][:, None]
        of_same = torch.logsumexp(near.masked_fill(~same, -1e9), dim=1)
        loss = (torch.logsumexp(near, dim=1) - of_same).mean() + NOTHING * change.pow(2).sum() / len(change)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 50 == 0:
            say(f"step {step + 1}: loss {loss.item():.3f}")
    return (torch.eye(len(change)) + change).detach().numpy()
