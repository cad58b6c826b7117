"""Switches for admins: a channel is turned off with a reason that people are told, and on again."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.view import page
from bot.gateway.errors import InvalidInput
from bot.gateway.locale import traditional
from bot.gateway.services import Here
from bot.gateway.switches import NAMES
from bot.gateway.text import Text, clean

router = desk_router("admin")
Said = Annotated[Text, Form(max_length=300)]


@router.get("/channels")
async def channels(request: Request, here: Here) -> Response:
    off = {row.name: row for row in await here.switches.rows()}
    configured = {"wechat": here.wechat is not None, "wecom": here.wecom is not None}
    return page(request, here, "publishing/channels", names=NAMES, off=off, configured=configured)


@router.post("/channels/{channel}/off")
async def turn_off(here: Here, who: Who, channel: str, zh: Said = "", en: Said = "") -> Response:
    said = clean(zh)
    if len(said) < 2:
        raise InvalidInput("zh", "请写下停用的原因，用户会看到。")
    reason = {"zh-Hans": said, "zh-Hant": traditional(said), **({"en": clean(en)} if clean(en) else {})}
    await here.switches.turn_off(who, channel, reason)
    return RedirectResponse("/staff/channels", 303)


@router.post("/channels/{channel}/on")
async def turn_on(here: Here, who: Who, channel: str) -> Response:
    await here.switches.turn_on(who, channel)
    return RedirectResponse("/staff/channels", 303)
