"""Logging in with an account of the organization: there, and back. Off unless it is configured."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response

from bot.gateway.console import audit
from bot.gateway.console.login import HOME, ours, refusal, signed_in
from bot.gateway.console.sign_on import BACK, BEGIN, LASTS, Refused, SignOn
from bot.gateway.errors import NotFound
from bot.gateway.services import Here, Services

COOKIE = "zhijiangtong_sign_on"
SOMEBODY = "（单位账号）"

router = APIRouter(include_in_schema=False)


@router.get(BEGIN)
async def begin(request: Request, here: Here, next: str = HOME) -> Response:
    sign_on = await _configured(request, here)
    try:
        response, token = await sign_on.begin(request, ours(next))
    except Refused as refused:
        return await _refused(request, here, refused)
    # The way back is a link from another site: Lax lets the cookie come along.
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        path=BEGIN,
        secure=here.links.base.startswith("https:"),
        httponly=True,
        samesite="lax",
    )
    return response


@router.get(BACK)
async def back(
    request: Request, here: Here, token: Annotated[str | None, Cookie(alias=COOKIE)] = None
) -> Response:
    sign_on = await _configured(request, here)
    name, subject = SOMEBODY, ""
    try:
        person, wanted = await sign_on.finish(request, token)
        subject = person.subject
        staff = await here.desk.accounts.of(person)
        if staff is None:
            raise Refused("unknown")
        name = staff.name
        if not staff.active:
            raise Refused("disabled")
    except Refused as refused:
        return await _refused(request, here, refused, name, subject)
    response = await signed_in(request, here, staff, wanted, by="oidc")
    response.delete_cookie(COOKIE, path=BEGIN)
    return response


async def _configured(request: Request, here: Services) -> SignOn:
    if here.desk.sign_on is None:
        raise NotFound
    await here.limiter.admit_address(request.client.host if request.client else "unknown", lookup=False)
    return here.desk.sign_on


async def _refused(
    request: Request, here: Services, refused: Refused, name: str = SOMEBODY, subject: str = ""
) -> Response:
    async with here.store.transaction() as db:
        audit.note(db, name, "sign_on_refused", subject, reason=refused.reason, detail=refused.detail)
    said = here.desk.words["sign_on"][refused.reason].format(subject=subject)
    status = {"unreachable": 503, "unknown": 403, "disabled": 403}.get(refused.reason, 401)
    response = refusal(request, here, status, said)
    response.delete_cookie(COOKIE, path=BEGIN)
    return response
