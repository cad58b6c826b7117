"""What the embedded model is trained on: the authored questions of the newest edition, and what is near to them.

A sixth of the questions of both kinds is held out, the same sixth for ever, chosen by a digest of the text: the fusion and
the gate are fitted on it (`eval/fit.py`), because the model makes questions that it was trained on look nearer to each
other than anyone's question ever will be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.ingest.lines import squeezed
from knowledge.model import Edition
from knowledge.retrieve.index import with_heading
from knowledge.retrieve.query import understand
from knowledge.retrieve.sentences import sentences
from knowledge.retrieve.synonyms import Synonyms

HELD_OUT = 6  # one of so many


def held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % HELD_OUT == 0


@dataclass(frozen=True)
class Texts:
    """Questions as the index embeds them. Those of one group get one answer; `kin` groups share a quote."""

    questions: list[str]
    groups: np.ndarray  # (questions,)
    kin: np.ndarray  # (groups, groups) bool
    tested: list[str]  # held out, of the same groups
    tested_groups: np.ndarray
    unanswerable: list[str]
    near_misses: list[str]
    owners: np.ndarray  # (near misses,) the group that each is not for
    sentences: list[str]  # of the guide
    proofs: np.ndarray  # (groups, sentences) bool: the sentence holds a quote of the group
    around: np.ndarray  # (groups, sentences) bool: it is in the same passage as one that does


def gather(edition: Edition, unanswerable: Sequence[str], synonyms: Synonyms) -> Texts:
    def written(texts: Sequence[str]) -> list[str]:
        return [understand(text, synonyms).written for text in texts]

    questions = edition.questions
    keys = [question.answer or "\n".join(question.quotes) for question in questions]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    groups = np.array([numbers[key] for key in keys], dtype=np.int64)
    trained = np.array([not held_out(question.text) for question in questions], dtype=bool)
    asked = written([question.text for question in questions])
    known = set(asked)
    near = [
        (text, numbers[answer.id])
        for answer in edition.answers
        if answer.id in numbers
        for text in written(answer.near_misses)
        if text not in known
    ]
    quotes: list[set[str]] = [set() for _ in numbers]
    passages: list[set[str]] = [set() for _ in numbers]
    for question, group in zip(questions, groups.tolist(), strict=True):
        quotes[group].update(question.quotes)
        passages[group].update(question.passage_ids)
    pieces = [(passage, text) for passage in edition.passages for text in sentences(passage.text)]
    around = np.array([[passage.id in group for passage, _ in pieces] for group in passages], dtype=bool)
    return Texts(
        questions=[text for text, is_trained in zip(asked, trained, strict=True) if is_trained],
        groups=groups[trained],
        kin=np.array([[bool(ours & theirs) for theirs in quotes] for ours in quotes], dtype=bool),
        tested=[text for text, is_trained in zip(asked, trained, strict=True) if not is_trained],
        tested_groups=groups[~trained],
        unanswerable=written([text for text in unanswerable if not held_out(text)]),
        near_misses=[text for text, _ in near],
        owners=np.array([owner for _, owner in near], dtype=np.int64),
        sentences=[with_heading(passage, text) for passage, text in pieces],
        proofs=_proofs([squeezed(text) for _, text in pieces], quotes, around),
        around=around,
    )


def _proofs(sentences: Sequence[str], quotes: Sequence[set[str]], around: np.ndarray) -> np.ndarray:
    proofs = np.array(
        [[any(quote in text or text in quote for quote in group) for text in sentences] for group in quotes],
        dtype=bool,
    )
    proofs &= around
    lost = ~proofs.any(axis=1)  # quotes that run over the end of a sentence
    proofs[lost] = around[lost]
    return proofs
