"""Replies graded by their facts and clauses, with the whole product: `python -m eval answers`.

Every question is put through the public door as the first message of a conversation. A reply is right (1) when it cites
every passage that a whole answer needs and every fact expected stands in it, in half (½) when some of both is there, else
wrong (0). Of a fact, all numbers have to be there; of one without numbers, many of its words. No judgement but counting: the same replies get the
same grades. A partial answer counts as wrong in `right`.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

from eval.eligibility_check import talk
from eval.product import own_data_dir, running_product
from eval.questions import SETS, squeezed
from knowledge.retrieve.normalise import comparable

_SETS = (
    ("dev", "seen while tuning"),
    ("fresh", "seen while tuning"),
    ("test", "never tuned on"),
)
_GROUPS = ("language", "style", "type")
_WORDS_THERE = 0.4  # of a fact's pairs of characters, or words; authors word facts freely
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_NO = re.compile("不[是得能会行用需要可以]+|没有|否|不|no")
_YES = re.compile("[是得能会行要需可以有]+|yes")
_CORRECTED = re.compile(r"不是|没有|沒有|That is not so|There is no")

Entry = dict[str, Any]
Messages = list[dict[str, Any]]


def measure() -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var")) as product,
        httpx.Client(base_url=product.url, timeout=20, trust_env=False) as client,
    ):
        return {name: {"use": use} | ask_all(client, name) for name, use in _SETS}


def ask_all(client: httpx.Client, name: str) -> dict[str, Any]:
    """Both sets of that name: grades of the questions that the guide settles, and how many others were refused."""
    passages = Passages(client)
    grades: dict[str, list[float]] = defaultdict(list)
    refused, wrong = 0, {}
    for entry in _read(name):
        messages = talk(client, _locale(entry["language"]))(entry["q"])
        grade = graded(entry, messages, passages)
        refused += not any(message["kind"] == "answer" for message in messages)
        grades["all"].append(grade)
        for group in _GROUPS:
            if group in entry:
                grades[f"{group}={entry[group]}"].append(grade)
        if grade < 1 and name != "test":  # those are for judging only
            wrong[entry["id"]] = {
                "q": entry["q"],
                "grade": grade,
                "said": [each["text"] for each in messages],
            }
    kept, answered = defaultdict(list), {}
    for entry in _read(f"{name}_unanswerable"):
        messages = talk(client, _locale(entry.get("language", "zh-Hans")))(entry["q"])
        right = silent(entry, messages)
        kept["all"].append(right)
        kept[entry["kind"]].append(right)
        if not right and name != "test":
            answered[entry["id"]] = {"q": entry["q"], "said": [each["text"] for each in messages]}
    return {
        "questions": len(grades["all"]),
        "unanswerable": len(kept["all"]),
        "groups": {group: _summed(found) for group, found in sorted(grades.items())},
        "refused": refused / max(len(grades["all"]), 1),
        "silent": {kind: sum(found) / len(found) for kind, found in sorted(kept.items())},
        "wrong": wrong,
        "answered": answered,
    }


class Passages:
    """The texts of the guide's passages, asked for once."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._texts: dict[str, str] = {}

    def text(self, identity: str) -> str:
        """Without whitespace."""
        if identity not in self._texts:
            reply = self._client.get(f"/api/v1/passages/{identity}").raise_for_status()
            self._texts[identity] = squeezed(reply.json()["text"])
        return self._texts[identity]


def graded(entry: Entry, messages: Messages, passages: Passages) -> float:
    """1, 0.5 or 0."""
    answers = [message for message in messages if message["kind"] == "answer"]
    if not answers:
        return 0.0
    citations = [citation for message in answers for citation in message["citations"]]
    cited = [passages.text(identity) for identity in dict.fromkeys(each["passage_id"] for each in citations)]
    clauses = [any(squeezed(quote) in text for text in cited) for quote in entry["quotes"]]
    said = " ".join([message["text"] for message in answers] + [each["quote"] for each in citations])
    facts = [stated(fact, said) for fact in _facts(entry.get("answer", ""))]
    if all(clauses) and all(facts):
        return 1.0
    return 0.5 if any(clauses) and (any(facts) or not facts) else 0.0


def stated(fact: str, said: str) -> bool:
    """Whether the fact stands in what was said: every number; of one without numbers, enough of its words."""
    fact, said = _plain(fact), _plain(said)
    if numbers := set(_NUMBER.findall(fact)):
        return numbers <= set(_NUMBER.findall(said))
    if _NO.fullmatch(fact):
        return bool(re.search("不|没|无|非|只|仅|no|not", said))
    if _YES.fullmatch(fact):
        return True  # the clause says it; that it is cited is asked for apart
    words = _words(fact)
    return not words or len(words & _words(said)) >= _WORDS_THERE * len(words)


def silent(entry: Entry, messages: Messages) -> bool:
    """Whether nothing was claimed; a false premise may be corrected instead."""
    if not any(message["kind"] == "answer" for message in messages):
        return True
    return entry["kind"] == "false_premise" and bool(_CORRECTED.match(messages[0]["text"]))


def _facts(answer: str) -> list[str]:
    return [fact.strip() for fact in re.split("[；;]", answer) if fact.strip()]


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", comparable(text))


def _words(text: str) -> set[str]:
    """Pairs of Chinese characters, a single one by itself, and Latin words."""
    words = set(re.findall(r"[a-z]+", text))
    for run in re.findall(r"[\u3400-\u9fff]+", text):
        words |= {run[place : place + 2] for place in range(len(run) - 1)} or {run}
    return words


def _summed(grades: list[float]) -> dict[str, float]:
    return {
        "questions": len(grades),
        "grade": sum(grades) / len(grades),
        "right": sum(grade == 1 for grade in grades) / len(grades),
    }


def _read(name: str) -> list[Entry]:
    file = SETS / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.is_file() else []


def _locale(language: str) -> str:
    return {"yue": "zh-Hant"}.get(language, language)


def described(report: dict[str, Any]) -> str:
    lines = []
    for name, found in report.items():
        lines.append(
            f"{name} ({found['use']}): {found['questions']} questions, {found['unanswerable']} unanswerable"
        )
        lines.append(f"  {'':24}{'n':>5}{'grade':>8}{'right':>8}")
        for group, values in found["groups"].items():
            lines.append(
                f"  {group:24}{values['questions']:>5}{values['grade']:>8.3f}{values['right']:>8.3f}"
            )
        kinds = ", ".join(f"{kind} {share:.1%}" for kind, share in found["silent"].items())
        lines += [f"  refused though settled: {found['refused']:.1%}", f"  silent or corrected: {kinds}", ""]
    return "\n".join(lines)
