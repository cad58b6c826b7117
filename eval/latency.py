"""How long a person waits at the public door: each development question searched for, asked, and typed, once."""

from __future__ import annotations

import time
from typing import Any

import httpx

from eval import metrics, questions

_TYPED = 4  # characters, when suggestions are first looked at


def measure(url: str) -> dict[str, Any]:
    texts = [question.text for question in questions.read("dev")]
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        return {
            "questions": len(texts),
            "search_ms": _times(lambda text: client.get("/api/v1/search", params={"q": text}), texts),
            "suggest_ms": _times(
                lambda text: client.get("/api/v1/suggest", params={"q": text[:_TYPED]}), texts
            ),
            "chat_ms": _times(lambda text: client.post("/api/v1/chat", json={"message": text}), texts),
        }


def _times(ask: Any, texts: list[str]) -> dict[str, float]:
    taken = []
    for text in texts:
        begun = time.perf_counter()
        ask(text).raise_for_status()
        taken.append((time.perf_counter() - begun) * 1000)
    return metrics.percentiles(taken)


def described(report: dict[str, Any]) -> str:
    times = "; ".join(
        f"{name} {report[f'{name}_ms']['p50']} / {report[f'{name}_ms']['p95']}"
        for name in ("search", "suggest", "chat")
    )
    return f"{report['questions']} questions, each once; milliseconds, median / 95th percentile: {times}"
