"""Failures in the shape that every client of the product knows: {"error": {"code", "message"}}."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from knowledge.ingest.errors import IngestError


class Failure(Exception):
    """Becomes a reply with this status, code and sentence."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


def not_ready() -> Failure:
    message = "知识库索引还没有建好，请先运行 python -m knowledge build"
    return Failure(503, "not_ready", message, {"Retry-After": "5"})


def other_release(release: str) -> Failure:
    """The one asked for is not at hand here; `release` is."""
    return Failure(409, "other_release", "这里用的是另一个发布", {"X-Release": release})


def install(app: FastAPI) -> None:
    @app.exception_handler(Failure)
    async def failure(_request: Request, error: Failure) -> JSONResponse:
        return reply(error.status, error.code, error.message, error.headers)

    @app.exception_handler(IngestError)
    async def refusal(_request: Request, error: IngestError) -> JSONResponse:
        return reply(422, "content_not_right", str(error))

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        names = "、".join(dict.fromkeys(str(each["loc"][-1]) for each in error.errors()))
        return reply(422, "invalid_parameters", f"参数不符合要求：{names}")

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        code, message = {
            404: ("not_found", "没有这个地址"),
            405: ("method_not_allowed", "这个地址不接受这种请求"),
        }.get(error.status_code, ("bad_request", "请求有误"))
        return reply(error.status_code, code, message, error.headers)

    @app.exception_handler(Exception)
    async def unforeseen(_request: Request, _error: Exception) -> JSONResponse:
        return reply(500, "internal_error", "检索服务出错了，请稍后再试")  # uvicorn logs the traceback


def reply(status: int, code: str, message: str, headers=None) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
