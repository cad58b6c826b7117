"""Uploads: multipart only, few files, much data; a client that goes away is no error of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from bot.gateway.errors import TooManyFiles, UnsupportedMediaType
from bot.gateway.services import of

MOST_FILES = 20
MOST_BYTES = 200 * 2**20  # of content
MOST_FIELDS = 500  # so that too many files, each with its kind, are refused as that
LARGEST_FIELD = 1024  # bytes
# What multipart adds to the content, and the fields beside the files.
MOST_BODY = MOST_BYTES + 2**20

_MULTIPART = re.compile(r"multipart/form-data\s*;", re.I)


class UploadRoute(APIRoute):
    """Keeps the contract's statuses for what goes wrong while an upload is read."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def received(request: Request) -> Response:
            if not _MULTIPART.match(request.headers.get("content-type", "")):
                raise UnsupportedMediaType("请以 multipart/form-data 上传文件。")
            here = await of(request)
            await here.switches.require("materials")
            try:
                # Before the upload is read: what is turned away costs nothing.
                async with here.workers.admission(request.client.host if request.client else "unknown"):
                    return await handler(request)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody reads it
            except HTTPException as error:
                if error.status_code == 400 and "Too many files" in str(error.detail):
                    raise TooManyFiles(MOST_FILES) from None
                raise

        return received
