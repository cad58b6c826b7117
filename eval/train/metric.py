"""Learns the metric between questions: `python -m eval train-metric`, after `python -m knowledge build`.

Neighbourhood components analysis (Goldberger et al. 2004) by cosines: of all other questions, those with the same approved answer are
to be the nearest ones; unanswerable questions are one group of their own. A penalty holds the map near to doing nothing. As the
adapter, it never sees the sixth of the questions that is held out for fitting (`texts.py`).

That sixth is also what the numbers below were chosen on. With unanswerable questions as nobody's neighbours a few more find
their own answer by the nearest one, and clearly fewer of the unanswerable ones are known by theirs.
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
STEPS, AT_ONCE, RATE = 1_600, 512, 1e-3
NEIGHBOURS = 9_000  # questions drawn anew at each step, among which the same answer's are to be nearest
SHARPNESS = 20.0  # a cosine higher by 0.05 makes a neighbour e times as likely
NOTHING = 0.3  # what the squares of the map count, by its rows


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
    change = torch.zeros(vectors.shape[1], vectors.shape[1], requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=RATE)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS, eta_min=RATE / 20)
    for step in trange(STEPS, desc="metric", disable=None, leave=False):
        bank = torch.randperm(len(vectors))[:NEIGHBOURS]
        mapped = torch.nn.functional.normalize(vectors[bank] + vectors[bank] @ change.T, dim=1)
        some = torch.arange(AT_ONCE)  # of the bank, whose order is random
        near = SHARPNESS * (mapped[some] @ mapped.T)
        near[some, some] = -torch.inf
        same = owners[bank][None, :] == owners[bank][some][:, None]
        met = same.sum(dim=1) > 1  # besides itself, of what was drawn
        of_same = torch.logsumexp(near.masked_fill(~same, -torch.inf)[met], dim=1)
        missed = (torch.logsumexp(near[met], dim=1) - of_same).mean()
        loss = missed + NOTHING * change.pow(2).sum() / len(change)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        slower.step()
        if (step + 1) % 200 == 0:
            say(f"step {step + 1}: loss {loss.item():.3f}")
    return (torch.eye(len(change)) + change).detach().numpy()
