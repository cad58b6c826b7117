"""The check of facts against the award's conditions, for programs. The engine decides; here is only the door."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from actions.eligibility import FactError, UnknownEdition, assess
from actions.eligibility.catalogue import FACTS
from actions.eligibility.facts import Choice, Day, Fact, Whole
from bot.gateway.error_responses import documented
from bot.gateway.errors import EditionNotFound, InvalidInput
from bot.gateway.messages import Citation
from bot.gateway.services import Here
from bot.gateway.strict_json import StrictJsonRoute
from bot.gateway.text import Text

router = APIRouter(prefix="/api/v1", tags=["eligibility"], route_class=StrictJsonRoute)


def _described(fact: Fact) -> dict[str, Any]:
    """A fact in JSON Schema; null is as good as absent."""
    if isinstance(fact, Choice):
        return {"enum": [*fact.choices, None]}
    if isinstance(fact, Whole):
        ends = {"minimum": fact.low, "maximum": fact.high}
        return {"type": ["integer", "null"], **{key: end for key, end in ends.items() if end is not None}}
    if isinstance(fact, Day):
        day = {"type": ["string", "null"], "format": "date"}
        return {"anyOf": [day, {"const": fact.instead}]} if fact.instead else day
    return {"type": ["boolean", "null"]}


FACTS_SCHEMA = {"properties": {fact.name: _described(fact) for fact in FACTS}, "additionalProperties": False}


class EligibilityRequest(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    # Names and values are the engine's to judge; it says in Chinese how to mend them.
    facts: Annotated[dict[Any, Any], Field(json_schema_extra=FACTS_SCHEMA)]
    as_of: Annotated[
        Text | None, Field(json_schema_extra={"format": "date"}, description="Absent: today in Shanghai.")
    ] = None
    edition: Annotated[Text | None, Field(description="Absent: the one in force on that day.")] = None


class Rule(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: str
    status: Literal["pass", "fail", "unknown", "not_applicable"]
    reason: str
    interpretation: str | None = None
    citation: Citation


class EligibilityReport(BaseModel):
    model_config = ConfigDict(extra="allow")

    edition: str
    as_of: str
    verdict: Literal["eligible", "ineligible", "undetermined"]
    earliest_date: str | None
    next_fact: str | None
    open_facts: list[str]
    rules: list[Rule]
    consequences: list[str]
    warnings: list[str]


@router.post(
    "/eligibility",
    response_model=EligibilityReport,
    response_model_exclude_unset=True,
    responses=documented(400, 404, 413, 415, 422, 429, 503),
)
async def eligibility(body: EligibilityRequest, here: Here) -> Any:
    """Whether the facts known so far meet the conditions, rule by rule, each with its clause."""
    await here.switches.require("eligibility")
    try:
        report = assess(body.facts, body.as_of, body.edition)
    except FactError as error:
        raise InvalidInput(error.field, error.message) from error
    except UnknownEdition as error:
        raise EditionNotFound(error.message) from error
    return here.links.add(report)
