"""Conversations at the desk: the list, one of them, and what an operator does in it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Form, Query, Request, Response
from fastapi.responses import PlainTextResponse, RedirectResponse
from sqlalchemy import update

from bot.gateway.clock import now
from bot.gateway.console import audit, board
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.lookup import lookup
from bot.gateway.console.tables import CallbackRow
from bot.gateway.console.view import page
from bot.gateway.errors import InvalidInput, NotFound
from bot.gateway.masking import mask
from bot.gateway.services import Here
from bot.gateway.text import Text, clean
from bot.gateway.wechat.places import place

MOST_REPLY = 1000
CANNED = 4  # approved answers offered to insert

router = desk_router("agent")


@router.get("/conversations")
async def everything(request: Request, here: Here) -> Response:
    listed, wishes = await board.conversations(here.store), await board.callbacks(here.store)
    return page(request, here, "conversations", listed=listed, callbacks=wishes, current=None)


@router.get("/conversations/list")
async def as_list(
    request: Request, here: Here, current: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    listed, wishes = await board.conversations(here.store), await board.callbacks(here.store)
    return page(request, here, "conversation_list", listed=listed, callbacks=wishes, current=current)


@router.get("/conversations/waiting")
async def waiting(here: Here) -> Response:
    """How many wait, for the navigation; nothing where nobody does."""
    return PlainTextResponse(str(await here.desk.handover.waiting() or ""))


@router.get("/conversations/answers")
async def to_insert(
    request: Request, here: Here, q: Annotated[Text, Query(max_length=1000)] = ""
) -> Response:
    """Approved answers and clauses to put into a reply."""
    query = clean(q)
    found = lookup(await here.knowledge.search(query, CANNED, None), here.links) if query else None
    return page(request, here, "insert", found=found)


@router.get("/conversations/{session_id}")
async def one(request: Request, here: Here, session_id: str) -> Response:
    listed, wishes = await board.conversations(here.store), await board.callbacks(here.store)
    return page(
        request,
        here,
        "conversations",
        listed=listed,
        callbacks=wishes,
        current=session_id,
        whole=await board.whole(here.store, session_id),
        place=place,
    )


@router.get("/conversations/{session_id}/transcript")
async def transcript(request: Request, here: Here, session_id: str) -> Response:
    """All of it, each time: what a desk shows is never ahead of or behind what is kept."""
    return page(request, here, "transcript", whole=await board.whole(here.store, session_id), place=place)


@router.get("/conversations/{session_id}/state")
async def state(request: Request, here: Here, session_id: str) -> Response:
    return page(
        request, here, "conversation_state", whole=await board.whole(here.store, session_id), place=place
    )


@router.post("/conversations/{session_id}/take")
async def take(here: Here, who: Who, session_id: str) -> Response:
    whole = await board.whole(here.store, session_id)
    notice = here.desk.notice("taken", whole.locale)
    await here.desk.handover.take(session_id, who, notice)
    return _back(session_id)


@router.post("/conversations/{session_id}/reply")
async def reply(
    request: Request,
    here: Here,
    who: Who,
    session_id: str,
    text: Annotated[Text, Form(max_length=MOST_REPLY)] = "",
    passage: Annotated[str, Form(max_length=80)] = "",
    quote: Annotated[Text, Form(max_length=2000)] = "",
) -> Response:
    """The person gets it in their channel. `passage` and `quote` name a clause that goes with it."""
    said = clean(text)
    if not said:
        raise InvalidInput("text", "请先写下回复。")
    whole = await board.whole(here.store, session_id)
    cited = [await _cited(here, passage, quote)] if passage else []
    line = here.desk.lines.get(whole.channel)
    message = await here.desk.handover.say(
        session_id, who, mask(said), cited, fate="said" if line is None else "sending"
    )
    if line is not None:
        arrived = await line.say(session_id, mask(said))
        await here.desk.handover.delivered(message, arrived)
    return page(request, here, "transcript", whole=await board.whole(here.store, session_id), place=place)


async def _cited(here: Here, passage_id: str, quote: str) -> dict[str, Any]:
    """A clause of the guide: what does not stand there verbatim is not cited."""
    passage = await here.knowledge.passage(passage_id)
    if not quote or quote not in passage.text:
        raise InvalidInput("quote", "引文和指引原文不一致，请重新选择条文。")
    return {
        "passage_id": passage.passage_id,
        "edition": passage.edition,
        "path": passage.path,
        "quote": quote,
    }


@router.post("/conversations/{session_id}/return")
async def give_back(here: Here, who: Who, session_id: str) -> Response:
    whole = await board.whole(here.store, session_id)
    notice = here.desk.notice("returned", whole.locale)
    await here.desk.handover.end(session_id, who, notice, kind="returned")
    return _back(session_id)


@router.post("/conversations/{session_id}/close")
async def close(
    here: Here, who: Who, session_id: str, reason: Annotated[Text, Form(min_length=1, max_length=200)]
) -> Response:
    """Closes a conversation that is this operator's, or takes one that waits off the queue."""
    whole, why = await board.whole(here.store, session_id), mask(clean(reason))
    if not why:
        raise InvalidInput("reason", "请写下结束的原因。")
    if whole.state == "waiting":
        await here.desk.handover.dismiss(session_id, who, why)
    else:
        notice = here.desk.notice("closed", whole.locale)
        await here.desk.handover.end(session_id, who, notice, kind="closed", reason=why)
    return _back(session_id)


@router.post("/callbacks/{callback_id}/show")
async def show_number(request: Request, here: Here, who: Who, callback_id: int) -> Response:
    """The number in full; who looked is in the audit log."""
    async with here.store.transaction() as db:
        wish = await db.get(CallbackRow, callback_id)
        if wish is None:
            raise NotFound
        audit.note(db, who.name, "callback_number_shown", callback_id)
    return page(request, here, "callback_number", wish=wish)


@router.post("/callbacks/{callback_id}/done")
async def called_back(here: Here, who: Who, callback_id: int) -> Response:
    """The number has served its purpose, and is deleted."""
    async with here.store.transaction() as db:
        done = await db.scalar(
            update(CallbackRow)
            .where(CallbackRow.id == callback_id, CallbackRow.done_at.is_(None))
            .values(done_at=now(), done_by=who.name, phone="")
            .returning(CallbackRow.id)
        )
        if done is None:
            raise NotFound
        audit.note(db, who.name, "callback_done", callback_id)
    return Response(status_code=204, headers={"HX-Redirect": "/staff/conversations"})


def _back(session_id: str) -> Response:
    return RedirectResponse(f"/staff/conversations/{session_id}", 303)
