"""The WeChat channel: the callback of the Official Account (公众号), and the page of a result sent there."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse

from bot.gateway.errors import NotFound
from bot.gateway.services import Here
from bot.gateway.templating import templates
from bot.gateway.wechat.account import OfficialAccount
from bot.gateway.wechat.reports import PATH, Reports

# WeChat's word for "received, nothing to say".
NOTHING_TO_SAY = "success"

router = APIRouter(tags=["wechat"])


async def account(here: Here) -> OfficialAccount:
    """Raises `NotFound` where no Official Account is configured."""
    if here.wechat is None:
        raise NotFound
    return here.wechat


Account = Annotated[OfficialAccount, Depends(account)]


@router.get("/wechat", include_in_schema=False)
async def verify(request: Request, account: Account) -> Response:
    """WeChat asks whether this address is ours when it is registered in the back office."""
    return PlainTextResponse(account.gate.verify_url(request.query_params))


@router.post("/wechat", include_in_schema=False)
async def deliver(request: Request, here: Here, account: Account) -> Response:
    """A message or an event, and in the same response what the bot says to it."""
    base_url = here.links.base or str(request.base_url).rstrip("/")
    reply = await account.deliver(request.query_params, await request.body(), base_url)
    return PlainTextResponse(NOTHING_TO_SAY) if reply is None else Response(reply, media_type="text/xml")


@router.get(f"{PATH}/{{token}}", include_in_schema=False)
async def report(request: Request, token: str, here: Here) -> Response:
    """The whole result of an eligibility check, as the web shows it in its card."""
    card = await Reports(here.store).find(token, "eligibility_report")
    if card is None:
        raise NotFound("这个链接已经过期。请在对话里再核对一次，会得到新的链接。")
    page = templates.TemplateResponse(request, "report.html", {"report": card})
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
