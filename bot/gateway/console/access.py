"""The one dependency that every route of the desk has: who it is, whether they may, and that they meant it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway import error_responses
from bot.gateway.console.roles import Role, suffices
from bot.gateway.console.sessions import COOKIE, Operator
from bot.gateway.errors import Forbidden, LoginNeeded
from bot.gateway.services import of

LOGIN = "/staff/login"
READING = ("GET", "HEAD")
CSRF_HEADER = "X-CSRF-Token"
CSRF_FIELD = "csrf"


class Admit:
    """Lets people with `role`, or more, in. `by_itself`: pages make the request without anybody doing something."""

    def __init__(self, role: Role, *, by_itself: bool = False) -> None:
        self.role = role
        self.by_itself = by_itself

    async def __call__(self, request: Request) -> Operator:
        """Raises `LoginNeeded`, or `Forbidden` for too small a role and for a change without its token."""
        here = await of(request)
        token = request.cookies.get(COOKIE)
        operator = await here.desk.sessions.resume(token, active=not self.by_itself) if token else None
        if operator is None:
            raise LoginNeeded
        if not suffices(operator.role, self.role):
            raise Forbidden("您的账号没有做这件事的权限。")
        if request.method not in READING:
            from_our_pages(request)
            if not operator.confirms(await _csrf(request)):
                raise Forbidden("页面已过期，请刷新后再试。")
        request.state.operator = operator
        return operator


async def _csrf(request: Request) -> str:
    if sent := request.headers.get(CSRF_HEADER):
        return sent
    if request.headers.get("content-type", "").startswith(
        ("application/x-www-form-urlencoded", "multipart/form-data")
    ):
        field = (await request.form()).get(CSRF_FIELD)  # read once, and kept for the route
        return field if isinstance(field, str) else ""
    return ""


def from_our_pages(request: Request) -> None:
    """Raises `Forbidden` for what another site sends; browsers name the origin of every POST."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    ):
        raise Forbidden("请在值班台的页面里操作。")


def _operator(request: Request) -> Operator:
    return request.state.operator


Who = Annotated[Operator, Depends(_operator)]


def desk_router(role: Role, *, by_itself: bool = False, prefix: str = "/staff") -> APIRouter:
    """Routes for people with that role or more."""
    return APIRouter(
        prefix=prefix,
        dependencies=[Depends(Admit(role, by_itself=by_itself))],
        include_in_schema=False,
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(LoginNeeded, _login_needed)


async def _login_needed(request: Request, error: LoginNeeded) -> Response:
    """A page leads to the log-in and back; a part of a page takes the whole page there; a program gets the error."""
    if request.url.path.startswith("/api/"):
        return error_responses.respond(error)
    if request.headers.get("hx-request"):
        return Response(status_code=401, headers={"HX-Redirect": LOGIN})
    back = f"?next={request.url.path}" if request.method in READING and request.url.path != "/staff" else ""
    return RedirectResponse(f"{LOGIN}{back}", 303)
