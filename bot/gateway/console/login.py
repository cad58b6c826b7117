"""Logging in and out."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway.console.access import LOGIN, Who, desk_router, from_our_pages
from bot.gateway.console.accounts import Locked
from bot.gateway.console.sessions import COOKIE
from bot.gateway.console.view import page
from bot.gateway.services import Here

HOME = "/staff"
# Where one may be led after logging in: pages of the desk, by their plain path.
OURS = re.compile(r"/staff(?:/[a-z0-9/-]*)?")

router = APIRouter(include_in_schema=False)
out = desk_router("agent")


@router.get(LOGIN)
async def form(request: Request, here: Here, next: str = HOME) -> Response:
    return page(request, here, "login", next=_ours(next), error="", name="")


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
        error = words["locked"].format(seconds=locked.seconds)
        return page(request, here, "login", 429, next=_ours(next), error=error, name=name)
    if staff is None:
        return page(request, here, "login", 401, next=_ours(next), error=words["refused"], name=name)
    response = RedirectResponse(_ours(next), 303)
    secure = request.url.scheme == "https" or here.links.base.startswith("https:")
    token = await here.desk.sessions.open(staff)
    response.set_cookie(COOKIE, token, path="/", secure=secure, httponly=True, samesite="strict")
    return response


@out.post("/logout")
async def logout(here: Here, who: Who) -> Response:
    await here.desk.sessions.close(who)
    response = RedirectResponse(LOGIN, 303)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return response


def _ours(path: str) -> str:
    return path if OURS.fullmatch(path) else HOME
