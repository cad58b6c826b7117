"""Questions to choose from while a message is being typed. What was typed is covered like a message, and kept nowhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from bot.gateway.error_responses import documented
from bot.gateway.locale import DEFAULT, Locale
from bot.gateway.masking import mask
from bot.gateway.services import Here
from bot.gateway.text import Text, clean, has_words

MAX_TYPED = 1000

router = APIRouter(prefix="/api/v1", tags=["chat"])


class Suggestions(BaseModel):
    """At most five, best first; each may be sent as a message."""

    suggestions: list[str]


@router.get("/suggest", responses=documented(400, 422, 429, 503))
async def suggest(
    here: Here,
    q: Annotated[Text, Query(max_length=MAX_TYPED, description="What has been typed so far.")],
    locale: Annotated[Locale, Query(description="The language of the interface.")] = DEFAULT,
) -> Suggestions:
    typed = mask(clean(q))
    if not has_words(typed):
        return Suggestions(suggestions=[])
    return Suggestions(suggestions=[each.text for each in await here.knowledge.suggest(typed, locale)])
