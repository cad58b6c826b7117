"""Everything that is measured of the product as it answers: `python -m eval run`. Each part is one module.

`retrieval` and `replies` (what the search alone would answer) need no running product and are what CI holds against the
baselines; `answers`, `followups` and `latency` go through the public door of one; `nlu` trains the dialogue model anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from eval import answers, followups, grading, latency, nlu, release, retrieval
from eval.product import own_data_dir, running_product
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings

DESCRIBED: dict[str, Callable[[dict[str, Any]], str]] = {
    "retrieval": retrieval.described,
    "replies": grading.described,
    "answers": grading.described,
    "followups": followups.described,
    "latency": latency.described,
    "nlu": nlu.described,
}
PARTS = tuple(DESCRIBED)
_OF_SEARCH = ("retrieval", "replies")
_OF_PRODUCT = ("answers", "followups", "latency")


def measure(settings: Settings, parts: Collection[str], say: Callable[[str], None]) -> dict[str, Any]:
    """The parts wanted; each is said as soon as it is there."""
    report: dict[str, Any] = {}

    def keep(part: str, found: dict[str, Any]) -> None:
        report[part] = found
        say(f"── {part}\n{DESCRIBED[part](found)}\n")

    if set(parts) & set(_OF_SEARCH):
        index, embedder = release.load(settings)
        searcher = Searcher(index, embedder)
        if "retrieval" in parts:
            keep("retrieval", retrieval.measure(searcher, index.parameters.gate_threshold))
        if "replies" in parts:
            keep("replies", answers.measure_search(searcher))
    if set(parts) & set(_OF_PRODUCT):
        with (
            tempfile.TemporaryDirectory() as folder,
            running_product(own_data_dir(Path(folder) / "var")) as product,
        ):
            if "answers" in parts:
                keep("answers", answers.measure(product.url, settings.data_dir / "eval" / "replies"))
            if "followups" in parts:
                keep("followups", followups.measure(product.url))
            if "latency" in parts:
                keep("latency", latency.measure(product.url))
    if "nlu" in parts:
        keep("nlu", nlu.measure())
    return {part: report[part] for part in PARTS if part in report}
