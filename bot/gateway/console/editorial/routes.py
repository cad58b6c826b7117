"""The editorial loop: the queue, drafts with quotes picked from the guide, approval by a second person, the outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.editorial.picking import cut, pieces
from bot.gateway.console.view import day, page
from bot.gateway.errors import EditionNotFound, GatewayError, InvalidInput, NotFound
from bot.gateway.knowledge_client import Found, Passage
from bot.gateway.services import Here, Services
from bot.gateway.text import Text, clean

router = desk_router("editor")
following = desk_router("editor", by_itself=True)
MOST_PASSAGES = 8
Reason = Annotated[Text, Form(min_length=2, max_length=500)]


@router.get("/queue")
async def queue(request: Request, here: Here) -> Response:
    asked = await here.desk.editorial.queue.open()
    clusters = await here.desk.editorial.knowledge.clusters([each.text for each in asked]) if asked else []
    return page(
        request, here, "editorial/queue", clusters=[[asked[place] for place in each] for each in clusters]
    )


@router.post("/queue/draft")
async def draft_for(
    here: Here, who: Who, question: Annotated[list[Text], Form(min_length=1, max_length=200)]
) -> Response:
    number = await here.desk.editorial.drafts.begin(who, await here.knowledge.newest(), _cleaned(question))
    return RedirectResponse(f"/staff/drafts/{number}", 303)


@router.post("/queue/aside")
async def put_aside(
    here: Here, who: Who, question: Annotated[list[Text], Form(min_length=1, max_length=200)], reason: Reason
) -> Response:
    await here.desk.editorial.drafts.put_aside(who, _cleaned(question), clean(reason))
    return RedirectResponse("/staff/queue", 303)


@router.post("/queue/open")
async def leave_open(
    here: Here, who: Who, question: Annotated[list[Text], Form(min_length=1, max_length=200)]
) -> Response:
    """The guide does not settle these: their like will be refused more surely."""
    edition = await here.knowledge.newest()
    for text in _cleaned(question):
        await here.desk.editorial.knowledge.leave_open(edition, text)
    await here.desk.editorial.drafts.put_aside(who, _cleaned(question), "指引没有写")
    return RedirectResponse("/staff/queue", 303)


@router.get("/drafts")
async def drafts(request: Request, here: Here) -> Response:
    return page(request, here, "editorial/drafts", drafts=await here.desk.editorial.drafts.all())


@router.post("/drafts")
async def begin(here: Here, who: Who, answer: Annotated[str, Form(max_length=64)] = "") -> Response:
    """An empty draft, or one that changes an approved answer."""
    edition, entry = await here.knowledge.newest(), None
    if answer:
        kept = (await here.desk.editorial.knowledge.answers(edition)).answers
        entry = next((each.entry() for each in kept if each.id == answer), None)
        if entry is None:
            raise NotFound
    number = await here.desk.editorial.drafts.begin(who, edition, [], entry, answer)
    return RedirectResponse(f"/staff/drafts/{number}", 303)


@router.get("/drafts/{draft_id}")
async def draft(request: Request, here: Here, who: Who, draft_id: int) -> Response:
    row = await here.desk.editorial.drafts.get(draft_id)
    return page(
        request,
        here,
        "editorial/draft",
        draft=row,
        own=who.name in row.authors,
        findings=await _findings(here, row),
    )


@router.post("/drafts/{draft_id}")
async def write(
    request: Request,
    here: Here,
    who: Who,
    draft_id: int,
    identity: Annotated[str, Form(alias="id", max_length=64)] = "",
    zh: Annotated[Text, Form(max_length=4000)] = "",
    en: Annotated[Text, Form(max_length=4000)] = "",
    questions: Annotated[Text, Form(max_length=40_000)] = "",
    not_for: Annotated[Text, Form(max_length=20_000)] = "",
    explained: Annotated[Text, Form(max_length=1000)] = "",
    valid_from: str = Form(""),
    valid_until: str = Form(""),
) -> Response:
    """Kept as it is typed; answers with what the checks find."""
    fields = {
        "id": clean(identity),
        "answer": {"zh-Hans": clean(zh), "en": clean(en)},
        "questions": _lines(questions),
        "not_for": _lines(not_for),
        "explained": _lines(explained),
        "valid_from": day("valid_from", valid_from),
        "valid_until": day("valid_until", valid_until),
    }
    row = await here.desk.editorial.drafts.write(who, draft_id, fields)
    return page(request, here, "editorial/findings", findings=await _findings(here, row))


@router.get("/drafts/{draft_id}/passages")
async def passages(
    request: Request, here: Here, draft_id: int, q: Annotated[Text, Query(max_length=200)] = ""
) -> Response:
    """Clauses of the guide to quote from."""
    row = await here.desk.editorial.drafts.get(draft_id)
    shown = [(each, pieces(each.text)) for each in await _matching(here, row.edition, clean(q))]
    return page(request, here, "editorial/passages", draft=row, passages=shown)


@router.post("/drafts/{draft_id}/quotes")
async def quote(
    request: Request,
    here: Here,
    who: Who,
    draft_id: int,
    passage: Annotated[str, Form(max_length=80)],
    begin: Annotated[int, Form(ge=0)],
    end: Annotated[int, Form(ge=0)],
) -> Response:
    row = await here.desk.editorial.drafts.get(draft_id)
    text = cut(await here.desk.editorial.knowledge.passage(row.edition, passage), begin, end)
    if text is None:
        raise InvalidInput("quotes", "请从指引的条文里选。")
    quotes = list(dict.fromkeys([*row.entry["quotes"], text]))
    return await _with_quotes(request, here, who, draft_id, quotes)


@router.post("/drafts/{draft_id}/quotes/remove")
async def unquote(
    request: Request, here: Here, who: Who, draft_id: int, nth: Annotated[int, Form(ge=0)]
) -> Response:
    row = await here.desk.editorial.drafts.get(draft_id)
    quotes = [each for place, each in enumerate(row.entry["quotes"]) if place != nth]
    return await _with_quotes(request, here, who, draft_id, quotes)


async def _matching(here: Services, edition: str, q: str) -> Sequence[Found | Passage]:
    """An edition that is only being prepared is not in the index: there, shared words have to do."""
    if not q:
        return []
    try:
        return (await here.knowledge.search(q, MOST_PASSAGES, edition)).results
    except EditionNotFound:
        return await here.desk.editorial.knowledge.passages(edition, q, MOST_PASSAGES)


async def _with_quotes(
    request: Request, here: Services, who: Any, draft_id: int, quotes: list[str]
) -> Response:
    row = await here.desk.editorial.drafts.write(who, draft_id, {"quotes": quotes})
    return page(request, here, "editorial/quotes", draft=row, findings=await _findings(here, row), swap=True)


@router.post("/drafts/{draft_id}/submit")
async def submit(here: Here, who: Who, draft_id: int) -> Response:
    row = await here.desk.editorial.drafts.get(draft_id)
    if found := await _findings(here, row):
        raise InvalidInput(found[0].field, f"还有 {len(found)} 处要改：{found[0].message}")
    await here.desk.editorial.drafts.submit(who, draft_id)
    return RedirectResponse(f"/staff/drafts/{draft_id}", 303)


@router.post("/drafts/{draft_id}/approve")
async def approve(here: Here, who: Who, draft_id: int) -> Response:
    """By somebody else than its authors; the knowledge service checks once more and makes a release."""
    work = here.desk.editorial
    row = await work.drafts.claim(who, draft_id)
    try:
        asked = row.asked[0] if row.asked else ""
        build = await work.knowledge.approve(row.edition, row.entry, row.instead_of, asked)
    except GatewayError:
        await work.drafts.unclaim(draft_id)
        raise
    await work.drafts.approved(who, row, build)
    return RedirectResponse(f"/staff/drafts/{draft_id}", 303)


@router.post("/drafts/{draft_id}/reject")
async def reject(here: Here, who: Who, draft_id: int, reason: Reason) -> Response:
    await here.desk.editorial.drafts.reject(who, draft_id, clean(reason))
    return RedirectResponse(f"/staff/drafts/{draft_id}", 303)


@router.post("/drafts/{draft_id}/drop")
async def drop(here: Here, who: Who, draft_id: int, reason: Reason) -> Response:
    await here.desk.editorial.drafts.drop(who, draft_id, clean(reason))
    return RedirectResponse("/staff/drafts", 303)


@following.get("/drafts/{draft_id}/outcome")
async def outcome(request: Request, here: Here, draft_id: int) -> Response:
    """How far the release is; when it is in use, what the asker's question gets now."""
    row = await here.desk.editorial.drafts.get(draft_id)
    build = await here.desk.editorial.knowledge.build()
    ready = (
        row.state == "approved"
        and row.build > 0
        and (build.done >= row.build or build.state in ("idle", "done"))
    )
    asked = (row.asked or row.entry["questions"])[:1]
    given = await here.knowledge.search(asked[0], 1, row.edition) if ready and asked else None
    right = bool(given and given.answerable and given.answer and given.answer.id == row.entry["id"])
    return page(
        request,
        here,
        "editorial/outcome",
        draft=row,
        build=build,
        ready=ready,
        asked=asked[0] if asked else "",
        given=given,
        right=right,
    )


