"""Replies graded by their facts and clauses (grading.py): those of the whole product, and what its search alone would say.

In the product every question is put through the public door as the first message of a conversation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from eval import grading, questions
from eval.eligibility_check import talk
from eval.grading import REFUSAL, Ask, Entry, Reply
from eval.retrieval import DEPTH
from knowledge.model import Passage, SearchOutcome
from knowledge.retrieve.search import Searcher

Messages = list[dict[str, Any]]

# Questions in two parts: the reading of a message's pieces was chosen on them, by the search within the dialogue alone.
_ALSO_GRADED = (("dev_pieces", "development: two questions in one message"),)


def measure(url: str, replies: Path) -> dict[str, Any]:
    """All sets with the product at `url`; what it says goes into the folder `replies`, in the form that `score` reads."""
    replies.mkdir(parents=True, exist_ok=True)
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        return {
            name: {"use": use} | _grade(name, _Recorded(client, replies / f"{name}.jsonl"))
            for name, use in (*questions.SETS_AND_USES, *_ALSO_GRADED)
        }


def measure_search(searcher: Searcher) -> dict[str, Any]:
    """The development set, without the dialogue around the search: needs no running product, takes seconds."""
    name, use = questions.SETS_AND_USES[0]
    # As deep as retrieval.py looks: what was searched for there is remembered.
    return {
        name: {"use": use}
        | _grade(name, lambda entry: of_outcome(searcher.search(entry["q"], DEPTH), searcher.passages))
    }


def _grade(name: str, ask: Ask) -> dict[str, Any]:
    settled, unsettled = questions.entries(name), questions.entries(f"{name}_unanswerable")
    return grading.grade_all(settled, unsettled, ask, name=name.startswith("dev"))


class _Recorded:
    """Asks the product, and keeps what it says."""

    def __init__(self, client: httpx.Client, file: Path) -> None:
        self._client = client
        self._passages = Passages(client)
        self._file = file
        self._file.write_text("", "utf-8")

    def __call__(self, entry: Entry) -> Reply:
        messages = talk(self._client, questions.locale(entry.get("language", "zh-Hans")))(entry["q"])
        answers = answers_in(messages)
        row = {
            "id": entry["id"],
            "answered": bool(answers),
            "text": "\n".join(each["text"] for each in answers or messages),
            "quotes": [each["quote"] for message in answers for each in message["citations"]],
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return of_messages(messages, self._passages)


class Passages:
    """The texts of the guide's passages, asked for once."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._texts: dict[str, str] = {}

    def text(self, identity: str) -> str:
        if identity not in self._texts:
            reply = self._client.get(f"/api/v1/passages/{identity}").raise_for_status()
            self._texts[identity] = reply.json()["text"]
        return self._texts[identity]


def answers_in(messages: Messages) -> Messages:
    """What answers; a report does for who tells a case, 半年前被罚了还能报吗, with the clauses that decide it."""
    return [message for message in messages if message["kind"] in ("answer", "report")]


def of_messages(messages: Messages, passages: Passages) -> Reply:
    answers = answers_in(messages)
    if not answers:
        return REFUSAL
    citations = [citation for message in answers for citation in message["citations"]]
    cited = tuple(
        passages.text(identity) for identity in dict.fromkeys(each["passage_id"] for each in citations)
    )
    return Reply(
        True,
        " ".join([*(message["text"] for message in answers), *(each["quote"] for each in citations)]),
        cited,
    )


def of_outcome(outcome: SearchOutcome, passages: Mapping[str, Passage]) -> Reply:
    if not outcome.answerable:
        return REFUSAL
    if outcome.answer is None:
        best = outcome.results[0]
        return Reply(True, best.quote, (best.passage.text,))
    given = [each.answer for each in (outcome.answer, outcome.also) if each]
    citations = [citation for answer in given for citation in answer.citations]
    said = [text for answer in given for text in answer.text.values()] + [each.quote for each in citations]
    if correction := outcome.answer.correction:
        said.insert(0, "不是" if correction.kind != "none" else "没有")
    cited = dict.fromkeys(each.passage_id for each in citations)
    return Reply(True, " ".join(said), tuple(passages[each].text for each in cited))
