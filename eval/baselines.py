"""What was reached before, so that a drop is seen: `baselines.json`, one number a name, higher is better."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("baselines.json")
# Below the baseline by more than this is a drop: two questions of the development set, one conversation of the smallest one.
TOLERANCE = 0.01
_WIDER = {"followups": 0.03, "nlu": 0.02}  # few conversations; folds are drawn anew

Report = Mapping[str, Any]


def values(report: Report) -> dict[str, float]:
    """The numbers of a report that are watched."""
    return {name: round(value, 4) for name, value in _values(report)}


def _values(report: Report) -> Iterator[tuple[str, float]]:
    for name, found in report.get("retrieval", {}).items():
        for cut in ("R@1", "R@5", "nDCG@10"):
            yield f"retrieval.{name}.{cut}", found["ranking"][cut]
        used = found["operating_point"]
        yield f"retrieval.{name}.answered", used["coverage"]
        yield f"retrieval.{name}.unanswerable_refused", 1 - used["unanswerable_answered"]
    for part in ("replies", "answers"):
        for name, found in report.get(part, {}).items():
            yield f"{part}.{name}.right", found["groups"]["all"]["right"]
            if "all" in found["silent"]:  # some sets have no unanswerable questions
                yield f"{part}.{name}.silent", found["silent"]["all"]
    for name, found in report.get("followups", {}).items():
        yield f"followups.{name}.clause", found["clause"]
    if "nlu" in report:
        yield "nlu.routed", report["nlu"]["routed"]


def read() -> dict[str, float]:
    return json.loads(FILE.read_text("utf-8"))


def drops(found: Mapping[str, float], baselines: Mapping[str, float]) -> list[str]:
    """A line for each number that fell; what was not measured, or is new, is not compared."""
    return [
        f"{name}: {found[name]:.4f}, was {before:.4f}"
        for name, before in baselines.items()
        if name in found and found[name] < before - _WIDER.get(name.split(".")[0], TOLERANCE)
    ]


def record(found: Mapping[str, float], file: Path = FILE) -> None:
    """Takes the place of what was recorded of the same names."""
    known = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    file.write_text(json.dumps(dict(sorted((known | dict(found)).items())), indent=2) + "\n", "utf-8")
