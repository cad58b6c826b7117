"""What a reply is worth: facts and clauses counted, the same reply always the same grade. No judgement, no model.

A reply is right (1) when it cites every passage that a whole answer needs and every fact expected stands in it, in half (½) when
some of both is there, else wrong (0). Of a fact, all numbers have to be there; of one without numbers, many of its words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.questions import squeezed
from knowledge.retrieve.normalise import comparable

GROUPS = ("language", "style", "type")
_WORDS_THERE = 0.4  # of a fact's pairs of characters, or words; authors word facts freely
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_NO = re.compile("不[是得能会行用需要可以]+|没有|否|不|no")
_YES = re.compile("[是得能会行要需可以有]+|yes")
_CORRECTED = re.compile(r"不是|没有|沒有|That is not so|There is no")

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Reply:
    """What was said, and the texts of the passages that it cites; `answered` is false where it refuses."""

    answered: bool
    said: str = ""
    cited: tuple[str, ...] = ()


REFUSAL = Reply(answered=False)
Ask = Callable[[Entry], Reply]


def graded(entry: Entry, reply: Reply) -> float:
    """1, 0.5 or 0."""
    if not reply.answered:
        return 0.0
    cited = [squeezed(text) for text in reply.cited]
    clauses = [any(squeezed(quote) in text for text in cited) for quote in entry["quotes"]]
    facts = [stated(fact, reply.said) for fact in _facts(entry.get("answer", ""))]
    if all(clauses) and all(facts):
        return 1.0
    return 0.5 if any(clauses) and (any(facts) or not facts) else 0.0


def silent(entry: Entry, reply: Reply) -> bool:
    """Whether nothing was claimed; a false premise may be corrected instead."""
    if not reply.answered:
        return True
    return entry["kind"] == "false_premise" and bool(_CORRECTED.match(reply.said))


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


def grade_all(
    settled: Iterable[Entry], unsettled: Iterable[Entry], ask: Ask, *, name: bool
) -> dict[str, Any]:
    """Grades of the questions that the guide settles, and how many of the others were refused. Single replies are named
    only where `name` says so: those of the test set are for judging alone."""
    grades: dict[str, list[float]] = defaultdict(list)
    refused, wrong = 0, {}
    for entry in settled:
        reply = ask(entry)
        grade = graded(entry, reply)
        refused += not reply.answered
        grades["all"].append(grade)
        for group in GROUPS:
            if group in entry:
                grades[f"{group}={entry[group]}"].append(grade)
        if grade < 1 and name:
            wrong[entry["id"]] = {"q": entry["q"], "grade": grade, "said": reply.said}
    kept, answered = defaultdict(list), {}
    for entry in unsettled:
        reply = ask(entry)
        right = silent(entry, reply)
        kept["all"].append(right)
        kept[entry["kind"]].append(right)
        if not right and name:
            answered[entry["id"]] = {"q": entry["q"], "said": reply.said}
    return {
        "questions": len(grades["all"]),
        "unanswerable": len(kept["all"]),
        "groups": {group: _summed(found) for group, found in sorted(grades.items())},
        "refused": refused / max(len(grades["all"]), 1),
        "silent": {kind: sum(found) / len(found) for kind, found in sorted(kept.items()) if found},
        "wrong": wrong,
        "answered": answered,
    }


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
        "half": sum(grade == 0.5 for grade in grades) / len(grades),
    }


def described(report: Mapping[str, Any]) -> str:
    lines = []
    for name, found in report.items():
        lines.append(
            f"{name} ({found['use']}): {found['questions']} questions, {found['unanswerable']} unanswerable"
        )
        lines.append(f"  {'':24}{'n':>5}{'grade':>8}{'right':>8}{'half':>8}")
        for group, values in found["groups"].items():
            lines.append(
                f"  {group:24}{values['questions']:>5}"
                + "".join(f"{values[key]:>8.3f}" for key in ("grade", "right", "half"))
            )
        kinds = ", ".join(f"{kind} {share:.1%}" for kind, share in found["silent"].items())
        lines += [f"  refused though settled: {found['refused']:.1%}", f"  silent or corrected: {kinds}", ""]
    return "\n".join(lines)
