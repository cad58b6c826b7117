"""The call screen: results while typing, and what is noted of a call."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Form, Query, Request, Response

from actions.understanding.several import asks, pieces_of, telling
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.lookup import MOST_SHOWN, Lookup, lookup, lookup_in_pieces
from bot.gateway.console.view import page
from bot.gateway.knowledge_client import Heard
from bot.gateway.services import Here
from bot.gateway.text import Text, clean

DAY = timedelta(hours=24)
# Letters among what is written: it may be typed by its sound.
LETTERS = re.compile("[a-z]", re.I)
WRITTEN = Heard(texts=[])

router = desk_router("agent")


@router.get("")
async def screen(request: Request, here: Here, who: Who, q: Text = "") -> Response:
    return page(
        request,
        here,
        "call",
        q=clean(q)[:1000],
        heard=WRITTEN,
        asked=await here.desk.calls.most_asked(DAY),
        calls=await here.desk.calls.last(who),
    )


@router.get("/search")
async def search(request: Request, here: Here, q: Annotated[Text, Query(max_length=1000)] = "") -> Response:
    """The results as a part of the page; the same search as the chat's, of several questions at once too. What is typed by its sound is searched as it is
    written."""
    query = clean(q)
    heard = await here.knowledge.hear(query) if LETTERS.search(query) else WRITTEN
    wanted = heard.texts[0] if heard.texts else query
    found = await _found(here, wanted) if query else None
    return page(request, here, "results", found=found, q=query, heard=heard)


async def _found(here: Here, wanted: str) -> Lookup:
    pieces = pieces_of(wanted)
    asking = [number for number, piece in enumerate(pieces, start=1) if asks(piece)]
    if len(pieces) < 2:
        return lookup(await here.knowledge.search(wanted, MOST_SHOWN, None), here.links)
    found = await here.knowledge.in_pieces(wanted, pieces, telling(pieces))
    return lookup_in_pieces(found, asking, here.links)


@router.post("/calls")
async def note(
    request: Request,
    here: Here,
    who: Who,
    question: Annotated[Text, Form(max_length=1000)],
    outcome: Annotated[Literal["answered", "not_in_guide"], Form()],
    chosen: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Notes a call; answers with the operator's last ones."""
    if clean(question):
        await here.desk.calls.note(who, question, outcome, chosen)
    return page(request, here, "calls", calls=await here.desk.calls.last(who))


@router.post("/calls/{call_id}")
async def annotate(
    request: Request, here: Here, who: Who, call_id: int, note: Annotated[Text, Form(max_length=200)] = ""
) -> Response:
    await here.desk.calls.annotate(who, call_id, note)
    return page(request, here, "calls", calls=await here.desk.calls.last(who))
