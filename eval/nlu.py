"""What messages are understood as: Rasa's own cross-validation of the dialogue model, with the confusion matrix.

Every example of `bot/data/nlu` is classified by a model that has not seen it. `nlu_fallback` is where no intent is sure enough;
such a message goes where questions go, so that taking a question for it costs nothing (`routed`).
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from eval.product import ROOT

FOLDS = 3
_RASA = ROOT / ".venv-rasa" / "bin" / "python"
_ROUTE = {"nlu_fallback": "ask"}


class NluError(Exception):
    """Rasa could not be asked; carries the end of what it printed."""


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(str(_RASA), "-m", "rasa", "test", "nlu", "--cross-validation", "--folds", str(FOLDS)),
            *("--nlu", "bot/data/nlu", "--config", "bot/config.yml", "--domain", "bot/domain"),
            *("--out", folder, "--no-plot", "--successes", "--quiet"),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NluError(done.stderr[-500:])
        pairs = [pair for name in ("successes", "errors") for pair in _pairs(Path(folder), name)]
    return summed(pairs) | {"folds": FOLDS}


def _pairs(folder: Path, name: str) -> list[tuple[str, str]]:
    """Intent and prediction of every example; no file where there is none of that kind."""
    file = folder / f"intent_{name}.json"
    if not file.is_file():
        return []
    return [
        (each["intent"], each["intent_prediction"]["name"]) for each in json.loads(file.read_text("utf-8"))
    ]


def summed(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    counts = Counter(pairs)
    intents = sorted({intent for intent, _ in pairs})
    columns = [*intents, *sorted({predicted for _, predicted in pairs} - set(intents))]
    routed = sum(
        number for (intent, predicted), number in counts.items() if _ROUTE.get(predicted, predicted) == intent
    )
    return {
        "examples": len(pairs),
        "accuracy": sum(counts[intent, intent] for intent in intents) / len(pairs),
        "routed": routed / len(pairs),
        "intents": {intent: _of(intent, counts) for intent in intents},
        "confusion": {
            "rows": intents,
            "columns": columns,
            "counts": [[counts[intent, predicted] for predicted in columns] for intent in intents],
        },
    }


def _of(intent: str, counts: Counter[tuple[str, str]]) -> dict[str, float]:
    meant = sum(number for (true, _), number in counts.items() if true == intent)
    taken = sum(number for (_, predicted), number in counts.items() if predicted == intent)
    right = counts[intent, intent]
    return {
        "examples": meant,
        "recall": right / meant,
        "precision": right / taken if taken else 0.0,
    }


def described(report: dict[str, Any]) -> str:
    lines = [
        f"{report['examples']} examples, {report['folds']} folds: {report['accuracy']:.1%} understood, "
        f"{report['routed']:.1%} go where they should",
        f"  {'':18}{'n':>5}{'recall':>8}{'precision':>11}",
    ]
    for intent, values in report["intents"].items():
        lines.append(
            f"  {intent:18}{values['examples']:>5}{values['recall']:>8.3f}{values['precision']:>11.3f}"
        )
    return "\n".join(lines)
