"""Editions: a new guide is uploaded, read beside the old one, filled with what still stands, published on a day."""

from __future__ import annotations

from typing import Annotated

from fastapi import File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from bot.gateway.clock import local, now
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.publishing.touched import touched
from bot.gateway.console.view import day, page
from bot.gateway.errors import InvalidInput, NotFound
from bot.gateway.services import Here, Services
from bot.gateway.text import Text, clean

# What the readers of documents take.
MOST_BYTES = 50 * 2**20

router = desk_router("editor")
admins = desk_router("admin")
Name = Annotated[str, Form(max_length=16)]


@router.get("/editions")
async def every(request: Request, here: Here) -> Response:
    known = here.desk.publishing
    return page(
        request,
        here,
        "publishing/editions",
        editions=await known.editions(),
        proposals=await here.desk.proposals.listed("edition"),
        releases=await known.releases(),
        build=await known.build(),
        today=local(now()).date().isoformat(),
    )


@router.post("/editions")
async def upload(
    here: Here,
    who: Who,
    edition: Name,
    file: Annotated[UploadFile, File()],
    title: Annotated[Text, Form(max_length=200)] = "",
) -> Response:
    """The guide of a new edition, or one more document of an edition that is being prepared."""
    content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InvalidInput("file", "文件太大：最多 50 MB。")
    added = await here.desk.publishing.add(clean(edition), clean(title), file.filename or "", content)
    if added.existing:
        raise InvalidInput("file", f"内容相同的文件已经有了：{added.existing}。")
    await _note(here, who, "edition_uploaded", edition, passages=added.passages)
    return RedirectResponse(f"/staff/editions/{clean(edition)}", 303)


@router.get("/editions/{edition}")
async def compare(
    request: Request,
    here: Here,
    edition: str,
    old: Annotated[str, Query(max_length=16)] = "",
    whole: bool = False,
) -> Response:
    """The newer edition's tree beside the older one's, and what the changes touch."""
    lines = await here.desk.publishing.editions()
    line = next((each for each in lines if each.edition == edition), None)
    others = [each.edition for each in lines if each.edition != edition]
    if line is None:
        raise NotFound
    old = old or max((each for each in others if each < edition), default="")
    found = await here.desk.publishing.differences(old, edition) if old else None
    lost = [each.old_id for each in found.differences if each.change in ("changed", "gone")] if found else []
    return page(
        request,
        here,
        "publishing/edition",
        line=line,
        others=others,
        old=old,
        whole=whole,
        found=found,
        counts={
            change: sum(each.change == change for each in found.differences)
            for change in ("changed", "new", "gone", "moved", "same")
        }
        if found
        else {},
        touched=touched([each for each in lost if each]),
        today=local(now()).date().isoformat(),
    )


@router.post("/editions/{edition}/carry")
async def carry_over(here: Here, who: Who, edition: str, old: Name) -> Response:
    """Answers and questions whose quotes stand unchanged in the newer edition hold there too."""
    carried = await here.desk.publishing.carry_over(old, edition)
    await _note(here, who, "edition_filled", edition, answers=carried.carried)
    return RedirectResponse(f"/staff/editions/{edition}?old={old}", 303)


@router.post("/editions/{edition}/draft")
async def redraft(
    here: Here, who: Who, edition: str, old: Name, answer: Annotated[str, Form(max_length=100)]
) -> Response:
    """A draft for the newer edition of an answer that the older one has, without the quotes that do not stand any more."""
    kept = (await here.desk.editorial.knowledge.answers(old)).answers
    found = next((each.entry() for each in kept if each.id == answer), None)
    if found is None:
        raise NotFound
    lost = (await here.desk.publishing.differences(old, edition)).touched_answers.get(answer, [])
    entry = found | {"quotes": [quote for quote in found["quotes"] if quote not in lost]}
    number = await here.desk.editorial.drafts.begin(who, edition, [], entry)
    return RedirectResponse(f"/staff/drafts/{number}", 303)


@router.post("/editions/{edition}/discard")
async def discard(here: Here, who: Who, edition: str) -> Response:
    await here.desk.publishing.discard(edition)
    await _note(here, who, "edition_discarded", edition)
    return RedirectResponse("/staff/editions", 303)


@router.post("/editions/{edition}/publish")
async def publish(
    here: Here, who: Who, edition: str, begin: Annotated[str, Form(alias="from", max_length=10)] = ""
) -> Response:
    """Proposed; a second person approves it, and on that day it is in the index."""
    first = day("from", begin) or local(now()).date().isoformat()
    lines = {each.edition: each for each in await here.desk.publishing.editions()}
    if edition not in lines:
        raise NotFound
    if lines[edition].shipped or lines[edition].published:
        raise InvalidInput("edition", "这个版次已经发布，或已经定了日期。")
    if any(row.content["edition"] == edition for row in await here.desk.proposals.listed("edition")):
        raise InvalidInput("edition", "已经有人提出发布这个版次。")
    await here.desk.proposals.make(who, "edition", {"edition": edition, "from": first})
    return RedirectResponse("/staff/editions", 303)


@admins.post("/releases")
async def switch(here: Here, who: Who, release: Annotated[str, Form(max_length=40)]) -> Response:
    """Back to an earlier index, or forward; it holds until something is changed."""
    await here.desk.publishing.switch(release)
    await _note(here, who, "release_switched", release)
    return RedirectResponse("/staff/editions", 303)


async def _note(here: Services, who: Who, action: str, subject: str, **details: int) -> None:
    await here.desk.editorial.drafts.note(who, action, subject, **details)
