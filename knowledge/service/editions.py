"""Editions at the desk: a new guide is added, compared with the old one, published from a day on, taken back."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from knowledge.ingest import differences as comparing
from knowledge.ingest import questions
from knowledge.ingest.add import add
from knowledge.ingest.edits import UNANSWERABLE
from knowledge.ingest.meta import EDITION_NAME, FILE, read_meta
from knowledge.ingest.release import ReleaseError
from knowledge.retrieve.normalise import terms
from knowledge.service.builds import BuildStatus
from knowledge.service.editing import Editing
from knowledge.service.errors import Failure
from knowledge.service.replies import PassageReply


class EditionLine(BaseModel):
    """`shipped` with the product, or added at the desk; then `published` is the day it is used from, None while it is prepared."""

    edition: str
    title: str
    files: list[str]
    shipped: bool
    published: date | None
    passages: int
    answers: int


class EditionLines(BaseModel):
    editions: list[EditionLine]


class AddedReply(BaseModel):
    """`existing` names the document with the same bytes; nothing was added then. `left_out` is page furniture."""

    existing: str = ""
    passages: int = 0
    headings: int = 0
    left_out: list[str] = []


class DifferenceReply(BaseModel):
    change: str
    old_id: str | None
    new_id: str | None
    kind: str
    level: int
    path: tuple[str, ...]
    text: str
    pieces: list[tuple[str, str]]


class DifferencesReply(BaseModel):
    old: str
    new: str
    differences: list[DifferenceReply]
    touched_answers: dict[str, tuple[str, ...]]


class PassagesReply(BaseModel):
    passages: list[PassageReply]


class CarryBody(BaseModel):
    old: str


class Carried(BaseModel):
    """How many answers now stand in the newer edition too, and which cannot as they are."""

    carried: int
    left: list[str]


class PublicationBody(BaseModel):
    day: Annotated[date | None, Field(alias="from")]


class ReleaseLine(BaseModel):
    release: str
    created: str
    editions: list[str]
    passages: int
    current: bool


class ReleaseLines(BaseModel):
    releases: list[ReleaseLine]


def router(editing: Editing) -> APIRouter:
    routes = APIRouter()

    @routes.get("/editions")
    def every() -> EditionLines:
        return EditionLines(editions=[_line(editing, folder) for folder in editing.folders()])

    @routes.post("/editions")
    async def new(
        request: Request,
        edition: Annotated[str, Query(max_length=16)],
        name: Annotated[str, Query(max_length=200)],
        title: Annotated[str, Query(max_length=200)] = "",
    ) -> AddedReply:
        """The body is the file: the guide of a new edition, or one more document of one that is being prepared."""
        content = await request.body()
        return await asyncio.to_thread(_added, editing, edition, name, title, content)

    @routes.post("/editions/{edition}/discard")
    def discard(edition: str) -> EditionLines:
        """Only what was never published, or was taken back."""
        shutil.rmtree(_prepared(editing, edition))
        return every()

    @routes.post("/editions/{edition}/answers")
    def carry_over(edition: str, body: CarryBody) -> Carried:
        return _carried(editing, body.old, edition)

    @routes.post("/editions/{edition}/publication")
    async def publish(edition: str, body: PublicationBody) -> BuildStatus:
        if body.day:
            _prepared(editing, edition)
        elif not (editing.edits.of(edition) / FILE).is_file():
            raise Failure(409, "edition_shipped", "这个版次是随产品的，不能在这里收回")
        editing.edits.publish(edition, body.day)
        return editing.builds.wish()

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

    @routes.get("/passages")
    def passages(
        edition: str, q: Annotated[str, Query(max_length=200)], k: Annotated[int, Query(ge=1, le=50)] = 8
    ) -> PassagesReply:
        """Of any edition, one that is only being prepared too; by the words they share with `q`."""
        wanted = set(terms(q))
        shared = {
            place: len(wanted & set(terms(passage.text)))
            for place, passage in enumerate(editing.known(edition).passages)
            if passage.kind != "heading"
        }
        best = sorted((place for place in shared if shared[place]), key=lambda place: (-shared[place], place))
        return PassagesReply(
            passages=[PassageReply.of(editing.known(edition).passages[place]) for place in best[:k]]
        )

    @routes.get("/passages/{identity}")
    def passage(edition: str, identity: str) -> PassageReply:
        for found in editing.known(edition).passages:
            if found.id == identity:
                return PassageReply.of(found)
        raise Failure(404, "passage_not_found", "没有这个段落")

    @routes.get("/releases")
    def releases() -> ReleaseLines:
        current = editing.releases.current_folder()
        return ReleaseLines(
            releases=[
                ReleaseLine(
                    release=each.id,
                    created=each.created,
                    editions=list(each.editions),
                    passages=each.passages,
                    current=current is not None and current.name == each.id,
                )
                for each in reversed(editing.releases.all())
            ]
        )

    @routes.post("/releases/{identity}")
    def switch(identity: str) -> ReleaseLines:
        try:
            with editing.releases.changing():
                editing.releases.switch(identity)
        except ReleaseError as refusal:
            raise Failure(404, "release_not_found", str(refusal)) from refusal
        return releases()

    return routes


def _line(editing: Editing, folder: Path) -> EditionLine:
    known, meta = editing.known(folder.name), read_meta(folder)
    shipped = folder.parent == editing.documents
    return EditionLine(
        edition=folder.name,
        title=meta.title,
        files=[document.file for document in meta.documents],
        shipped=shipped,
        published=None if shipped else editing.edits.published_from(folder.name),
        passages=len(known.passages),
        answers=len(known.answers),
    )


def _prepared(editing: Editing, edition: str) -> Path:
    """The folder of an edition of the desk that is not published. Raises Failure."""
    folder = editing.folder(edition)
    if folder.parent == editing.documents:
        raise Failure(409, "edition_shipped", "这个版次是随产品的，不能在这里改")
    if editing.edits.published_from(edition):
        raise Failure(409, "edition_published", "这个版次已经定了发布日期，请先收回")
    return folder


def _added(editing: Editing, edition: str, name: str, title: str, content: bytes) -> AddedReply:
    if not EDITION_NAME.fullmatch(edition):
        raise Failure(422, "edition_name", f"版次“{edition}”不合适：只用字母和数字，例如 2021")
    if Path(name).name != name or name.startswith("."):
        raise Failure(422, "file_name", f"文件名“{name}”不合适，请改名")
    if (editing.documents / edition / FILE).is_file() or (editing.edits.of(edition) / FILE).is_file():
        _prepared(editing, edition)
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        file = Path(folder) / name
        file.write_bytes(content)
        added = add(file, editing.edits.folder, edition, title or None)
    if added.document is None:
        return AddedReply(existing=added.existing)
    kinds = [passage.kind for passage in added.document.passages]
    return AddedReply(
        passages=len(kinds),
        headings=kinds.count("heading"),
        left_out=[each.text for each in added.document.dropped],
    )


def _carried(editing: Editing, old: str, new: str) -> Carried:
    """Answers and questions whose quotes stand in the newer edition as they do in the older one; nothing there is replaced."""
    folder = _prepared(editing, new)
    before, after = editing.known(old), editing.known(new)
    left, kept = [], 0
    for entry, _ in before.answers.values():
        if entry.id in after.answers:
            continue
        if after.checker.findings(entry):
            left.append(entry.id)
        else:
            editing.edits.keep_answer(new, entry)
            kept += 1
    given = after.answers.keys() | {entry.id for entry, _ in before.answers.values()} - set(left)
    rows = [
        row
        for row in _rows(editing.folder(old) / questions.FILE)
        if row.get("approved", "") in {"", *given}
        and all(after.checker.holders(quote) for quote in row["quotes"])
    ]
    for file, content in ((questions.FILE, rows), (UNANSWERABLE, _rows(editing.folder(old) / UNANSWERABLE))):
        if content and not (folder / file).exists():
            (folder / file).write_text(
                "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in content), "utf-8"
            )
    return Carried(carried=kept, left=left)


def _rows(file: Path) -> list[dict]:
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]


def _difference(found: comparing.Difference) -> DifferenceReply:
    shown = found.new or found.old
    assert shown is not None  # a difference has a side
    return DifferenceReply(
        change=found.change,
        old_id=found.old and found.old.id,
        new_id=found.new and found.new.id,
        kind=shown.kind,
        level=shown.level,
        path=shown.path,
        text=shown.text,
        pieces=list(found.pieces),
    )
