"""The web channel's way to the people at the desk: what they said since, and the wish to be called back."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.gateway.conversation import MAX_MESSAGE, desk_message
from bot.gateway.error_responses import documented
from bot.gateway.errors import InvalidInput, TooLong
from bot.gateway.masking import mask
from bot.gateway.messages import Message
from bot.gateway.services import Here
from bot.gateway.store import session_key
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.text import Text, clean

# Five to fifteen digits, as people group them.
PHONE = r"^[+(]?[0-9](?:[ ()-]?[0-9]){4,14}$"

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], route_class=StrictJsonRoute)


class UpdatesRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    session_id: Text
    after: Annotated[
        int,
        Field(ge=0, le=2**53, description="The number of the newest update known."),
        BeforeValidator(
            lambda value: int(value) if isinstance(value, float) and value.is_integer() else value
        ),
    ] = 0


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
    phone: Annotated[Text, Field(json_schema_extra={"pattern": PHONE})]
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
    if not re.fullmatch(PHONE, body.phone, re.ASCII):
        raise InvalidInput("phone", "phone：请写能打通的电话号码。")
    await here.desk.handover.wish_callback(
        session_key(body.session_id), body.phone, mask(clean(body.question))
    )
