"""Messages that lean on the one before them, measured with the whole product: `python -m eval followups`.

A conversation of sets/*_followups.jsonl is held through the public door; its last reply is judged. `clause`: it cites a
passage that holds one of the quotes expected. `quoted`: the words expected stand in the reply itself, or it quotes a
part of them.
"""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

from eval.eligibility_check import talk
from eval.product import own_data_dir, running_product
from eval.questions import SETS, squeezed

_SETS = ("dev_followups", "test_followups")

Entry = dict[str, Any]
Messages = list[dict[str, Any]]


def measure() -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var")) as product,
    ):
        return {name: hold_all(product.url, read(name)) for name in _SETS}


def read(name: str) -> list[Entry]:
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def hold_all(url: str, entries: list[Entry]) -> dict[str, Any]:
    """Every conversation with the product at `url`: shares of right last replies, in all and by language, and the wrong ones."""
    groups: dict[str, list[bool]] = defaultdict(list)
    missed = {}
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        for entry in entries:
            say = talk(client, _locale(entry["language"]))
            messages = [say(text) for text in entry["turns"]][-1]
            wanted = [squeezed(quote) for quote in entry["quotes"]]
            cites = cites_one(wanted, _passages(client, messages))
            groups["clause"].append(cites)
            groups["quoted"].append(cites and quotes_one(wanted, messages))
            groups[entry["language"]].append(cites)
            if not cites:
                missed[entry["id"]] = {"turns": entry["turns"], "said": [each["text"] for each in messages]}
    shares = {name: round(sum(right) / len(right), 3) for name, right in groups.items()}
    return {"held": len(entries)} | shares | {"missed": missed}


def cites_one(wanted: list[str], passages: list[str]) -> bool:
    return any(quote in squeezed(text) for quote in wanted for text in passages)


def quotes_one(wanted: list[str], messages: Messages) -> bool:
    said = squeezed("".join(each["text"] for each in messages))
    parts = [squeezed(each["quote"]) for message in messages for each in message["citations"]]
    return any(quote in said or any(part in quote for part in parts) for quote in wanted)


def _passages(client: httpx.Client, messages: Messages) -> list[str]:
    cited = dict.fromkeys(each["passage_id"] for message in messages for each in message["citations"])
    replies = [client.get(f"/api/v1/passages/{identity}").raise_for_status() for identity in cited]
    return [reply.json()["text"] for reply in replies]


def _locale(language: str) -> str:
    return {"yue": "zh-Hant"}.get(language, language)


def described(report: dict[str, Any]) -> str:
    lines = []
    for name, result in report.items():
        shares = ", ".join(
            f"{group} {share:.1%}" for group, share in result.items() if group not in ("held", "missed")
        )
        lines.append(f"{name}: {result['held']} conversations; {shares}")
        lines += [f"  {key}: {' | '.join(miss['turns'])}" for key, miss in result["missed"].items()]
    return "\n".join(lines)
