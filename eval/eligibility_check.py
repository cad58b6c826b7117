"""The eligibility check, measured: `python -m eval check`.

How many questions it asks of random applicants (eligibility_questions), how many of the dialogues of
eligibility_dialogues.yml end as they should when held with the whole product through its public door, and how long a
turn takes there.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from eval import eligibility_questions
from eval.eligibility_dialogues import Messages, Say, hold, load
from eval.product import own_data_dir, running_product


def measure() -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var")) as product,
    ):
        dialogues = hold_all(product.url)
    return {"questions": eligibility_questions.measure(), "dialogues": dialogues}


def hold_all(url: str) -> dict[str, Any]:
    """Every dialogue with the product at `url`."""
    seconds: list[float] = []
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        held = [hold(each, talk(client, each.get("locale", "zh-Hans"), seconds)) for each in load()]
    ordered = sorted(seconds)
    return {
        "held": len(held),
        "succeeded": sum(each.succeeded for each in held),
        "failed": {each.name: each.problems for each in held if not each.succeeded},
        "turns": len(seconds),
        "turn_ms": {
            "p50": round(1000 * statistics.median(ordered), 1),
            "p95": round(1000 * ordered[int(0.95 * len(ordered))], 1),
        },
    }


def talk(client: httpx.Client, locale: str = "zh-Hans", seconds: list[float] | None = None) -> Say:
    """A new conversation through the chat's endpoint; `seconds` gathers how long each turn took."""
    session: dict[str, str] = {}

    def say(text: str) -> Messages:
        began = time.perf_counter()
        reply = client.post("/api/v1/chat", json={"message": text, "locale": locale, **session})
        if seconds is not None:
            seconds.append(time.perf_counter() - began)
        content = reply.raise_for_status().json()
        session["session_id"] = content["session_id"]
        return content["messages"]

    return say


def described(report: dict[str, Any]) -> str:
    dialogues = report["dialogues"]
    lines = [
        eligibility_questions.described(report["questions"]),
        "",
        f"{dialogues['succeeded']} of {dialogues['held']} dialogues end as they should; "
        f"{dialogues['turns']} turns, {dialogues['turn_ms']['p50']} ms a turn (p95 {dialogues['turn_ms']['p95']} ms)",
        *(f"  {name}: {'; '.join(problems)}" for name, problems in dialogues["failed"].items()),
    ]
    return "\n".join(lines)
