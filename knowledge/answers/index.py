"""What a release holds for choosing approved answers.

<release>/<edition>/answers.json          the answers, in order
<release>/<edition>/{answers,near_misses}.faiss
<release>/<edition>/answer_terms/
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
from knowledge.retrieve.lexical import Lexical
from knowledge.retrieve.normalise import readable, terms
from knowledge.retrieve.query import understand
from knowledge.retrieve.synonyms import Synonyms

_FILE = "answers.json"


class TextEmbedder(Protocol):
    dimension: int

    def passages(self, texts: Sequence[str]) -> np.ndarray: ...

    def queries(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class AnswerIndex:
    """Vectors and terms are in the order of what they are of."""

    answers: tuple[ApprovedAnswer, ...]
    text_terms: Lexical
    text_vectors: Vectors
    near_miss_vectors: Vectors
    near_miss_owners: np.ndarray  # (near misses,) places of answers


def write(folder: Path, edition: Edition, synonyms: Synonyms, embedder: TextEmbedder) -> None:
    """Into the folder of an edition, which exists."""
    answers = edition.answers
    content = json.dumps(
        [asdict(each) for each in answers], ensure_ascii=False, indent=1, default=date.isoformat
    )
    (folder / _FILE).write_text(content, "utf-8")
    Lexical.of([terms(_evidence(each)) for each in answers]).save(folder / "answer_terms")
    _vectors(embedder.passages([readable(each.text["zh-Hans"]) for each in answers]), embedder).save(
        folder / "answers.faiss"
    )
    near_misses = [understand(text, synonyms).written for each in answers for text in each.near_misses]
    _vectors(embedder.queries(near_misses), embedder).save(folder / "near_misses.faiss")


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
        Lexical.load(folder / "answer_terms", len(answers)),
        Vectors.load(folder / "answers.faiss"),
        Vectors.load(folder / "near_misses.faiss"),
        np.repeat(np.arange(len(answers)), [len(answer.near_misses) for answer in answers]),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _evidence(answer: ApprovedAnswer) -> str:
    return " ".join((answer.text["zh-Hans"], *(citation.quote for citation in answer.citations)))


def _vectors(rows: np.ndarray, embedder: TextEmbedder) -> Vectors:
    return Vectors.of(rows.reshape(-1, embedder.dimension))
