"""The check of application material, measured: `python -m eval materials`.

`largest`: the worker on files of 50 MiB, the largest that the guide allows. `attacked`: the whole product, while four
visitors send hostile files through its public door and one goes on asking questions and checks a small file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from eval import material_files as made
from eval.product import ROOT, own_data_dir, running_product

_LARGEST = {
    "docx, pictures": ("docx", made.docx_with_pictures),
    "docx, text alone": ("docx", made.docx_of_text),
    "pdf, pictures": ("pdf", made.pdf_with_pictures),
    "pdf, text alone": ("pdf", made.pdf_of_text),
}
_HOSTILE = {
    "bomb.zip": made.bomb,
    "nested.zip": made.nested,
    "traversal.zip": made.traversal,
    "entity.docx": made.outside_entity,
    "laughs.docx": made.billion_laughs,
    "pages.pdf": lambda: made.pdf_of_pages(100_000),
    "text.pdf": made.pdf_of_text,
}
_ATTACKERS = 4
_QUIET_TURNS = 20
_TIMEOUT_S = 300
# The worker, which then says the most memory it held. The kernel's count for children would begin with this process's own.
_WORKER = (
    "import sys; from actions.materials.worker import main; main();"
    "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')), file=sys.stderr)"
)


def measure() -> dict[str, Any]:
    largest = {name: _worker(extension, make()) for name, (extension, make) in _LARGEST.items()}
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var"), MQA_RATE_LIMIT_PER_MINUTE="0") as product,
    ):
        return {"largest": largest, "attacked": _attack(product.url)}


def _worker(extension: str, content: bytes) -> dict[str, Any]:
    task = {"extension": extension, "kind": "self_report", "category": "economic"}
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        begun, before = time.perf_counter(), os.times()
        ended = subprocess.run(
            [sys.executable, "-c", _WORKER, json.dumps(task)],
            stdin=file,
            capture_output=True,
            cwd=ROOT,
            check=False,
        )
        after = os.times()
    computing = after.children_user + after.children_system - before.children_user - before.children_system
    return {
        "mib": round(len(content) / 2**20, 1),
        "seconds": round(time.perf_counter() - begun, 2),
        "computing_s": round(computing, 2),
        "peak_mib": int(ended.stderr) // 1024 if ended.returncode == 0 else None,
        "found": sorted({each["rule"] for each in json.loads(ended.stdout)})
        if ended.returncode == 0
        else "given up",
    }


def _attack(url: str) -> dict[str, Any]:
    hostile = {name: make() for name, make in _HOSTILE.items()}
    with (
        ThreadPoolExecutor(_ATTACKERS) as attackers,
        httpx.Client(base_url=url, timeout=_TIMEOUT_S, trust_env=False) as client,
    ):
        quiet = [_ask(client) for _ in range(_QUIET_TURNS)]
        quiet_check = _check_small(client)
        attacks = [attackers.submit(_send, url, hostile) for _ in range(_ATTACKERS)]
        busy, busy_checks = [], []
        while not all(attack.done() for attack in attacks):
            busy.append(_ask(client))
            busy_checks.append(_check_small(client))
            time.sleep(0.2)
    return {
        "attackers": _ATTACKERS,
        "turn_ms": {"quiet": _spread(quiet), "attacked": _spread(busy)},
        "small_check_ms": {"quiet": round(1000 * quiet_check), "attacked": _spread(busy_checks)},
        "found": _found(attacks[0]),
        "attack_s": round(max(attack.result()[1] for attack in attacks), 1),
    }


def _ask(client: httpx.Client) -> float:
    begun = time.perf_counter()
    client.post("/api/v1/chat", json={"message": "申报表要盖章吗？"}).raise_for_status()
    return time.perf_counter() - begun


def _check_small(client: httpx.Client) -> float:
    begun = time.perf_counter()
    small = made.pdf_of_pages(1)
    client.post(
        "/api/v1/materials/check", files={"files": ("证书.pdf", small)}, data={"kinds": "evidence"}
    ).raise_for_status()
    return time.perf_counter() - begun


def _send(url: str, hostile: dict[str, bytes]) -> tuple[dict[str, Any], float]:
    begun = time.perf_counter()
    reply = httpx.post(
        f"{url}/api/v1/materials/check",
        files=[("files", file) for file in hostile.items()],
        data={"kinds": ["self_report"] * len(hostile)},
        timeout=_TIMEOUT_S,
        trust_env=False,
    )
    return reply.raise_for_status().json(), time.perf_counter() - begun


def _found(attack: Future[tuple[dict[str, Any], float]]) -> dict[str, list[str]]:
    return {
        file["name"]: sorted({each["rule"] for each in file["findings"] if each["severity"] == "error"})
        for file in attack.result()[0]["files"]
    }


def _spread(seconds: list[float]) -> dict[str, int]:
    return {
        "times": len(seconds),
        "p50": round(1000 * float(np.median(seconds))),
        "p95": round(1000 * float(np.percentile(seconds, 95))),
        "max": round(1000 * max(seconds)),
    }


def described(report: dict[str, Any]) -> str:
    lines = ["50 MiB files               MiB     s  computing  peak MiB  found"]
    for name, each in report["largest"].items():
        found = each["found"] if isinstance(each["found"], str) else ", ".join(each["found"])
        lines.append(
            f"{name:24} {each['mib']:5} {each['seconds']:5} {each['computing_s']:10} {each['peak_mib'] or '–':>9}  {found}"
        )
    attacked = report["attacked"]
    lines.append(
        f"{attacked['attackers']} visitors with hostile files, answered after {attacked['attack_s']} s at the latest:"
    )
    lines += [f"  {name:16} {', '.join(rules)}" for name, rules in attacked["found"].items()]
    lines.append(f"turns, ms: {attacked['turn_ms']}")
    lines.append(f"a small file's check, ms: {attacked['small_check_ms']}")
    return "\n".join(lines)
