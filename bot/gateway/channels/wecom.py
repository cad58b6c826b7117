"""The WeCom channel: the callback of 微信客服."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import PlainTextResponse

from bot.gateway.errors import NotFound
from bot.gateway.services import Here
from bot.gateway.wechat.wecom import CustomerServiceAccount

router = APIRouter(tags=["wecom"])


async def account(here: Here) -> CustomerServiceAccount:
    """Raises `NotFound` where no customer service is configured."""
    if here.wecom is None:
        raise NotFound
    return here.wecom


Account = Annotated[CustomerServiceAccount, Depends(account)]


@router.get("/wecom", include_in_schema=False)
async def verify(request: Request, account: Account) -> Response:
    return PlainTextResponse(account.gate.verify_encrypted_url(request.query_params))


@router.post("/wecom", include_in_schema=False)
async def deliver(request: Request, here: Here, account: Account) -> Response:
    """That there are messages; they are answered by the API."""
    base_url = here.links.base or str(request.base_url).rstrip("/")
    await account.deliver(request.query_params, await request.body(), base_url)
    return PlainTextResponse("success")
