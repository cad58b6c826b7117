"""The dashboard, and the same figures as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, fields
from typing import Annotated, Literal

from fastapi import Query, Request, Response

from bot.gateway.console import audit
from bot.gateway.console.access import Who, desk_router
from bot.gateway.console.facts import fields as eligibility_fields
from bot.gateway.console.figures import Day, figures
from bot.gateway.console.view import page
from bot.gateway.services import Here

Days = Annotated[Literal["7", "30", "90"], Query()]
Named = Annotated[str, Query(max_length=32)]
COLUMNS = tuple(each.name for each in fields(Day) if each.name != "day")
BOM = "\ufeff"  # without it Excel takes UTF-8 for something else

router = desk_router("editor")
api = desk_router("editor", prefix="/api/v1/staff")


@router.get("/figures")
async def dashboard(
    request: Request, here: Here, days: Days = "30", channel: Named = "", edition: Named = ""
) -> Response:
    return page(
        request,
        here,
        "figures",
        found=await figures(here.store, int(days), channel, edition),
        facts={each.name: each.title for each in eligibility_fields()},
        columns=COLUMNS,
        days=days,
        channel=channel,
        edition=edition,
    )


@api.get("/figures.csv")
async def as_csv(
    here: Here, who: Who, days: Days = "30", channel: Named = "", edition: Named = ""
) -> Response:
    found = await figures(here.store, int(days), channel, edition)
    async with here.store.transaction() as db:
        audit.note(db, who.name, "figures_exported", days=days)
    text = io.StringIO()
    rows = csv.writer(text)
    titles = here.desk.words["figures"]["titles"]
    rows.writerow(["日期", *(titles[name] for name in COLUMNS)])
    for day in found.days:
        values = asdict(day)
        rows.writerow([day.day.isoformat(), *(values[name] for name in COLUMNS)])
    name = f"zhijiangtong-{found.days[0].day}-{found.days[-1].day}.csv"
    return Response(
        BOM + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
