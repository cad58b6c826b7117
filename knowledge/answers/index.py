"""What a release holds for choosing approved answers.

<release>/<edition>/answers.json        the answers, in order
<release>/<edition>/near_misses.faiss
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np

from knowledge.model import ApprovedAnswer, Citation, Edition
from knowledge.retrieve.dense import Vectors
from knowledge.retrieve.metric import Metric
from knowledge.retrieve.query import understand
from knowledge.retrieve.synonyms import Synonyms

_FILE = "answers.json"


class TextEmbedder(Protocol):
    dimension: int

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class AnswerIndex:
    answers: tuple[ApprovedAnswer, ...]
    near_miss_vectors: Vectors  # answer by answer
    near_miss_owners: np.ndarray  # (near misses,) places of answers


def write(folder: Path, edition: Edition, synonyms: Synonyms, embedder: TextEmbedder, metric: Metric) -> None:
    """Into the folder of an edition, which exists."""
    answers = edition.answers
    content = json.dumps(
        [asdict(each) for each in answers], ensure_ascii=False, indent=1, default=date.isoformat
    )
    (folder / _FILE).write_text(content, "utf-8")
    near_misses = [understand(text, synonyms).written for each in answers for text in each.near_misses]
    vectors = embedder.queries(near_misses).reshape(-1, embedder.dimension)
    Vectors.of(metric.of(vectors)).save(folder / "near_misses.faiss")


def load(folder: Path) -> AnswerIndex:
    """Raises what reading a broken file raises."""
    answers = tuple(
        ApprovedAnswer(
            id=each["id"],
            text=each["text"],
            citations=tuple(Citation(**citation) for citation in each["citations"]),
            near_misses=tuple(each["near_misses"]),
            valid_from=_day(each["valid_from"]),
            valid_until=_day(each["valid_until"]),
        )
        for each in json.loads((folder / _FILE).read_text("utf-8"))
    )
    return AnswerIndex(
        answers,
        Vectors.load(folder / "near_misses.faiss"),
        np.repeat(np.arange(len(answers)), [len(answer.near_misses) for answer in answers]),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
