"""Search and passages, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from bot.gateway.error_responses import documented
from bot.gateway.errors import InvalidInput
from bot.gateway.knowledge_client import Found, Passage
from bot.gateway.services import Here
from bot.gateway.text import SOMETHING_VISIBLE, Text, clean

MAX_QUERY = 1000

router = APIRouter(prefix="/api/v1", tags=["search"])


class Result(Found):
    url: str


class SearchResponse(BaseModel):
    """`results` are ranked best first; `answerable` says whether the chat would answer from them."""

    query: str
    took_ms: float
    answerable: bool
    results: list[Result]


class PassageResponse(Passage):
    url: str


@router.get("/search", responses=documented(400, 404, 422, 429, 503))
async def search(
    here: Here,
    q: Annotated[Text, Query(max_length=MAX_QUERY, json_schema_extra={"pattern": SOMETHING_VISIBLE})],
    k: Annotated[int, Query(ge=1, le=50)] = 5,
    edition: Annotated[str | None, Query(max_length=80, description="Absent: all that is indexed.")] = None,
) -> SearchResponse:
    query = clean(q)
    if not query:
        raise InvalidInput("q", "q：请写下要查的内容。")
    found = await here.knowledge.search(query, k, edition)
    return SearchResponse(
        query=q,
        took_ms=found.took_ms,
        answerable=found.answerable,
        results=[
            Result(**result.model_dump(), url=here.links.to(result.edition, result.passage_id, result.quote))
            for result in found.results
        ],
    )


@router.get("/passages/{passage_id}", responses=documented(400, 404, 422, 429, 503))
async def passage(passage_id: str, here: Here) -> PassageResponse:
    """One passage, verbatim."""
    found = await here.knowledge.passage(passage_id)
    return PassageResponse(**found.model_dump(), url=here.links.to(found.edition, found.passage_id))