@router.get("/answers")
async def answers(request: Request, here: Here, q: Annotated[Text, Query(max_length=100)] = "") -> Response:
    edition = await here.knowledge.newest()
    kept = await here.desk.editorial.knowledge.answers(edition)
    wanted = clean(q).casefold()
    shown = [
        each
        for each in kept.answers
        if wanted in each.id
        or any(wanted in text.casefold() for text in (*each.answer.values(), *each.questions))
    ]
    return page(request, here, "editorial/answers", q=clean(q), edition=edition, answers=shown, kept=kept)


@router.post("/answers/withdraw")
async def withdraw(
    here: Here, who: Who, answer: Annotated[str, Form(max_length=64)], reason: Reason
) -> Response:
    await here.desk.editorial.knowledge.withdraw(await here.knowledge.newest(), answer, clean(reason))
    await here.desk.editorial.drafts.note(who, "answer_withdrawn", answer, reason=clean(reason))
    return RedirectResponse("/staff/answers", 303)


async def _findings(here: Services, row: Any) -> list[Any]:
    return await here.desk.editorial.knowledge.check(row.edition, row.entry, row.instead_of)


def _cleaned(texts: list[str]) -> list[str]:
    return [text for text in (clean(each)[:1000] for each in texts) if text]


def _lines(text: str) -> list[str]:
    return [line for line in (clean(each) for each in text.splitlines()) if line]
