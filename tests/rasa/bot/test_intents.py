"""How messages are understood, on messages.yml: none of it was learnt."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from bot.components.courtesies import clauses

ROOT = Path(__file__).parents[3]
HELD_OUT = yaml.safe_load(Path(__file__).with_name("messages.yml").read_text(encoding="utf-8"))
MESSAGES = [
    (intent, group, str(text))
    for intent, groups in HELD_OUT.items()
    for group, texts in groups.items()
    for text in texts
]
# What starts something of its own; a question for the guide must not end up there.
TASKS = ("start_eligibility", "start_portal", "handoff")


def learnt() -> dict[str, set[str]]:
    examples = defaultdict(set)
    for file in sorted((ROOT / "bot" / "data" / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            examples[entry["intent"]].update(
                line.removeprefix("- ").strip() for line in entry["examples"].splitlines()
            )
    return examples


@pytest.fixture(scope="module")
def understood(assistant):
    return {text: assistant.intent(text) for _, _, text in MESSAGES}


def right(intent: str, got: str) -> bool:
    return got == intent or (intent == "ask" and got == "nlu_fallback")


def test_nothing_held_out_was_learnt():
    examples = set().union(*learnt().values())
    assert [text for _, _, text in MESSAGES if text in examples] == []


def test_no_message_is_an_example_of_two_intents():
    places = defaultdict(set)
    for intent, texts in learnt().items():
        for text in texts:
            places[text.casefold()].add(intent)
    assert {text: intents for text, intents in places.items() if len(intents) > 1} == {}


@pytest.mark.parametrize("intent", HELD_OUT)
def test_intents_are_recognised(understood, intent):
    messages = [text for name, _, text in MESSAGES if name == intent]
    wrong = {text: understood[text] for text in messages if not right(intent, understood[text])}
    assert len(wrong) <= 0.05 * len(messages), wrong


@pytest.mark.parametrize("group", HELD_OUT["ask"])
def test_a_question_does_not_start_a_task(understood, group):
    texts = [str(text) for text in HELD_OUT["ask"][group]]
    assert {text: understood[text] for text in texts if understood[text] in TASKS} == {}


@pytest.mark.parametrize("intent", TASKS)
def test_a_task_is_not_taken_for_small_talk(understood, intent):
    texts = [text for name, _, text in MESSAGES if name == intent]
    assert {t: understood[t] for t in texts if understood[t] not in (intent, "ask", "nlu_fallback")} == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("谢谢，那铜奖呢", ["谢谢", "那铜奖呢"]),
        ("谢谢 那铜奖呢", ["谢谢", "那铜奖呢"]),
        ("您好！请问几天？", ["您好", "请问几天"]),
        ("thank you so much", []),
        ("Hi, how much?", ["Hi", "how much"]),
        ("谢谢。", []),
        ("", []),
        ("，，", []),
    ],
)
def test_clauses(text, parts):
    assert clauses(text) == parts
