"""For those who run it: alive, ready, measured."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from bot.gateway import errors
from bot.gateway.error_responses import RETRY_AFTER, ErrorDetail
from bot.gateway.metrics import CONTENT_TYPE
from bot.gateway.readiness import PartState
from bot.gateway.services import Here

router = APIRouter(tags=["operations"])


class Health(BaseModel):
    status: str


class ReadinessReport(BaseModel):
    ready: bool
    parts: dict[str, PartState]


class NotReadyReport(ReadinessReport):
    error: ErrorDetail


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz")
async def healthz() -> Health:
    """This process lives."""
    return Health(status="ok")


@router.get(
    "/readyz",
    response_model=ReadinessReport,
    responses={
        503: {
            "model": NotReadyReport,
            "description": "Names the parts that do not answer",
            "headers": RETRY_AFTER,
        }
    },
)
async def readyz(here: Here) -> JSONResponse:
    """Every part answers."""
    parts = await here.readiness.check()
    down = [name for name, state in parts.items() if not state.ready]
    report = {"ready": not down, "parts": {name: state.model_dump() for name, state in parts.items()}}
    if not down:
        return JSONResponse(report)
    error = errors.body("not_ready", f"以下部分没有就绪：{'、'.join(down)}。", {"parts": down})
    return JSONResponse({**report, **error}, 503, {"Retry-After": "5"})


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(here: Here) -> Response:
    """Counts and times in Prometheus' text format."""
    return Response(here.metrics.exposition(), media_type=CONTENT_TYPE)
