"""Beside the call screen: the eligibility checker as one page, the portal's steps and stages, the material checklist."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Form, Query, Request, Response

from actions.eligibility import FactError, UnknownEdition, assess
from actions.materials import checklist
from actions.portal.guide import Clause, portal
from bot.gateway.console import facts
from bot.gateway.console.access import desk_router
from bot.gateway.console.view import page
from bot.gateway.errors import InvalidInput
from bot.gateway.locale import DEFAULT
from bot.gateway.services import Here
from bot.gateway.wechat.places import place

router = desk_router("agent")


@router.get("/eligibility")
async def eligibility(request: Request, here: Here) -> Response:
    report = here.links.add(assess({}))
    return page(request, here, "eligibility", fields=facts.fields(), report=report, error="", place=place)


@router.post("/eligibility")
async def check(request: Request, here: Here, as_of: Annotated[str, Form(max_length=10)] = "") -> Response:
    """The result of what is filled in so far, as a part of the page. Nothing of it is kept."""
    form = await request.form()
    try:
        report, error = here.links.add(assess(facts.read(form), as_of or None)), ""
    except (FactError, InvalidInput, UnknownEdition) as mistake:
        report, error = None, mistake.message or ""
    return page(request, here, "eligibility_result", report=report, error=error, place=place)


@router.get("/portal")
async def steps(request: Request, here: Here, kind: Annotated[str, Query(max_length=40)] = "") -> Response:
    told = portal()
    form = told.form(kind or None)

    def cited(clause: Clause) -> dict[str, Any]:
        return {
            "place": place(clause.passage_id, clause.path, clause.quote),
            "quote": clause.quote,
            "url": here.links.to(told.edition, clause.passage_id, clause.quote),
        }

    return page(
        request,
        here,
        "portal",
        told=told,
        kind=form.id if form else "",
        steps=[(step, told.lines(step, form.id if form else None)) for step in told.steps],
        cited=cited,
        locale=DEFAULT,
    )


@router.get("/materials")
async def materials(
    request: Request,
    here: Here,
    applicant: Annotated[Literal["organization", "project", ""], Query()] = "",
    category: Annotated[
        Literal["economic", "culture", "society", "ecology", "management", "service", ""], Query()
    ] = "",
) -> Response:
    try:
        items, error = checklist.items(applicant or None, category or None), ""
    except checklist.EconomicProject:
        items, error = [], here.desk.words["materials"]["economic_project"]
    return page(
        request,
        here,
        "materials",
        items=here.links.add(items),
        heading=checklist.heading(),
        error=error,
        applicant=applicant,
        category=category,
        place=place,
    )
