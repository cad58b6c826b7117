"""One step at one size, in a process of its own so that its memory is its own: `python -m eval.growth.step STEP SIZE FOLDER`.

`build` writes the release, `search` answers the development questions from it, `exact` answers them by looking at everything; each
prints a line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from eval import questions, release
from eval.growth.corpus import EDITION, MixingEmbedder, Pieces, edition
from knowledge.ingest.edition import DOCUMENTS
from knowledge.retrieve import fusion, index
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.features import Featurer
from knowledge.retrieve.index import EditionIndex, Index
from knowledge.retrieve.query import Query, understand
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings

K = 10
_WARM = 10
_ASKED = {"search": 300, "exact": 30}  # of the development questions, the same ones first
_PIECE = 20_000


def build(size: int, folder: Path) -> dict[str, Any]:
    pieces, _ = _pieces()
    made = edition(pieces, size)
    folder.mkdir()
    begun = time.perf_counter()
    index.Writer(MixingEmbedder(pieces), DOCUMENTS).write(folder, [made], lambda *_: None)
    taken = time.perf_counter() - begun
    return {
        "build_s": round(taken, 1),
        "build_peak_mb": _peak_mb(),
        "disk_mb": round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6),
    }


def search(size: int, folder: Path) -> dict[str, Any]:
    pieces, embedder = _pieces()
    before = _memory_mb()
    begun = time.perf_counter()
    loaded = _loaded(pieces, folder)
    searcher = Searcher(loaded, embedder).edition()
    edition = searcher.index
    report = {
        "load_s": round(time.perf_counter() - begun, 1),
        "memory_mb": _memory_mb() - before,
        "peak_mb": _peak_mb(),
        "sentences": len(edition.sentences),
    }
    asked = _asked("search", loaded, embedder)
    found: list[list[str]] = []

    def look(text: str, query: Query, vector: np.ndarray) -> None:
        outcome = searcher.search(text, query, vector, K, date.today())
        found.append([each.passage.id for each in outcome.results])

    report["search_ms"] = _times(look, asked)
    report["found"] = found
    report["by_ranker"] = [_nearest(edition, query, vector) for _, query, vector in asked]
    return report


def exact(size: int, folder: Path) -> dict[str, Any]:
    """As a small edition is searched: flat vectors, all occurrences, features of every passage."""
    pieces, embedder = _pieces()
    loaded = _loaded(pieces, folder)
    asked = _asked("exact", loaded, embedder)
    edition = loaded.editions[EDITION]
    mixing = MixingEmbedder(pieces)
    everything = replace(
        edition,
        passage_vectors=_flat(mixing, [each.text for each in edition.edition.passages]),
        sentence_vectors=_flat(mixing, [each.text for each in edition.sentences]),
    )
    featurer = Featurer(everything, loaded.synonyms)
    found: list[list[str]] = []

    def look(_text: str, query: Query, vector: np.ndarray) -> None:
        known = featurer.find(query, featurer.words(query), vector).features
        strengths = fusion.strengths(known, loaded.parameters.fusion_without_questions)
        found.append([edition.edition.passages[place].id for place in fusion.order(strengths)[:K].tolist()])

    report: dict[str, Any] = {"exact_ms": _times(look, asked)}
    report["found"] = found
    report["by_ranker"] = [
        [
            _best(everything.passage_vectors.cosines(vector)),
            _best(everything.sentence_vectors.cosines(vector)),
            _best(everything.passage_terms.scores(query.terms)),
        ]
        for _, query, vector in asked
    ]
    return report


def _nearest(edition: EditionIndex, query: Query, vector: np.ndarray) -> list[list[int]]:
    if not edition.large:
        return [
            _best(edition.passage_vectors.cosines(vector)),
            _best(edition.sentence_vectors.cosines(vector)),
            _best(edition.passage_terms.scores(query.terms)),
        ]
    return [
        edition.passage_vectors.nearest(vector, K).tolist(),
        edition.sentence_vectors.nearest(vector, K).tolist(),
        edition.passage_terms.nearest(query.terms, K).tolist(),
    ]


def _best(scores: np.ndarray) -> list[int]:
    return np.argsort(-scores, kind="stable")[:K].tolist()


class _Flat:
    """Inner products of numbers in full: what the others are measured against."""

    def __init__(self, rows: np.ndarray) -> None:
        self._columns = np.ascontiguousarray(rows.T)

    def cosines(self, vector: np.ndarray) -> np.ndarray:
        return vector @ self._columns


def _flat(embedder: MixingEmbedder, texts: list[str]) -> _Flat:
    rows = np.empty((len(texts), embedder.dimension), dtype=np.float32)
    for begin in range(0, len(texts), _PIECE):
        rows[begin : begin + _PIECE] = embedder.passages(texts[begin : begin + _PIECE])
    return _Flat(rows)


def _pieces() -> tuple[Pieces, Embedder]:
    loaded, embedder = release.load(Settings())
    return Pieces(next(reversed(loaded.editions.values()))), embedder


def _loaded(pieces: Pieces, folder: Path) -> Index:
    return index.load(folder, MixingEmbedder(pieces))


def _asked(step: str, loaded: Index, embedder: Embedder) -> list[tuple[str, Query, np.ndarray]]:
    """Questions as the search reads them, with the vectors that the real model gives them: that takes the same time at every
    size and is not timed here."""
    texts = [each.text for each in questions.read("dev")][: _WARM + _ASKED[step]]
    queries = [understand(text, loaded.synonyms) for text in texts]
    return [(text, query, embedder.query(query.written)) for text, query in zip(texts, queries, strict=True)]


def _times(look: Callable[[str, Query, np.ndarray], None], asked: list) -> dict[str, float]:
    """Milliseconds of processor time, which others on the machine do not change: median and 95th percentile. The first
    questions only warm up."""
    taken = []
    for each in asked:
        begun = time.thread_time()
        look(*each)
        taken.append((time.thread_time() - begun) * 1000)
    return {
        "p50": round(float(np.median(taken[_WARM:])), 2),
        "p95": round(float(np.percentile(taken[_WARM:], 95)), 2),
    }


def _memory_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * resource.getpagesize() / 1e6)


def _peak_mb() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


if __name__ == "__main__":
    step, size, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    print(json.dumps({"build": build, "search": search, "exact": exact}[step](size, folder)))
