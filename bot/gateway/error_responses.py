"""Turns every failure of a request into the contract's error shape, and documents it for OpenAPI."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from bot.gateway import errors
from bot.gateway.templating import templates
from telemetry import logs

logger = logging.getLogger(__name__)


class ErrorDetail(BaseModel):
    code: str
    message: str
    details: dict[str, Any] | None = None


class ErrorBody(BaseModel):
    """The shape of every error."""

    error: ErrorDetail


MEANINGS = {
    400: "格式有误：不是 JSON、不是 UTF-8、层次太深或数字不是有限值",
    404: "不存在",
    413: "太长或太大",
    415: "媒体类型不对",
    422: "格式正确但内容无效，details.field 指出是哪一项",
    429: "太频繁，见 Retry-After",
    503: "某一部分暂时不可用，见 Retry-After",
}
RETRY_AFTER = {"Retry-After": {"description": "多少秒后再试", "schema": {"type": "integer"}}}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the errors a route can give."""
    return {
        status: {
            "model": ErrorBody,
            "description": MEANINGS[status],
            **({"headers": RETRY_AFTER} if status in (429, 503) else {}),
        }
        for status in statuses
    }


def documented_pages(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The same for a page: a program gets JSON, a browser a page."""
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorBody"}}, "text/html": {}}
    described = documented(*statuses)
    return {status: {**response, "model": None, "content": body} for status, response in described.items()}


def install(app: FastAPI) -> None:
    app.add_exception_handler(errors.GatewayError, _gateway_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)


def respond(error: errors.GatewayError, request: Request | None = None) -> Response:
    """As JSON, or as a page when `request` is a browser's for a page."""
    row = errors.row_for(error)
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    content = errors.body(row.code, error.message or row.message, error.details)
    return _rendered(content, row.status, headers, request)


def respond_status(
    status: int, headers: Mapping[str, str] | None = None, request: Request | None = None
) -> Response:
    row = errors.BY_STATUS.get(status, errors.BY_STATUS[400 if status < 500 else 500])
    return _rendered(errors.body(row.code, row.message), status, headers, request)


def _rendered(
    content: dict[str, Any], status: int, headers: Mapping[str, str] | None, request: Request | None
) -> Response:
    if request is None or not _wants_page(request):
        return JSONResponse(content, status, headers)
    way_up = "../" * (request.url.path.count("/") - 1) or "./"
    context = {"message": content["error"]["message"], "root": way_up}
    return templates.TemplateResponse(request, "error.html", context, status, headers)


def _wants_page(request: Request) -> bool:
    """A browser that opens a page names HTML; programs and the widget do not."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


async def _gateway_error(request: Request, error: errors.GatewayError) -> Response:
    if isinstance(error, errors.PartUnavailable):
        logs.event(logger, logging.WARNING, "part_unavailable", part=error.part)
    return respond(error, request)


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    """Names the first field that is wrong; its value is not repeated."""
    first = error.errors()[0]
    # loc is ("body", "message"), ("query", "k"), or ("body",) when the whole body is of the wrong type.
    where = [str(part) for part in first["loc"][1:]] or [str(first["loc"][0])]
    field = ".".join(where)
    message = errors.MISTAKES.get(first["type"], "不符合要求。")
    return respond(errors.InvalidInput(field, f"{field}：{message}"), request)


async def _http_exception(request: Request, error: HTTPException) -> Response:
    return respond_status(error.status_code, error.headers, request)
