"""What the desk does with the knowledge: looks answers up, has drafts checked, changes them, makes a new release of it.

Internal, like the whole service: the gateway decides who may, and keeps drafts and approvals.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from knowledge.ingest.answers import Entry
from knowledge.ingest.edits import Case
from knowledge.ingest.release import ReleaseError
from knowledge.retrieve.clusters import MOST as MOST_CLUSTERED
from knowledge.retrieve.clusters import clustered
from knowledge.retrieve.embed import Embedder
from knowledge.service import editions, words
from knowledge.service.builds import BuildStatus
from knowledge.service.editing import Editing
from knowledge.service.errors import Failure

Line = Annotated[str, Field(max_length=1000)]


class EntryBody(BaseModel):
    id: Annotated[str, Field(max_length=100)]
    answer: dict[str, Annotated[str, Field(max_length=4000)]]
    quotes: Annotated[list[Annotated[str, Field(max_length=4000)]], Field(max_length=40)]
    questions: Annotated[list[Line], Field(max_length=300)]
    not_for: Annotated[list[Line], Field(max_length=300)]
    valid_from: date | None = None
    valid_until: date | None = None
    explained: Annotated[list[Line], Field(max_length=40)] = []

    def entry(self) -> Entry:
        return Entry(
            self.id,
            self.answer,
            tuple(self.quotes),
            tuple(self.questions),
            tuple(self.not_for),
            self.valid_from,
            self.valid_until,
            tuple(self.explained),
        )


class ListedAnswer(EntryBody):
    """`origin`: `shipped` with the product, or `desk`."""

    origin: str


class AnswerList(BaseModel):
    edition: str
    answers: list[ListedAnswer]
    withdrawn: dict[str, str]


class CheckBody(BaseModel):
    edition: str
    entry: EntryBody
    instead_of: str = ""


class ApprovedBody(CheckBody):
    """`asked` is the question that somebody asked; it must get this answer from now on."""

    asked: str = ""


class FindingReply(BaseModel):
    field: str
    message: str


class Findings(BaseModel):
    findings: list[FindingReply]


class WithdrawalBody(BaseModel):
    edition: str
    id: str
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class OpenQuestionBody(BaseModel):
    edition: str
    q: Annotated[str, Field(min_length=1, max_length=1000)]


class TextsBody(BaseModel):
    texts: Annotated[list[Line], Field(max_length=MOST_CLUSTERED)]


class Clusters(BaseModel):
    clusters: list[list[int]]


def router(editing: Editing, embedder: Embedder) -> APIRouter:
    routes = APIRouter(prefix="/v1/desk")

    @routes.get("/answers")
    def answers(edition: str) -> AnswerList:
        known = editing.known(edition)
        return AnswerList(
            edition=edition,
            answers=[
                ListedAnswer(**asdict(entry), origin=origin) for entry, origin in known.answers.values()
            ],
            withdrawn=editing.edits.withdrawn(edition),
        )

    @routes.post("/checks")
    def checks(body: CheckBody) -> Findings:
        return Findings(findings=_findings(editing, body))

    @routes.post("/answers")
    async def approve(body: ApprovedBody) -> BuildStatus:
        """Kept only when the checks find nothing; the release that holds it is being made when this returns."""
        if found := await asyncio.to_thread(_findings, editing, body):  # may read the guide anew
            raise Failure(422, "answer_not_right", "；".join(each.message for each in found[:3]))
        editing.edits.keep_answer(body.edition, body.entry.entry())
        if body.asked.strip():
            editing.edits.keep_case(Case(body.edition, body.asked.strip(), body.entry.id))
        return editing.builds.wish()

    @routes.post("/withdrawals")
    async def withdraw(body: WithdrawalBody) -> BuildStatus:
        if body.id not in (await asyncio.to_thread(editing.known, body.edition)).answers:
            raise Failure(404, "answer_not_found", "没有这条答案")
        editing.edits.withdraw(body.edition, body.id, body.reason)
        return editing.builds.wish()

    @routes.post("/unanswerable")
    async def leave_open(body: OpenQuestionBody) -> BuildStatus:
        """A question that the guide does not settle: from now on its like is refused more surely."""
        editing.folder(body.edition)
        editing.edits.keep_unanswerable(body.edition, body.q.strip(), "near")
        return editing.builds.wish()

    @routes.get("/builds")
    async def status() -> BuildStatus:
        return editing.builds.status

    @routes.post("/rollback")
    def rollback() -> dict[str, str]:
        try:
            with editing.releases.changing():
                return {"release": editing.releases.rollback().id}
        except ReleaseError as refusal:
            raise Failure(409, "nothing_older", str(refusal)) from refusal

    @routes.get("/cases")
    def cases() -> list[dict[str, Any]]:
        return [asdict(case) for case in editing.edits.cases()]

    @routes.post("/clusters")
    def clusters(body: TextsBody) -> Clusters:
        return Clusters(clusters=clustered(body.texts, embedder.queries(body.texts)) if body.texts else [])

    routes.include_router(words.router(editing))
    routes.include_router(editions.router(editing))
    return routes


def _findings(editing: Editing, body: CheckBody) -> list[FindingReply]:
    found = editing.known(body.edition).checker.findings(body.entry.entry(), body.instead_of)
    return [FindingReply(**asdict(each)) for each in found]
