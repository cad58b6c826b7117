"""The check of facts against the award's conditions, for programs. The engine decides; here is only the door."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from actions.eligibility import FactError, UnknownEdition, assess
from bot.gateway.error_responses import documented
from bot.gateway.errors import EditionNotFound, InvalidInput
from bot.gateway.services import Here
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.text import Text

ISO_DATE = r"^\d{4}-\d{2}-\d{2}$"

router = APIRouter(prefix="/api/v1", tags=["eligibility"], route_class=StrictJsonRoute)


class EligibilityRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    facts: dict[Any, Any]  # the engine judges names and values
    as_of: Annotated[
        Text | None, Field(json_schema_extra={"pattern": ISO_DATE}, description="Absent: today in Shanghai.")
    ] = None
    edition: Text | None = None


@router.post("/eligibility", responses=documented(400, 404, 413, 415, 422, 429))
async def eligibility(body: EligibilityRequest, here: Here) -> dict[str, Any]:
    try:
        result = assess(body.facts, _date(body.as_of), body.edition)
    except FactError as error:
        raise InvalidInput(error.field, error.message) from error
    except UnknownEdition as error:
        raise EditionNotFound(error.message) from error
    return here.links.add(result)


def _date(value: str | None) -> date | None:
    if value is None:
        return None
    try:
        # fromisoformat alone would take week dates and dates without hyphens too
        return date.fromisoformat(value if re.match(ISO_DATE, value) else "")
    except ValueError:
        raise InvalidInput("as_of", "as_of：应为实际存在的日期，写成 YYYY-MM-DD。") from None
