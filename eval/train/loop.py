"""Trains the adapters: `python -m eval train`.

A question is to be nearest to another question of its group (neighbourhood components analysis, Goldberger et al. 2004:
the probability of a neighbour of the right group, over all that was authored), and to a sentence that proves its answer. An
unanswerable question is to be nearest to another one of them; a near miss must not be nearest to what it is not for. What is
not in the batch stands there as it was when it was last in one (cross-batch memory, Wang et al. 2020).

So that nothing else is forgotten, text on other subjects (`others.py`) is held to what the original model makes of it: its
vector, and the order in which it stands to all the rest of that text (distillation, Hinton et al. 2015).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import kl_div

from eval import metrics
from eval.train.others import Others
from eval.train.texts import Texts
from eval.train.tower import FROM_LAYER, RANK, SEED, Tower

EPOCHS = 4
RATE = 1e-3
SHARE = 0.4  # of the way from the original to the trained weights (Wortsman et al., WiSE-FT, 2022)
WARM = 0.1  # of all steps
TEMPERATURE = 0.04  # of a cosine
TAUGHT_AT = 0.02  # the temperature of the order that the original model teaches
IN_BATCH = {"questions": 112, "near_misses": 12, "unanswerable": 20, "sentences": 12, "other": 48}
WEIGHTS = {"sentence": 0.5, "near_miss": 0.3, "unanswerable": 0.3, "moved": 20.0, "order": 1.0}
_KINDS = ("questions", "unanswerable", "near_misses", "sentences")  # the order in the memory

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Memory:
    """What is known of every text, in one order: its kind, its group (-1: none), and its vector as of late."""

    vectors: torch.Tensor
    kinds: np.ndarray
    groups: np.ndarray

    def places(self, kind: str) -> np.ndarray:
        return np.flatnonzero(self.kinds == _KINDS.index(kind))


class Training:
    def __init__(self, tower: Tower, texts: Texts, others: Others, progress: Progress) -> None:
        torch.set_num_threads(1)  # small matrices: a second thread mostly waits
        self._tower, self._texts, self._progress = tower, texts, progress
        by_kind = (texts.questions, texts.unanswerable, texts.near_misses)
        self._lower = self._cached([text for each in by_kind for text in each], "query", "问题")
        self._lower += self._cached(texts.sentences, "passage", "原文")
        self._tested = self._cached(texts.tested, "query", "留出的问题")
        self._other = self._cached(others.asked, "query", "其他内容·问")
        self._other += self._cached(others.stated, "passage", "其他内容·文")
        self._taught = tower.still(self._other, lambda *at: progress("原模型·其他内容", *at))
        self._stated = len(others.stated)
        self._other_tested = self._cached(others.tested, "query", "其他内容·留出的问题")
        self._other_answers = self._cached(others.answers, "passage", "其他内容·留出的答复")
        vectors = tower.still(self._lower, lambda *at: progress("原模型·指引", *at))
        sizes = [len(each) for each in (*by_kind, texts.sentences)]
        none = np.full(sum(sizes), -1, dtype=np.int64)
        none[: sizes[0]] = texts.groups
        none[sizes[0] + sizes[1] : sum(sizes[:3])] = texts.owners
        self.memory = Memory(vectors, np.repeat(np.arange(len(sizes)), sizes), none)

    def _cached(self, texts: list[str], kind: str, what: str) -> list[torch.Tensor]:
        return self._tower.lower(texts, kind, lambda *at: self._progress(what, *at))

    def run(self, say: Callable[[str], None]) -> None:
        say(f"训练前：{self._described()}")
        parameters = self._tower.parameters()
        optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.0)
        random = np.random.default_rng(SEED)
        steps = math.ceil(len(self._texts.questions) / IN_BATCH["questions"])
        total, done = EPOCHS * steps, 0
        for epoch in range(1, EPOCHS + 1):
            losses = []
            for batch, other in _batches(self.memory, len(self._other), steps, random):
                for group in optimizer.param_groups:
                    group["lr"] = RATE * _slope(done / total)
                loss = self._loss(batch, other)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(parameters, 1.0)
                optimizer.step()
                losses.append(float(loss.detach()))
                done += 1
                self._progress("训练", done, total)
            say(f"第 {epoch}/{EPOCHS} 轮：损失 {np.mean(losses):.3f}；{self._described()}")

    def _loss(self, batch: np.ndarray, other: np.ndarray) -> torch.Tensor:
        memory, texts = self.memory, self._texts
        questions, unanswerable, near_misses, sentences = (
            batch[memory.kinds[batch] == kind] for kind in range(len(_KINDS))
        )
        queries = np.concatenate([questions, unanswerable, near_misses])
        asked = self._tower.vectors([self._lower[place] for place in queries])
        stated = self._tower.vectors([self._lower[place] for place in sentences])
        bank = memory.vectors.clone()
        bank[torch.from_numpy(queries)] = asked
        bank[torch.from_numpy(sentences)] = stated
        near = asked @ bank.T / TEMPERATURE
        memory.vectors[torch.from_numpy(queries)] = asked.detach()
        memory.vectors[torch.from_numpy(sentences)] = stated.detach()

        kinds, groups = memory.kinds, memory.groups
        settled, unsettled, missed, proofs = (kinds == kind for kind in range(len(_KINDS)))
        ours = groups[questions]
        same = settled & (groups == ours[:, None])
        itself = queries[:, None] == np.arange(len(kinds))
        apart = settled & ~same & ~texts.kin[ours][:, np.maximum(groups, 0)]
        own_misses = missed & (groups == ours[:, None])
        count = len(questions)
        asks = slice(0, count)
        found = _chosen(near[asks], same & ~itself[asks], apart | unsettled | own_misses)
        proving, around = np.zeros_like(same), np.zeros_like(same)
        proving[:, proofs], around[:, proofs] = texts.proofs[ours], texts.around[ours]
        proved = _chosen(near[asks], proving, proofs & ~around)
        doubts = slice(count, count + len(unanswerable))
        refused = _chosen(
            near[doubts], unsettled & ~itself[doubts], np.broadcast_to(settled, itself[doubts].shape)
        )
        misses = slice(count + len(unanswerable), None)
        wrong = settled & (groups == groups[near_misses][:, None])
        avoided = _avoided(near[misses], wrong, (settled | unsettled) & ~wrong)
        held = self._tower.vectors([self._other[place] for place in other])
        taught = self._taught[torch.from_numpy(other)]
        moved = (1 - (held * taught).sum(1)).mean()
        wanted = (taught @ self._taught.T / TAUGHT_AT).log_softmax(1)
        order = kl_div(
            (held @ self._taught.T / TAUGHT_AT).log_softmax(1), wanted, reduction="batchmean", log_target=True
        )
        return (
            found
            + WEIGHTS["sentence"] * proved
            + WEIGHTS["unanswerable"] * refused
            + WEIGHTS["near_miss"] * avoided
            + WEIGHTS["moved"] * moved
            + WEIGHTS["order"] * order
        )

    def _described(self) -> str:
        """How the held-out questions fare: the share whose nearest trained question is of their group."""
        known = self.memory.vectors[torch.from_numpy(self.memory.places("questions"))]
        asked = self._tower.still(self._tested)
        nearest = (asked @ known.T).argmax(1).numpy()
        right = self._texts.groups[nearest] == self._texts.tested_groups
        kin = self._texts.kin[self._texts.groups[nearest], self._texts.tested_groups]
        sample = slice(None, None, max(len(self._other) // 300, 1))
        moved = (self._tower.still(self._other[sample]) * self._taught[sample]).sum(1).mean()
        return (
            f"留出的问题 {right.mean():.1%} 得到自己的答案（同一引文 {(right | kin).mean():.1%}）；"
            f"其他内容的向量与原模型 {moved:.4f}，留出的 MRR@10 {self._elsewhere():.3f}"
        )

    def _elsewhere(self) -> float:
        """How well the held-out questions on other subjects find their answers, among all such answers and statutes."""
        asked, answers = self._tower.still(self._other_tested), self._tower.still(self._other_answers)
        own = (asked * answers).sum(1, keepdim=True)
        rest = self._tower.still(self._other[len(self._other) - self._stated :])
        ranks = (asked @ answers.T > own).sum(1) + (asked @ rest.T > own).sum(1)
        return metrics.ranking(ranks.tolist())["MRR@10"]


def _chosen(near: torch.Tensor, right: np.ndarray, wrong: np.ndarray) -> torch.Tensor:
    """Mean of -log of the share that the right ones have of right and wrong ones, over the rows that have any right."""
    some = torch.from_numpy(right.any(axis=1))
    if not some.any():
        return near.new_zeros(())
    right_, wrong_ = torch.from_numpy(right)[some], torch.from_numpy(np.ascontiguousarray(wrong))[some]
    near = near[some]
    best = near.masked_fill(~right_, -torch.inf).logsumexp(1)
    every = near.masked_fill(~(right_ | wrong_), -torch.inf).logsumexp(1)
    return (every - best).mean()


def _avoided(near: torch.Tensor, wrong: np.ndarray, rest: np.ndarray) -> torch.Tensor:
    """Mean of -log of the share that the wrong ones do not have."""
    if not len(near):
        return near.new_zeros(())
    others = near.masked_fill(~torch.from_numpy(rest), -torch.inf).logsumexp(1)
    every = near.masked_fill(~torch.from_numpy(rest | wrong), -torch.inf).logsumexp(1)
    return (every - others).mean()


def _batches(
    memory: Memory, others: int, steps: int, random: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For every step the places in the memory, and those of other text; an epoch sees each question once."""
    orders = {kind: _endless(memory.places(kind), random) for kind in _KINDS}
    other = _endless(np.arange(others), random)
    for _ in range(steps):
        batch = [next(orders[kind]) for kind in _KINDS for _ in range(IN_BATCH[kind])]
        yield np.unique(batch), np.array([next(other) for _ in range(IN_BATCH["other"])])


def _endless(places: np.ndarray, random: np.random.Generator) -> Iterator[int]:
    while True:
        yield from random.permutation(places).tolist()


def _slope(done: float) -> float:
    """Learning rate over the course, as a share of its peak: up in a straight line, down in half a cosine."""
    if done < WARM:
        return done / WARM + 1e-3
    return 0.5 * (1 + math.cos(math.pi * (done - WARM) / (1 - WARM)))


def about(texts: Texts) -> dict[str, str]:
    return {
        "made_by": "python -m eval train",
        "trained_on": f"{len(texts.questions)} questions of {len(texts.kin)} groups, "
        f"{len(texts.near_misses)} near misses, {len(texts.unanswerable)} unanswerable",
        "held_out": str(len(texts.tested)),
        "seed": str(SEED),
        "epochs": str(EPOCHS),
        "layers_from": str(FROM_LAYER),
        "rank": str(RANK),
        "share": str(SHARE),
    }
