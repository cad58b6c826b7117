"""Where people in WeChat leave a number to be called back at: a page under a link that says nothing, good for one wish."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.gateway.channels.web_desk import PHONE
from bot.gateway.conversation import MAX_MESSAGE
from bot.gateway.errors import NotFound
from bot.gateway.masking import mask
from bot.gateway.services import Here, Services
from bot.gateway.templating import templates
from bot.gateway.text import Text, clean
from bot.gateway.wechat.reports import CALLBACK_PATH, Reports

router = APIRouter(include_in_schema=False)


@router.get(f"{CALLBACK_PATH}/{{token}}")
async def form(request: Request, token: str, here: Here) -> Response:
    await _wish(here, token)
    return _page(request)


@router.post(f"{CALLBACK_PATH}/{{token}}")
async def leave_number(
    request: Request,
    token: str,
    here: Here,
    phone: Annotated[Text, Form(max_length=32)] = "",
    question: Annotated[Text, Form(max_length=MAX_MESSAGE)] = "",
    consent: Annotated[bool, Form()] = False,
) -> Response:
    await here.limiter.admit_address(request.client.host if request.client else "unknown", lookup=False)
    session = await _wish(here, token)
    mistake = ""
    if not re.fullmatch(PHONE, phone.strip(), re.ASCII):
        mistake = "请写能打通的电话号码。"
    elif not consent:
        mistake = "请先勾选同意。"
    if mistake:
        return _page(request, 422, mistake=mistake, phone=phone, question=question)
    await here.desk.handover.wish_callback(session, phone.strip(), mask(clean(question)))
    await Reports(here.store).forget(token)
    return _page(request, kept=True)


async def _wish(here: Services, token: str) -> str:
    """The conversation that the wish is of. Raises `NotFound`."""
    card = await Reports(here.store).find(token, "callback")
    if card is None:
        raise NotFound("这个链接已经用过，或者已经过期。请在对话里再写一次“转人工”，会得到新的链接。")
    return card["session"]


def _page(request: Request, status: int = 200, **shown: object) -> Response:
    page = templates.TemplateResponse(request, "callback.html", shown, status)
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
