"""Bad replies that must not come back: `python -m eval regress`.

A case is a question as somebody asked it, what was said before it, and the approved answer that it must get (or none: it
must be refused). The desk keeps one with every answer that it approves, `python -m eval regress TRACE_ID` makes one of a
logged reply; both lie in <data>/edits/cases.jsonl. Those that everybody has are in sets/regressions.jsonl, in the same form.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from bot.gateway.store import Store, database_url
from bot.gateway.tables import TurnRow
from eval.product import own_data_dir, running_product
from eval.questions import SETS
from knowledge.answers.offered import Offered
from knowledge.ingest.edits import Case, Edits, read_cases
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.index import Index
from knowledge.retrieve.search import Searcher
from knowledge.settings import Settings

SHIPPED = SETS / "regressions.jsonl"
_NEAR = 3  # passages whose answers are offered for a case
_BEFORE = 2  # messages of the conversation that a case begins with


class NoSuchTurn(LookupError):
    """No turn of that trace is in the log."""


@dataclass(frozen=True)
class Turn:
    """A logged message, the messages before it in its conversation, and the replies: kind, text, and the id of the answer."""

    text: str
    before: tuple[str, ...]
    replies: tuple[tuple[str, str, str], ...]

    @property
    def answers(self) -> list[str]:
        """Ids of the approved answers given; empty for a passage that was quoted without one."""
        return [answer for kind, _, answer in self.replies if kind == "answer"]


async def logged(url: str, data_dir: Path, trace_id: str) -> Turn:
    """Raises `NoSuchTurn`."""
    store = Store(database_url(url, data_dir))
    try:
        async with store.transaction() as db:
            row = await db.get(TurnRow, trace_id, options=[selectinload(TurnRow.replies)])
            if row is None:
                raise NoSuchTurn(trace_id)
            earlier = select(TurnRow.text).where(TurnRow.session_id == row.session_id, TurnRow.at < row.at)
            before = (await db.scalars(earlier.order_by(TurnRow.at.desc()).limit(_BEFORE))).all()
            replies = tuple((each.kind, each.text, each.trace.get("answer", "")) for each in row.replies)
            return Turn(row.text, tuple(reversed(before)), replies)
    finally:
        await store.close()


def all_cases(settings: Settings) -> list[Case]:
    return read_cases(SHIPPED) + Edits(settings.edits_dir).cases()


async def measure(settings: Settings) -> dict[str, Any]:
    """Every case put to the whole product."""
    cases = all_cases(settings)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var")) as product,
    ):
        return await hold_all(product.url, product.data_dir, cases)


async def hold_all(url: str, data_dir: Path, cases: list[Case]) -> dict[str, Any]:
    """With the product at `url`, whose log is in `data_dir`."""
    failed = []
    with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
        for case in cases:
            turn = await logged("", data_dir, _say(client, case))
            given = turn.answers
            if case.answer not in given if case.answer else given:
                failed.append(
                    {"q": case.q, "before": list(case.before), "wanted": case.answer, "given": given}
                )
    return {"cases": len(cases), "failed": failed}


def choices(turn: Turn, index: Index, embedder: Embedder) -> str:
    """What was said, and which answers the case may be about."""
    searcher = Searcher(index, embedder)
    edition = searcher.edition().index
    answers = edition.answers.answers
    offered = Offered(answers, edition.edition.questions)
    near = searcher.search(turn.text, _NEAR)
    cited = {each.passage.id for each in near.results}
    likely = [
        answer.id for answer in answers if any(citation.passage_id in cited for citation in answer.citations)
    ]
    lines = [*(f"before: {text}" for text in turn.before), f"asked:  {turn.text}"]
    lines += [f"said:   [{kind} {answer}] {text}" for kind, text, answer in turn.replies]
    lines += ["", "Which answer must it get? --answer ID, or --silent where the guide does not settle it:"]
    lines += [f"  {identity}: {offered.heading(identity, 'zh-Hans')}" for identity in likely]
    return "\n".join(lines)


def _say(client: httpx.Client, case: Case) -> str:
    """Holds the conversation; the trace id of its last turn."""
    session: dict[str, str] = {}
    for text in (*case.before, case.q):
        reply = client.post("/api/v1/chat", json={"message": text, **session}).raise_for_status().json()
        session["session_id"] = reply["session_id"]
    return reply["trace_id"]


def described(report: dict[str, Any]) -> str:
    lines = [f"{report['cases']} cases, {len(report['failed'])} failed"]
    for each in report["failed"]:
        asked = " | ".join([*each["before"], each["q"]])
        given = ", ".join(answer or "a passage" for answer in each["given"]) or "a refusal"
        lines.append(f"  {asked}: wanted {each['wanted'] or 'a refusal'}, got {given}")
    return "\n".join(lines)
