"""For admins: who has an account, and what everybody did. Neither is changed here."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response

from bot.gateway.console import audit
from bot.gateway.console.access import desk_router
from bot.gateway.console.view import page
from bot.gateway.services import Here

router = desk_router("admin")


@router.get("/audit")
async def log(
    request: Request,
    here: Here,
    before: Annotated[int | None, Query(ge=1)] = None,
    staff: Annotated[str, Query(max_length=64)] = "",
    action: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    rows = await audit.page(here.store, before, staff, action)
    more = rows[-1].id if len(rows) == audit.PAGE else None
    return page(request, here, "audit", rows=rows, more=more, staff=staff, action=action)


@router.get("/accounts")
async def accounts(request: Request, here: Here) -> Response:
    return page(request, here, "accounts", accounts=await here.desk.accounts.all())
