"""How the desk's clients of the knowledge service read its replies and refusals."""

from __future__ import annotations

from typing import TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.gateway.errors import Conflict, InvalidInput, NotFound, PartUnavailable
from bot.gateway.internal_http import InternalHttp

# The first one to ask waits until the guide is read, or a library that few need is loaded; so do comparisons of two guides.
PATIENCE_S = 60.0


class Build(BaseModel):
    state: str
    message: str
    wishes: int
    done: int


Reply = TypeVar("Reply", bound=BaseModel)


class DeskClient:
    """Raises `PartUnavailable` when the service does not answer as agreed, `InvalidInput` and `Conflict` with what it
    refuses and why."""

    def __init__(self, http: InternalHttp) -> None:
        self._http = http

    async def build(self) -> Build:
        return self._read(Build, await self._http.get("/v1/desk/builds"))

    def _read(self, shape: type[Reply], response: httpx.Response) -> Reply:
        if response.status_code == 404:
            raise NotFound
        try:
            if response.status_code == 422:
                raise InvalidInput("entry", response.json()["error"]["message"])
            if response.status_code == 409:
                raise Conflict(response.json()["error"]["message"])
            if response.is_error:
                raise PartUnavailable(self._http.part)
            return TypeAdapter(shape).validate_json(response.content)
        except (ValidationError, ValueError, KeyError, TypeError) as error:
            raise PartUnavailable(self._http.part) from error
