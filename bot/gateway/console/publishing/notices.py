"""Announcements, pinned questions and synonyms: proposed by one editor, approved by another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.gateway.clock import local, now
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.publishing.kinds import KINDS
from bot.gateway.console.publishing.knowledge import Term
from bot.gateway.console.publishing.overlaps import Overlap, overlaps
from bot.gateway.console.publishing.tables import ProposalRow
from bot.gateway.console.view import day, page
from bot.gateway.errors import Conflict, GatewayError, InvalidInput
from bot.gateway.locale import DEFAULT, traditional
from bot.gateway.services import Here, Services
from bot.gateway.text import Text, clean

NOTICES = ("announcement", "pin", "synonym")
MOST_ANNOUNCED = 300
_BETWEEN_WORDS = re.compile(r"[\n,，、;；]+")

router = desk_router("editor")
Reason = Annotated[Text, Form(min_length=2, max_length=500)]
Announced = Annotated[Text, Form(max_length=MOST_ANNOUNCED)]


@router.get("/notices")
async def notices(request: Request, here: Here) -> Response:
    return await _notices(request, here)


async def _notices(request: Request, here: Services, status: int = 200, **shown: Any) -> Response:
    """`warned`, `guide` and `said` are of a synonym that was not taken yet."""
    proposals = await here.desk.proposals.listed(*NOTICES)
    terms = await here.desk.publishing.terms()
    synonyms = [row for row in proposals if row.kind == "synonym"]
    return page(
        request,
        here,
        "publishing/notices",
        status,
        proposals=proposals,
        terms=terms,
        overlaps={row.id: _overlaps_of(row, synonyms, terms) for row in synonyms if row.state == "submitted"},
        questions=await here.knowledge.questions(DEFAULT),
        offered=await here.starting.questions(DEFAULT),
        today=local(now()).date().isoformat(),
        **shown,
    )


def _overlaps_of(row: ProposalRow, synonyms: Sequence[ProposalRow], terms: list[Term]) -> list[Overlap]:
    return overlaps(row.content["guide"], row.content["said"], synonyms, terms, but=row.id)


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
    request: Request,
    here: Here,
    who: Who,
    guide: Annotated[Text, Form(max_length=60)],
    said: Annotated[Text, Form(max_length=1000)],
    knowing: Annotated[bool, Form()] = False,
) -> Response:
    """A word that leads elsewhere already is taken only from who was told so: `knowing`."""
    words = list(dict.fromkeys(filter(None, map(clean, _BETWEEN_WORDS.split(said)))))
    if not clean(guide) or not words:
        raise InvalidInput("said", "请写指引里的词，和大家怎么说。")
    await here.desk.publishing.words(clean(guide), words, trial=True)
    known = await here.desk.proposals.listed("synonym")
    found = overlaps(clean(guide), words, known, await here.desk.publishing.terms())
    if twice := [each for each in found if each.same]:
        raise InvalidInput("said", f"{twice[0]}，不用再提。")
    if found and not knowing:
        return await _notices(request, here, 409, warned=found, guide=guide, said=said)
    await here.desk.proposals.make(who, "synonym", {"guide": clean(guide), "said": words})
    return RedirectResponse("/staff/notices", 303)


@router.post("/proposals/{item_id}/approve")
async def approve(
    here: Here, who: Who, item_id: int, seen: Annotated[str, Form(max_length=2000)] = ""
) -> Response:
    """`seen` are the keys of the overlaps that the reviewer was shown: one that came since is shown first."""
    row = await here.desk.proposals.get(item_id)
    if row.kind == "synonym":
        synonyms = await here.desk.proposals.listed("synonym")
        found = _overlaps_of(row, synonyms, await here.desk.publishing.terms())
        if unseen := [each for each in found if each.key not in seen.split("|")]:
            raise Conflict(f"{unseen[0]}。请刷新页面，看过再通过。")
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
