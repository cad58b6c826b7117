"""Logging in and out."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway.console.access import LOGIN, Who, desk_router, from_our_pages
from bot.gateway.console.accounts import Locked
from bot.gateway.console.sessions import COOKIE
from bot.gateway.console.tables import StaffRow
from bot.gateway.console.view import page
from bot.gateway.services import Here, Services

HOME = "/staff"
# Where one may be led after logging in: pages of the desk, by their plain path.
OURS = re.compile(r"/staff(?:/[a-z0-9/-]*)?")

router = APIRouter(include_in_schema=False)
out = desk_router("agent")


@router.get(LOGIN)
async def form(request: Request, here: Here, next: str = HOME) -> Response:
    return _form(request, here, 200, next)


@router.post(LOGIN)
async def login(
    request: Request,
    here: Here,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    next: Annotated[str, Form(max_length=200)] = HOME,
) -> Response:
    from_our_pages(request)
    await here.limiter.admit_address(request.client.host if request.client else "unknown", lookup=False)
    words = here.desk.words["login"]
    try:
        staff = await here.desk.accounts.authenticate(name.strip(), password)
    except Locked as locked:
        return _form(request, here, 429, next, words["locked"].format(seconds=locked.seconds), name)
    if staff is None:
        return _form(request, here, 401, next, words["refused"], name)
    return await signed_in(request, here, staff, next, by="password")


async def signed_in(
    request: Request, here: Services, staff: StaffRow, next: str, by: Literal["password", "oidc"]
) -> Response:
    """The way into the desk, with the cookie of a new session."""
    if by == "password":
        response: Response = RedirectResponse(ours(next), 303)
    else:
        # Strict cookies do not go along on a way that began at another site: it begins anew, at this page.
        response = page(request, here, "signed_in", next=ours(next))
    secure = request.url.scheme == "https" or here.links.base.startswith("https:")
    token = await here.desk.sessions.open(staff, by)
    response.set_cookie(COOKIE, token, path="/", secure=secure, httponly=True, samesite="strict")
    return response


def refusal(request: Request, here: Services, status: int, error: str) -> Response:
    return _form(request, here, status, HOME, error)


@out.post("/logout")
async def logout(here: Here, who: Who) -> Response:
    await here.desk.sessions.close(who)
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response


def ours(path: str) -> str:
    return path if OURS.fullmatch(path) else HOME


def _form(
    request: Request, here: Services, status: int, next: str, error: str = "", name: str = ""
) -> Response:
    sign_on = here.desk.sign_on is not None
    return page(request, here, "login", status, next=ours(next), error=error, name=name, sign_on=sign_on)
