"""What a widget shows before anything was said: announcements, questions to choose from, and whether the channel is off."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from bot.gateway.error_responses import documented
from bot.gateway.locale import DEFAULT, Locale
from bot.gateway.messages import localise
from bot.gateway.services import Here

router = APIRouter(prefix="/api/v1", tags=["chat"])


class Announced(BaseModel):
    id: int
    text: str
    link: str = Field(description="An address to read more at, or empty.")


class Welcome(BaseModel):
    announcements: list[Announced]
    questions: list[str] = Field(
        description="At most five, pinned ones first; each may be sent as a message."
    )
    closed: str = Field(description="Why the web channel is turned off; empty while it is on.")


@router.get("/welcome", responses=documented(400, 422, 429, 503))
async def welcome(
    here: Here,
    locale: Annotated[Locale, Query(description="The language of the interface.")] = DEFAULT,
) -> Welcome:
    off = await here.switches.off()
    return Welcome(
        announcements=[
            Announced(id=each.id, text=each.text, link=each.link)
            for each in await here.starting.announcements(locale)
        ],
        questions=await here.starting.questions(locale),
        closed=localise(off.get("web", ""), locale),
    )
