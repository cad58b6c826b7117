"""The checklist and the check, for programs and for the page of our own."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool

from actions.materials import checklist, clauses
from actions.materials.completeness import missing
from actions.materials.findings import Finding
from actions.materials.formats import extension, shown
from actions.materials.inspect_file import Task
from actions.materials.wording import worded
from bot.gateway.error_responses import documented
from bot.gateway.errors import BodyTooLarge, InvalidInput, TooManyFiles
from bot.gateway.materials import handout
from bot.gateway.materials.upload import LARGEST_FIELD, MOST_BYTES, MOST_FIELDS, MOST_FILES, UploadRoute
from bot.gateway.materials.workers import Workers
from bot.gateway.messages import Citation, GuideLinks
from bot.gateway.services import Here
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.templating import templates

Applicant = Literal["organization", "project"]
Category = Literal["economic", "culture", "society", "ecology", "management", "service"]
Kind = Literal["form_word", "form_scan", "self_report", "evidence", "tax_certificate"]

router = APIRouter(prefix="/api/v1", tags=["materials"], route_class=UploadRoute)
handout_router = APIRouter(prefix="/api/v1", tags=["materials"], route_class=StrictJsonRoute)
page_router = APIRouter(tags=["pages"])


class Item(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str
    title: str
    formats: list[str]
    signed: bool
    copies: list[Literal["word", "scan"]] | None = None
    limit: str | None = None
    citation: Citation


class Checklist(BaseModel):
    items: list[Item]


class FoundInMaterial(BaseModel):
    """One thing to mend (`error`), to look at (`warning`), or to consider (`hint`)."""

    model_config = ConfigDict(extra="allow", strict=True)

    rule: str
    severity: Literal["error", "warning", "hint"]
    message: str
    citation: Citation | None


class CheckedFile(BaseModel):
    model_config = ConfigDict(strict=True)

    name: str
    kind: Kind
    ok: bool
    findings: list[FoundInMaterial]


class CheckedMaterial(BaseModel):
    """`ok` is false when there is an error anywhere."""

    model_config = ConfigDict(strict=True)

    ok: bool
    files: list[CheckedFile]
    findings: list[FoundInMaterial]


@router.get(
    "/materials",
    response_model=Checklist,
    response_model_exclude_unset=True,
    responses=documented(400, 422, 429),
)
async def materials(
    here: Here, applicant: Annotated[Applicant, Query()], category: Annotated[Category | None, Query()] = None
) -> Any:
    """What has to be handed in, each with its clause."""
    _accept(applicant, category)
    return {"items": here.links.add(checklist.items(applicant, category))}


@router.post(
    "/materials/check",
    response_model=CheckedMaterial,
    response_model_exclude_unset=True,
    responses=documented(400, 413, 415, 422, 429, 503),
    form_limits={"max_files": MOST_FILES, "max_fields": MOST_FIELDS, "max_part_size": LARGEST_FIELD},
)
async def check(
    request: Request,
    here: Here,
    files: Annotated[list[UploadFile], File(description="At most 20, 50 MiB each, 200 MiB together.")],
    kinds: Annotated[list[Kind], Form(description="As many as files, in the same order.")],
    applicant: Annotated[Applicant | None, Form()] = None,
    category: Annotated[Category | None, Form()] = None,
    complete: Annotated[bool, Form(description="This is meant to be everything.")] = False,
) -> Any:
    """What is wrong with the files, before they are handed in. Nothing of them is kept."""
    if len(files) > MOST_FILES:
        raise TooManyFiles(MOST_FILES)
    if len(files) != len(kinds):
        raise InvalidInput("kinds", "kinds：要和 files 一样多，顺序相同。")
    if sum(file.size or 0 for file in files) > MOST_BYTES:
        raise BodyTooLarge
    _accept(applicant, category)
    found = await asyncio.gather(
        *(
            _inspected(
                here.workers,
                place,
                file,
                Task(extension(file.filename or "")[:20], kind, category, applicant),
            )
            for place, (file, kind) in enumerate(zip(files, kinds, strict=True))
        )
    )
    judged = [
        _judged({"name": shown(file.filename or ""), "kind": kind}, each, here.links)
        for file, kind, each in zip(files, kinds, found, strict=True)
    ]
    report = _judged({"files": judged}, missing(kinds) if complete else [], here.links)
    report["ok"] = report["ok"] and all(file["ok"] for file in judged)
    return report


async def _inspected(workers: Workers, place: int, file: UploadFile, task: Task) -> list[Finding]:
    # A small file is still in memory; a descriptor, which the worker gets, makes it a temporary file without a name.
    await run_in_threadpool(file.file.fileno)
    return await workers.inspect(file.file, task, place)


def _judged(about: dict[str, Any], found: list[Finding], links: GuideLinks) -> dict[str, Any]:
    said = links.add([worded(each) for each in found])
    return {**about, "ok": all(each["severity"] != "error" for each in said), "findings": said}


def _accept(applicant: str | None, category: str | None) -> None:
    try:
        checklist.check_applicant(applicant, category)
    except checklist.EconomicProject:
        raise InvalidInput(
            "category",
            "经济类只接受组织申报（规则 category_accepts_applicant）；项目请选文化、社会、生态、管理或服务类。",
        ) from None


@handout_router.post(
    "/materials/handout",
    response_class=Response,
    responses={200: {"content": {handout.MEDIA_TYPE: {}}}, **documented(400, 413, 415, 422, 429)},
)
async def write_handout(body: CheckedMaterial) -> Response:
    """The findings of a check as a Word file, to hand to colleagues."""
    content = await run_in_threadpool(handout.write, body.model_dump())
    return Response(content, media_type=handout.MEDIA_TYPE)


@page_router.head("/materials", include_in_schema=False)
@page_router.get("/materials", response_class=HTMLResponse)
async def page(request: Request) -> Response:
    """Where files are checked before they are handed in."""
    return templates.TemplateResponse(
        request, "materials.html", {**checklist.heading(), "edition": clauses.edition()}
    )
