"""The web channel's way to the people at the desk: what they said since, and the wish to be called back."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from bot.gateway.conversation import MAX_MESSAGE, desk_message
from bot.gateway.error_responses import documented
from bot.gateway.errors import InvalidInput, TooLong
from bot.gateway.masking import mask
from bot.gateway.messages import Message
from bot.gateway.services import Here
from bot.gateway.store import session_key
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.text import Text, clean

PHONE = r"^[0-9+() -]{5,32}$"

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], route_class=StrictJsonRoute)


class UpdatesRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    session_id: Text
    after: Annotated[int, Field(ge=0, le=2**53, description="The number of the newest update known.")] = 0


class Update(Message):
    """A message of the desk. `id` is its number: greater than that of every earlier one."""

    id: int
    from_person: bool = Field(
        description="False for what the desk itself says, such as that somebody joined."
    )


class Updates(BaseModel):
    """`state`: `bot` answers, the person is `waiting` for somebody, or somebody has the conversation (`held`)."""

    state: Literal["bot", "waiting", "held"]
    messages: list[Update]


class CallbackRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    session_id: Text
    phone: Annotated[Text, Field(pattern=PHONE)]
    question: Annotated[
        Text, Field(description=f"At most {MAX_MESSAGE} characters; more are answered with 413.")
    ] = ""
    consent: Annotated[
        Literal[True], Field(description="The person agrees that the number is kept for the call.")
    ]


@router.post("/updates", responses=documented(400, 404, 413, 415, 422, 429, 503))
async def updates(body: UpdatesRequest, here: Here) -> Updates:
    """What people at the desk said in a conversation since update number `after`, in order."""
    key = session_key(body.session_id)
    said = await here.desk.handover.said_after(key, body.after)
    return Updates(
        state=await here.desk.handover.state(key),
        messages=[
            Update(**desk_message(row, here.links).model_dump(), id=row.id, from_person=bool(row.author))
            for row in said
        ],
    )


@router.post("/callback", status_code=204, responses=documented(400, 404, 413, 415, 422, 429, 503))
async def callback(body: CallbackRequest, here: Here) -> None:
    """The wish to be called back by the desk; the number is kept for that only."""
    if len(body.question) > MAX_MESSAGE:
        raise TooLong("question", MAX_MESSAGE)
    digits = [char for char in body.phone if char.isdigit()]
    if not 5 <= len(digits) <= 20:
        raise InvalidInput("phone", "phone：请写能打通的电话号码。")
    await here.desk.handover.wish_callback(
        session_key(body.session_id), body.phone.strip(), mask(clean(body.question))
    )
