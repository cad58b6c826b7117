"""Answers out and in as files; questions of logs, and of the whole queue, into drafts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import File, Query, Request, Response, UploadFile

from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.editorial import sheets
from bot.gateway.console.editorial.drafts import EMPTY
from bot.gateway.console.sessions import Operator
from bot.gateway.console.view import page
from bot.gateway.errors import InvalidInput
from bot.gateway.masking import mask
from bot.gateway.services import Here, Services
from bot.gateway.text import has_words

# What is uploaded here, at most; what multipart adds is little.
MOST_BYTES = 8 * 2**20
MOST_DRAFTS = 60  # at once: each is somebody's work
MOST_LOGGED = 300  # questions of a log that are looked up at once
AT_ONCE = 4

router = desk_router("editor")


@router.get("/answers/export")
async def export(
    here: Here, who: Who, form: Annotated[Literal["xlsx", "jsonl"], Query()] = "xlsx"
) -> Response:
    edition = await here.knowledge.newest()
    kept = (await here.desk.editorial.knowledge.answers(edition)).answers
    rows = [sheets.row(each.entry()) for each in kept]
    if form == "jsonl":
        content, media = sheets.as_jsonl(rows), sheets.JSONL
    else:
        titles = here.desk.words["columns"]
        content, media = await asyncio.to_thread(sheets.as_xlsx, rows, titles), sheets.XLSX
    await here.desk.editorial.drafts.note(who, "answers_exported", edition, answers=len(rows))
    name = f'attachment; filename="answers-{edition}.{form}"'
    return Response(content, media_type=media, headers={"Content-Disposition": name})


@router.post("/answers/import")
async def take_in(request: Request, here: Here, who: Who, file: Annotated[UploadFile, File()]) -> Response:
    """Each answer that is new or differs becomes a draft; nothing changes until a second person has approved it."""
    name, content = await _uploaded(file)
    rows = await asyncio.to_thread(sheets.read_answers, name, content, here.desk.words["columns"])
    edition = await here.knowledge.newest()
    kept = (await here.desk.editorial.knowledge.answers(edition)).answers
    known = {each.id: sheets.row(each.entry()) for each in kept}
    fresh = [row for row in rows if known.get(row["id"]) != row]
    if len(fresh) > MOST_DRAFTS:
        raise InvalidInput("file", f"有 {len(fresh)} 条要改，一次最多 {MOST_DRAFTS} 条，请分几次导入。")
    begun = [
        await here.desk.editorial.drafts.begin(
            who, edition, [], sheets.entry(row), row["id"] if row["id"] in known else ""
        )
        for row in fresh
    ]
    return page(
        request, here, "editorial/taken_in", read=len(rows), skipped=len(rows) - len(fresh), begun=begun
    )


@router.post("/queue/all")
async def draft_all(request: Request, here: Here, who: Who) -> Response:
    """A draft for every cluster of the queue."""
    asked = await here.desk.editorial.queue.open()
    begun = await _drafts_for(here, who, [each.text for each in asked])
    return page(request, here, "editorial/taken_in", read=len(asked), skipped=0, begun=begun)


@router.post("/queue/import")
async def take_log(request: Request, here: Here, who: Who, file: Annotated[UploadFile, File()]) -> Response:
    """What the bot does not answer of a log's questions is put together by meaning; each group becomes a draft."""
    name, content = await _uploaded(file)
    read = await asyncio.to_thread(sheets.read_questions, name, content)
    questions = [each for each in dict.fromkeys(map(mask, read)) if has_words(each)][:MOST_LOGGED]
    edition = await here.knowledge.newest()
    limit = asyncio.Semaphore(AT_ONCE)

    async def answered(question: str) -> bool:
        async with limit:
            return (await here.knowledge.search(question, 1, edition)).answerable

    settled = await asyncio.gather(*map(answered, questions))
    left = [question for question, is_settled in zip(questions, settled, strict=True) if not is_settled]
    begun = await _drafts_for(here, who, left)
    return page(
        request,
        here,
        "editorial/taken_in",
        read=len(questions),
        skipped=len(questions) - len(left),
        begun=begun,
    )


async def _drafts_for(here: Services, who: Operator, questions: Sequence[str]) -> list[int]:
    """One for each group of like questions, with the clause that comes nearest as its quote; the words are the editor's."""
    if not questions:
        return []
    edition = await here.knowledge.newest()
    groups = await here.desk.editorial.knowledge.clusters(list(questions))
    begun = []
    for places in groups[:MOST_DRAFTS]:
        asked = [questions[place] for place in places]
        nearest = (await here.knowledge.search(asked[0], 1, edition)).results
        content = EMPTY | {"questions": asked, "quotes": [each.quote for each in nearest]}
        begun.append(await here.desk.editorial.drafts.begin(who, edition, asked, content))
    return begun


async def _uploaded(file: UploadFile) -> tuple[str, bytes]:
    content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InvalidInput("file", "文件太大：最多 8 MB。")
    return file.filename or "", content
