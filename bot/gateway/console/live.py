"""Server-sent events for desks that are open; a desk that reconnects gets what it missed, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from sse_starlette import EventSourceResponse, JSONServerSentEvent

from bot.gateway.console import events
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.sessions import Operator
from bot.gateway.services import Here, Services

LOOK_S = 1.0
# How often a desk that is open says so (`handover.ON_DUTY` is how long that holds), in looks.
LOOKS_PER_SIGN = 15

router = desk_router("agent", by_itself=True, prefix="/api/v1/staff")


@router.get("/events")
async def stream(request: Request, here: Here, who: Who, last: str = "") -> EventSourceResponse:
    """An event for everything that happens in a conversation; its id goes into `Last-Event-ID` on reconnecting.

    `last` is the same for a page that has to open its connection anew.
    """
    last = request.headers.get("last-event-id", last)
    if last.isdigit() and len(last) < 18:
        begin = int(last)
    else:
        async with here.store.transaction() as db:
            begin = await events.newest(db)
    return EventSourceResponse(_happenings(here, who, begin), ping=20)


async def _happenings(here: Services, who: Operator, last: int) -> AsyncIterator[JSONServerSentEvent]:
    looks = 0
    # A desk that begins has an id to come back with, even when nothing happens meanwhile.
    yield JSONServerSentEvent({"kind": "hello"}, event="hello", id=str(last), retry=2000)
    while True:
        if looks % LOOKS_PER_SIGN == 0 and not await here.desk.sessions.at_the_desk(who.session_id):
            yield JSONServerSentEvent({"kind": "over"}, event="over")
            return
        async with here.store.transaction() as db:
            found = await events.after(db, last)
        for row in found:
            last = row.id
            yield JSONServerSentEvent(
                {"kind": row.kind, "session": row.session_id}, event="happened", id=str(row.id)
            )
        looks += 1
        await asyncio.sleep(LOOK_S)
