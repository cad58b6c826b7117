"""What is kept of one conversation, for the person who holds its token: all of it to read, all of it to erase."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from bot.gateway.error_responses import documented
from bot.gateway.messages import Kind
from bot.gateway.services import Here
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.text import Text

router = APIRouter(prefix="/api/v1/session", tags=["own data"], route_class=StrictJsonRoute)
ERRORS = documented(400, 404, 413, 415, 422, 429, 503)


class Mine(BaseModel):
    """In the body, not in the address: addresses are written into logs and histories."""

    model_config = ConfigDict(extra="forbid", strict=True)

    session_id: Text


class KeptReply(BaseModel):
    kind: Kind
    text: str
    citations: list[dict[str, Any]]


class KeptVote(BaseModel):
    at: datetime
    helpful: bool
    comment: str | None


class KeptTurn(BaseModel):
    trace_id: str
    at: datetime
    text: str
    replies: list[KeptReply]
    feedback: KeptVote | None


class KeptSession(BaseModel):
    channel: str
    created_at: datetime
    seen_at: datetime
    turns: list[KeptTurn]


@router.post("/export", responses=ERRORS)
async def export(body: Mine, here: Here) -> KeptSession:
    """Everything that is kept of the conversation, as it is kept: personal data is covered already."""
    await here.limiter.admit_session(body.session_id)
    return KeptSession.model_validate(await here.conversation.kept(body.session_id), from_attributes=True)


@router.post("/erase", status_code=204, responses=ERRORS)
async def erase(body: Mine, here: Here) -> None:
    """Removes the conversation everywhere: here and what the dialogue remembers. It cannot be undone."""
    await here.limiter.admit_session(body.session_id)
    await here.conversation.erase(body.session_id)
