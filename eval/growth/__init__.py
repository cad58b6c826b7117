"""How retrieval grows with the corpus: `python -m eval growth [--sizes …]`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_RANKERS = ("passages", "sentences", "terms")
_HEADER = (
    "passages  sentences  build s  peak MB  disk MB  load s  memory MB  search ms p50 / p95  exact ms p50 / p95"
    "  recall@10 all / passages / sentences / terms"
)


def measure(folder: Path, sizes: Sequence[int], say: Callable[[str], None]) -> dict[str, Any]:
    """Releases are written below `folder`, one at a time, and removed again: some 2 GB for a million passages."""
    say(_HEADER)
    report: dict[str, Any] = {"sizes": []}
    for size in sizes:
        report["sizes"].append(_size(folder, size))
        say(_row(report["sizes"][-1]))
    return report


def _size(folder: Path, size: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=folder, prefix="growth-") as scratch:
        made, searched, exact = (
            _step(name, size, Path(scratch) / "release") for name in ("build", "search", "exact")
        )
    recall = {"all": _recall(searched.pop("found"), exact.pop("found"))}
    ours, theirs = searched.pop("by_ranker"), exact.pop("by_ranker")
    for number, name in enumerate(_RANKERS):
        recall[name] = _recall([each[number] for each in ours], [each[number] for each in theirs])
    return {"passages": size, **made, **searched, **exact, "recall_at_10": recall}


def _step(name: str, size: int, folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "eval.growth.step", name, str(size), str(folder)],
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # one thread's time is taken
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _recall(found: Sequence[Sequence[Any]], wanted: Sequence[Sequence[Any]]) -> float:
    """The share of the exact search's ten that ours has too; of the questions that both were asked."""
    pairs = list(zip(found, wanted, strict=False))
    return round(sum(len(set(ours) & set(theirs)) / len(theirs) for ours, theirs in pairs) / len(pairs), 3)


def _row(of: dict[str, Any]) -> str:
    recall = " / ".join(f"{of['recall_at_10'][name]:.3f}" for name in ("all", *_RANKERS))
    return (
        f"{of['passages']:>8}  {of['sentences']:>9}  {of['build_s']:>7}  {of['build_peak_mb']:>7}  "
        f"{of['disk_mb']:>7}  {of['load_s']:>6}  {of['memory_mb']:>9}  "
        f"{of['search_ms']['p50']:>9} / {of['search_ms']['p95']:<7}  "
        f"{of['exact_ms']['p50']:>8} / {of['exact_ms']['p95']:<7}  {recall}"
    )


def described(report: dict[str, Any]) -> str:
    """The ratios; the rows were said when they were there."""
    lines = []
    for less, more in zip(report["sizes"], report["sizes"][1:], strict=False):
        times = {name: more[name]["p95"] / less[name]["p95"] for name in ("search_ms", "exact_ms")}
        lines.append(
            f"{less['passages']} → {more['passages']}: {more['passages'] / less['passages']:.0f} times the passages, "
            f"a search takes {times['search_ms']:.1f} times as long (p95), the exact one {times['exact_ms']:.1f} times"
        )
    return "\n".join(lines)
