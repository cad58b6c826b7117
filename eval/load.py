"""Many conversations at once against the whole product on this machine: `python -m eval load`.

For each number of people: answers in a second, p50 / p95 / p99 of their times, how many were refused (told when to come again),
how many replies were an apology, how many failed in any other way, and the memory of all processes. The limits for each address are
off, as one machine plays everybody, and it plays them on the cores that the product needs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.bench import PROCESSES, memory
from eval.product import ROOT, Product, own_data_dir, running_product
from eval.wechat_wire import TOKEN

ANSWERED = ("chat", "search", "wechat")


def measure(people: Sequence[int], seconds: int) -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var"), MQA_WECHAT_TOKEN=TOKEN) as product,
    ):
        return {
            "cores": os.cpu_count(),
            "others_load": os.getloadavg()[0],
            "seconds": seconds,
            "crowds": [crowd(product, each, seconds) for each in people],
        }


def crowd(product: Product, people: int, seconds: int) -> dict[str, Any]:
    """All arrive within the first fifth of the time."""
    options = {
        "locustfile": "eval/people.py",
        "host": product.url,
        "users": people,
        "spawn-rate": 5 * people / seconds,
        "run-time": f"{seconds}s",
        "stop-timeout": 60,
        "loglevel": "ERROR",
    }
    named = [f"--{name}={value}" for name, value in options.items()]
    done = subprocess.run(
        [sys.executable, "-m", "locust", "--headless", "--json", *named],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,  # 1 where anything failed
    )
    if done.returncode:
        print(done.stderr[done.stderr.find("Error report") :], file=sys.stderr)
    memories = sum(memory(pid) for name in PROCESSES if (pid := product.pid(name)))
    return {"people": people, **summary(json.loads(done.stdout), seconds), "memory_mb": memories}


def summary(stats: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    """Of locust's statistics; times in milliseconds."""
    by_name: Counter[str] = Counter()
    times: Counter[int] = Counter()
    failed = 0
    for row in stats:
        failed += row["num_failures"]
        by_name[row["name"]] += row["num_requests"] - row["num_failures"]
        if row["name"] in ANSWERED:
            times.update({int(milliseconds): count for milliseconds, count in row["response_times"].items()})
    return {
        "answered_per_s": round(sum(by_name[name] for name in ANSWERED) / seconds, 1),
        **{f"p{share}_ms": _percentile(times, share / 100) for share in (50, 95, 99)},
        "refused": by_name["refused"],
        "apologies": by_name["apology"],
        "failed": failed,
    }


def _percentile(times: Counter[int], share: float) -> int | None:
    wanted = share * times.total()
    for milliseconds in sorted(times):
        wanted -= times[milliseconds]
        if wanted <= 0:
            return milliseconds
    return None


def described(report: dict[str, Any]) -> str:
    columns = (
        "people",
        "answered_per_s",
        "p50_ms",
        "p95_ms",
        "p99_ms",
        "refused",
        "apologies",
        "failed",
        "memory_mb",
    )
    rows = [columns, *([str(crowd[name]) for name in columns] for crowd in report["crowds"])]
    return "\n".join(
        [
            f"{report['cores']} cores, load by others before the start {report['others_load']:.1f}; {report['seconds']} s each",
            *(
                "  ".join(cell.rjust(len(name)) for cell, name in zip(row, columns, strict=True))
                for row in rows
            ),
        ]
    )
