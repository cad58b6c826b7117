"""What the desk does with the knowledge: looks answers up, has drafts checked, changes them, makes a new release of it.

Internal, like the whole service: the gateway decides who may, and keeps drafts and approvals.
"""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from knowledge.answers.checks import Checker
from knowledge.ingest import differences as comparing
from knowledge.ingest.answers import Entry, read_answers
from knowledge.ingest.edition import read_documents
from knowledge.ingest.edits import Case, Edits
from knowledge.ingest.errors import IngestError
from knowledge.ingest.meta import FILE as META
from knowledge.ingest.meta import read_meta
from knowledge.ingest.release import ReleaseError, Releases
from knowledge.model import Passage
from knowledge.retrieve import synonyms
from knowledge.retrieve.clusters import MOST as MOST_CLUSTERED
from knowledge.retrieve.clusters import clustered
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.errors import BadSettings
from knowledge.service.builds import Builds, BuildStatus
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


class SynonymsBody(BaseModel):
    same: list[dict[str, Any]]
    spoken: dict[str, str]
    courtesies: list[str]
    apart: list[dict[str, list[str]]]


class DifferenceReply(BaseModel):
    change: str
    old_id: str | None
    new_id: str | None
    path: tuple[str, ...]
    text: str
    pieces: list[tuple[str, str]]


class DifferencesReply(BaseModel):
    old: str
    new: str
    differences: list[DifferenceReply]
    touched_answers: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class _Known:
    """An edition as the shipped documents and the desk's changes make it; `state` names the files it was read from."""

    state: tuple[tuple[str, int], ...]
    passages: tuple[Passage, ...]
    answers: dict[str, tuple[Entry, str]]
    checker: Checker


class Editing:
    def __init__(self, documents: Path, edits: Edits, releases: Releases, builds: Builds) -> None:
        self.edits, self.releases, self.builds = edits, releases, builds
        self._documents = documents
        self._known: dict[str, _Known] = {}
        self._reading = threading.Lock()

    def folder(self, edition: str) -> Path:
        """Raises Failure."""
        try:
            for folder in (self._documents / edition, self.edits.of(edition)):
                if (folder / META).is_file() and folder.name == edition:
                    return folder
        except IngestError:
            pass
        raise Failure(404, "edition_not_found", "没有这个版次的申报指引")

    def known(self, edition: str) -> _Known:
        """Read again only when a file has changed."""
        folder = self.folder(edition)
        with self._reading:
            state = _state(folder, self.edits.of(edition))
            if edition not in self._known or self._known[edition].state != state:
                self._known[edition] = self._read(folder, edition, state)
            return self._known[edition]

    def _read(self, folder: Path, edition: str, state: tuple[tuple[str, int], ...]) -> _Known:
        passages = tuple(
            passage for document in read_documents(folder, read_meta(folder)) for passage in document.passages
        )
        withdrawn = self.edits.withdrawn(edition)
        answers = {entry.id: (entry, "shipped") for _, entry in read_answers(folder)}
        answers |= {entry.id: (entry, "desk") for entry in self.edits.answers(edition)}
        answers = {identity: each for identity, each in answers.items() if identity not in withdrawn}
        return _Known(state, passages, answers, Checker(passages, [entry for entry, _ in answers.values()]))

    def findings(self, body: CheckBody) -> list[FindingReply]:
        found = self.known(body.edition).checker.findings(body.entry.entry(), body.instead_of)
        return [FindingReply(**asdict(each)) for each in found]


def _state(*folders: Path) -> tuple[tuple[str, int], ...]:
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    return tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))


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
        return Findings(findings=editing.findings(body))

    @routes.post("/answers")
    async def approve(body: ApprovedBody) -> BuildStatus:
        """Kept only when the checks find nothing; the release that holds it is being made when this returns."""
        if found := editing.findings(body):
            raise Failure(422, "answer_not_right", "；".join(each.message for each in found[:3]))
        editing.edits.keep_answer(body.edition, body.entry.entry())
        if body.asked.strip():
            editing.edits.keep_case(Case(body.edition, body.asked.strip(), body.entry.id))
        return editing.builds.wish()

    @routes.post("/withdrawals")
    async def withdraw(body: WithdrawalBody) -> BuildStatus:
        if body.id not in editing.known(body.edition).answers:
            raise Failure(404, "answer_not_found", "没有这条答案")
        editing.edits.withdraw(body.edition, body.id, body.reason)
        return editing.builds.wish()

    @routes.post("/unanswerable")
    async def leave_open(body: OpenQuestionBody) -> BuildStatus:
        """A question that the guide does not settle: from now on its like is refused more surely."""
        editing.folder(body.edition)
        editing.edits.keep_unanswerable(body.edition, body.q.strip(), "near")
        return editing.builds.wish()

    @routes.get("/synonyms")
    def added_synonyms() -> SynonymsBody:
        return SynonymsBody(**editing.edits.synonyms())

    @routes.post("/synonyms")
    async def keep_synonyms(body: SynonymsBody) -> BuildStatus:
        try:
            synonyms.parse(body.model_dump(), "值班台的说法")
        except BadSettings as wrong:
            raise Failure(422, "synonyms_not_right", str(wrong)) from wrong
        editing.edits.keep_synonyms(body.model_dump())
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
    def cases() -> list[dict[str, str]]:
        return [asdict(case) for case in editing.edits.cases()]

    @routes.post("/clusters")
    def clusters(body: TextsBody) -> Clusters:
        return Clusters(clusters=clustered(body.texts, embedder.queries(body.texts)) if body.texts else [])

    @routes.get("/differences")
    def differences(old: Annotated[str, Query()], new: Annotated[str, Query()]) -> DifferencesReply:
        before, after = editing.known(old), editing.known(new)
        found = comparing.differences(before.passages, after.passages)
        return DifferencesReply(
            old=old,
            new=new,
            differences=[_difference(each) for each in found],
            touched_answers=comparing.touched(
                (entry for entry, _ in before.answers.values()), after.passages
            ),
        )

    return routes


def _difference(found: comparing.Difference) -> DifferenceReply:
    shown = found.new or found.old
    assert shown is not None  # a difference has a side
    return DifferenceReply(
        change=found.change,
        old_id=found.old and found.old.id,
        new_id=found.new and found.new.id,
        path=shown.path,
        text=shown.text,
        pieces=list(found.pieces),
    )
