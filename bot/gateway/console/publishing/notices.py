"""Announcements, pinned questions and synonyms: proposed by one editor, approved by another."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway.clock import local, now
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.publishing.kinds import KINDS
from bot.gateway.console.view import day, page
from bot.gateway.errors import GatewayError, InvalidInput
from bot.gateway.locale import DEFAULT, traditional
from bot.gateway.services import Here
from bot.gateway.text import Text, clean

NOTICES = ("announcement", "pin", "synonym")
MOST_ANNOUNCED = 300
_BETWEEN_WORDS = re.compile(r"[\n,，、;；]+")

router = desk_router("editor")
Reason = Annotated[Text, Form(min_length=2, max_length=500)]
Announced = Annotated[Text, Form(max_length=MOST_ANNOUNCED)]


@router.get("/notices")
async def notices(request: Request, here: Here) -> Response:
    return page(
        request,
        here,
        "publishing/notices",
        proposals=await here.desk.proposals.listed(*NOTICES),
        terms=await here.desk.publishing.terms(),
        questions=await here.knowledge.questions(DEFAULT),
        offered=await here.starting.questions(DEFAULT),
        today=local(now()).date().isoformat(),
    )


@router.post("/notices/announcement")
async def announce(
    here: Here,
    who: Who,
    zh: Announced = "",
    hant: Announced = "",
    en: Announced = "",
    link: Annotated[str, Form(max_length=500)] = "",
    begin: Annotated[str, Form(alias="from")] = "",
    until: str = Form(""),
) -> Response:
    """Traditional characters are converted where nobody wrote them; the second person reads both."""
    text = {"zh-Hans": clean(zh), "zh-Hant": clean(hant) or traditional(clean(zh)), "en": clean(en)}
    if not text["zh-Hans"]:
        raise InvalidInput("zh", "请写公告的内容。")
    if link and not link.startswith(("https://", "http://")):
        raise InvalidInput("link", "链接要以 https:// 或 http:// 开头。")
    first, last = day("from", begin), day("until", until)
    if first and last and last < first:
        raise InvalidInput("until", "结束日期早于开始日期。")
    content = {
        "text": {locale: words for locale, words in text.items() if words},
        "link": link,
        "from": first or local(now()).date().isoformat(),
        "until": last,
    }
    await here.desk.proposals.make(who, "announcement", content)
    return RedirectResponse("/staff/notices", 303)


@router.post("/notices/pin")
async def pin(here: Here, who: Who, question: Annotated[Text, Form(max_length=200)]) -> Response:
    """A question that an approved answer is offered under; it is shown in the person's language."""
    offered = {each.text: each.answer for each in await here.knowledge.questions(DEFAULT)}
    if clean(question) not in offered:
        raise InvalidInput("question", "请从列表里选一个有核定答案的问题。")
    content = {"answer": offered[clean(question)], "question": clean(question)}
    if content["answer"] in [row.content["answer"] for row in await here.desk.proposals.listed("pin")]:
        raise InvalidInput("question", "这个问题已经在列表里。")
    await here.desk.proposals.make(who, "pin", content)
    return RedirectResponse("/staff/notices", 303)


@router.post("/notices/synonym")
async def synonym(
    here: Here,
    who: Who,
    guide: Annotated[Text, Form(max_length=60)],
    said: Annotated[Text, Form(max_length=1000)],
) -> Response:
    words = list(dict.fromkeys(filter(None, map(clean, _BETWEEN_WORDS.split(said)))))
    if not clean(guide) or not words:
        raise InvalidInput("said", "请写指引里的词，和大家怎么说。")
    await here.desk.publishing.words(clean(guide), words, trial=True)
    await here.desk.proposals.make(who, "synonym", {"guide": clean(guide), "said": words})
    return RedirectResponse("/staff/notices", 303)


@router.post("/proposals/{item_id}/approve")
async def approve(here: Here, who: Who, item_id: int) -> Response:
    row = await here.desk.proposals.claim(who, item_id)
    kind = KINDS[row.kind]
    try:
        build = await kind.apply(here.desk.publishing, row.content)
    except GatewayError:
        await here.desk.proposals.unclaim(item_id)
        raise
    await here.desk.proposals.approved(who, row, build)
    return RedirectResponse(kind.page, 303)


@router.post("/proposals/{item_id}/reject")
async def reject(here: Here, who: Who, item_id: int, reason: Reason) -> Response:
    row = await here.desk.proposals.get(item_id)
    await here.desk.proposals.reject(who, item_id, clean(reason))
    return RedirectResponse(KINDS[row.kind].page, 303)


@router.post("/proposals/{item_id}/end")
async def end(here: Here, who: Who, item_id: int, reason: Reason) -> Response:
    """What it brought about is undone first: a failure leaves it in force, to be ended once more."""
    row = await here.desk.proposals.in_force(item_id)
    await KINDS[row.kind].undo(here.desk.publishing, row.content)
    await here.desk.proposals.end(who, item_id, clean(reason))
    return RedirectResponse(KINDS[row.kind].page, 303)
