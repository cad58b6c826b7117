"""Holds the dialogues of eligibility_dialogues.yml with the check and counts those that end as they should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yml")
# Whoever was asked that often beyond the replies laid down for a fact is not understood.
_PATIENCE = 2
_LONGEST = 60

Messages = list[dict[str, Any]]
Say = Callable[[str], Messages]


@dataclass
class Held:
    """One dialogue as it went: what was said by whom, and what was wrong with it."""

    name: str
    said: list[tuple[str, Messages]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        return not self.problems


def load(file: Path = FILE) -> list[dict[str, Any]]:
    """The dialogues, each with its replies to every fact."""
    content = yaml.safe_load(file.read_text("utf-8"))
    dialogues = []
    for number, dialogue in enumerate(content["dialogues"]):
        usual = {fact: texts[number % len(texts)] for fact, texts in content["usual"].items()}
        replies = usual | dialogue.get("answers", {})
        dialogues.append({**dialogue, "replies": {fact: _listed(texts) for fact, texts in replies.items()}})
    return dialogues


def hold(dialogue: Mapping[str, Any], say: Say) -> Held:
    """Talks until the report, and on as far as the dialogue does."""
    held = Held(dialogue["name"])
    try:
        for problem in _talk(dialogue, _recorded(say, held)):
            held.problems.append(problem)
    except _Lost as lost:
        held.problems.append(str(lost))
    return held


class _Lost(Exception):
    """The conversation cannot go on."""


def _talk(dialogue: Mapping[str, Any], say: Say) -> Iterator[str]:
    messages, report = _to_report(dialogue, say, say(dialogue["say"]), problems := [])
    yield from problems
    if "verdict" in dialogue and report["verdict"] != dialogue["verdict"]:
        yield f"verdict {report['verdict']}"
    for text, verdict in dialogue.get("then", ()):
        messages, report = _to_report(dialogue, say, say(text), problems := [])
        yield from problems
        if report["verdict"] != verdict:
            yield f"after {text}: {report['verdict']}"
    failed = [rule["id"] for rule in report["rules"] if rule["status"] == "fail"]
    if "fail" in dialogue and failed != dialogue["fail"]:
        yield f"not met: {failed}"
    if messages[-1]["kind"] != "report":
        yield "the report is not the last message"


def _to_report(
    dialogue: Mapping[str, Any], say: Say, messages: Messages, problems: list[str]
) -> tuple[Messages, dict[str, Any]]:
    asked: Counter[str] = Counter()
    fact = ""
    while True:
        if not messages:
            raise _Lost("no reply")
        card = messages[-1].get("card") or {}
        if card.get("type") == "eligibility_report":
            return messages, card
        fact = card.get("fact", fact)
        if not fact:
            raise _Lost(f"no question: {messages[-1]['text']}")
        if fact in dialogue.get("never", ()):
            problems.append(f"asked for {fact}")
        replies = dialogue["replies"].get(fact)
        if replies is None:
            raise _Lost(f"asks for {fact}, of which nothing is known")
        if asked[fact] >= len(replies) + _PATIENCE or asked.total() > _LONGEST:
            raise _Lost(f"does not understand {replies[-1]} as {fact}")
        text = replies[min(asked[fact], len(replies) - 1)]
        asked[fact] += 1
        messages = say(text)
        if text in dialogue.get("cited", ()) and not _cites_and_asks(messages, fact):
            problems.append(f"no cited answer, or not {fact} again, after {text}")


def _cites_and_asks(messages: Messages, fact: str) -> bool:
    first, last = messages[0], messages[-1]
    return (
        first["kind"] == "answer"
        and bool(first["citations"])
        and last["kind"] == "question"
        and last["card"]["fact"] == fact
    )


def _recorded(say: Say, held: Held) -> Say:
    def talk(text: str) -> Messages:
        messages = say(text)
        held.said.append((text, messages))
        return messages

    return talk


def _listed(texts: str | list[str]) -> list[str]:
    return [texts] if isinstance(texts, str) else texts
