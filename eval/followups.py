"""Messages that lean on the one before them, measured with the whole product.

A conversation of sets/*_followups.jsonl is held through the public door; its last reply is judged. `clause`: it cites a
passage that holds one of the quotes expected. `quoted`: the words expected stand in the reply itself, or it quotes a
part of them. Where none are expected, the guide does not settle it, and nothing may be quoted.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

import httpx

from eval import questions
from eval.eligibility_check import talk
from eval.questions import squeezed

_SETS = (
    ("dev_followups", "development: tuned on"),
    ("held_followups", "held out: written afterwards, single conversations may be looked at"),
    ("unread_followups", "held out: written blind on 2026-11-29, read by programs only"),
    ("late_followups", "held out: written blind on 2026-11-30, read by programs only"),
    ("edge_followups", "held out: written blind later that day, read by programs only"),
    ("clear_followups", "held out: written blind by another author, read by programs only"),
    ("test_followups", "test: never tuned on, single conversations are never looked at"),
)

# Single conversations of these are not shown.
_FOR_JUDGING = ("unread_followups", "late_followups", "edge_followups", "clear_followups", "test_followups")
_MADE = (
    ("dev_changes", "development: a question of another matter after the first, both of dev.jsonl"),
    ("dev_unsettled", "development: an unanswerable question after one of dev.jsonl"),
)
_MADE_OF = 200  # conversations of each
_LONGEST_SAID = 20  # characters of their last message; longer ones lean on nothing

Entry = dict[str, Any]
Messages = list[dict[str, Any]]


def measure(url: str) -> dict[str, Any]:
    """All sets with the product at `url`."""
    report = {}
    for name, use in _SETS:
        report[name] = {"use": use} | hold_all(url, questions.entries(name))
        if name in _FOR_JUDGING:
            del report[name]["missed"]
    asked = questions.entries("dev")
    unsettled = [each for each in questions.entries("dev_unanswerable") if each["kind"] == "near"]
    for (name, use), last in zip(_MADE, (asked, unsettled), strict=True):
        report[name] = {"use": use} | hold_all(url, made(asked, last))
    return report


def made(first: list[Entry], last: list[Entry]) -> list[Entry]:
    """Conversations of a question of `first` and a short one of `last`, the same for ever."""
    short = [each for each in last if len(each["q"]) <= _LONGEST_SAID]
    return [
        {
            "id": each["id"],
            "turns": [before["q"], each["q"]],
            "quotes": each.get("quotes", []),
            "language": each.get("language", before["language"]),
        }
        for before, each in zip(reversed(_shuffled(first)), _shuffled(short)[:_MADE_OF], strict=False)
    ]


def _shuffled(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda each: hashlib.sha256(each["id"].encode()).digest())


def hold_all(url: str, entries: list[Entry]) -> dict[str, Any]:
    """Every conversation with the product at `url`: shares of right last replies, in all and by language, and the wrong ones."""
    groups: dict[str, list[bool]] = defaultdict(list)
    missed = {}
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        for entry in entries:
            say = talk(client, questions.locale(entry["language"]))
            messages = [say(text) for text in entry["turns"]][-1]
            wanted = [squeezed(quote) for quote in entry["quotes"]]
            cited = _passages(client, messages)
            cites = cites_one(wanted, cited) if wanted else not cited
            groups["clause"].append(cites)
            groups["quoted"].append(cites and (quotes_one(wanted, messages) or not wanted))
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


def described(report: dict[str, Any]) -> str:
    lines = []
    for name, result in report.items():
        shares = ", ".join(
            f"{group} {share:.1%}" for group, share in result.items() if isinstance(share, float)
        )
        lines.append(f"{name} ({result['use']}): {result['held']} conversations; {shares}")
        lines += [f"  {key}: {' | '.join(miss['turns'])}" for key, miss in result.get("missed", {}).items()]
    return "\n".join(lines)
