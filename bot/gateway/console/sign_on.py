"""Attempts to log in with an account of the organization: each kept for ten minutes, bound to a browser, and used once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from fastapi import Request, Response
from sqlalchemy import delete

from bot.gateway.clock import now
from bot.gateway.console.tables import SignOnRow
from bot.gateway.store import Store, session_key

LASTS = timedelta(minutes=10)
BEGIN, BACK = "/staff/login/oidc", "/staff/login/oidc/back"


@dataclass(frozen=True)
class Person:
    """Who the provider says it is; `email` only where the provider has verified it."""

    subject: str
    email: str | None


class Refused(Exception):
    """Nobody is let in: `reason` is one of `sign_on` in wording.yml, `detail` a word for the audit log."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Provider(Protocol):
    async def begin(self, request: Request) -> tuple[Response, dict[str, Any]]: ...

    async def finish(self, request: Request, kept: dict[str, Any]) -> Person: ...


class SignOn:
    """Raises `Refused`."""

    def __init__(self, store: Store, provider: Provider) -> None:
        self._store = store
        self._provider = provider

    async def begin(self, request: Request, next_page: str) -> tuple[Response, str]:
        """The way to the provider, and the value of a cookie that has to come back."""
        response, kept = await self._provider.begin(request)
        token = secrets.token_urlsafe(32)
        async with self._store.transaction() as db:
            await db.execute(delete(SignOnRow).where(SignOnRow.created_at < now() - LASTS))
            db.add(SignOnRow(id=session_key(token), created_at=now(), kept=kept, next_page=next_page))
        return response, token

    async def finish(self, request: Request, token: str | None) -> tuple[Person, str]:
        """Who came back, and the page that they wanted. Whatever comes of it, the attempt is over."""
        async with self._store.transaction() as db:
            attempt = await db.scalar(
                delete(SignOnRow)
                .where(SignOnRow.id == session_key(token or ""), SignOnRow.created_at >= now() - LASTS)
                .returning(SignOnRow)
            )
        if attempt is None:
            raise Refused("expired", "no_attempt")
        return await self._provider.finish(request, attempt.kept), attempt.next_page
