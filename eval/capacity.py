"""Machines for so many conversations a day, from what was measured: `python -m eval capacity`.

    turns at the peak, a second = conversations a day x turns x share of the busiest hour x burst / 3600
    machines = that / (what one answers x how far it is used), rounded up, and one more

What one machine answers is read from `<data>/eval/load.json` (`make load`): the most of a crowd of whom nobody was refused and 95 in a
hundred had their reply in time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DAILY = (1_000, 100_000, 10_000_000)


class NothingMeasured(Exception):
    """No crowd that was answered in time."""


@dataclass(frozen=True)
class Assumed:
    """What only the operator can know; replace it by figures of your own."""

    turns: float = 4  # of a conversation
    busiest_hour: float = 0.15  # its share of the day's conversations
    burst: float = 2  # of the busiest minute above that hour's mean
    used: float = 0.6  # of what a machine can answer: one may fail, and another be replaced
    in_time_ms: int = 3000  # WeChat asks again after 5 s


def answered_per_s(load: dict[str, Any], in_time_ms: int) -> float:
    """By one machine, all four processes on it. Raises NothingMeasured."""
    good = [
        crowd["answered_per_s"]
        for crowd in load["crowds"]
        if not (crowd["refused"] or crowd["apologies"] or crowd["failed"]) and crowd["p95_ms"] <= in_time_ms
    ]
    if not good:
        raise NothingMeasured(
            f"no crowd was answered within {in_time_ms} ms: run make load on a quiet machine"
        )
    return max(good)


def measure(load: dict[str, Any], assumed: Assumed, daily: Sequence[int] = DAILY) -> dict[str, Any]:
    one = answered_per_s(load, assumed.in_time_ms)
    rows = []
    for conversations in daily:
        peak = conversations * assumed.turns * assumed.busiest_hour * assumed.burst / 3600
        rows.append(
            {
                "conversations_a_day": conversations,
                "turns_at_the_peak_per_s": round(peak, 2),
                "machines": math.ceil(peak / (one * assumed.used)) + 1,
            }
        )
    return {"assumed": vars(assumed), "cores": load["cores"], "one_answers_per_s": one, "rows": rows}


def described(report: dict[str, Any]) -> str:
    lines = [
        f"one machine of {report['cores']} cores answers {report['one_answers_per_s']} turns a second; assumed: "
        + ", ".join(f"{name} {value:g}" for name, value in report["assumed"].items()),
        "conversations a day  turns/s at the peak  machines",
    ]
    for row in report["rows"]:
        lines.append(
            f"{row['conversations_a_day']:>19,}  {row['turns_at_the_peak_per_s']:>19,}  {row['machines']:>8,}"
        )
    return "\n".join(lines)
