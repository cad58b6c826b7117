"""An API's access token, fetched once for all workers.

The database holds it, sealed; whoever has the row's lease fetches, and the others wait for what they bring.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import or_, update

from bot.gateway.clock import now, over
from bot.gateway.store import Store, insert
from bot.gateway.wechat.api import ApiError, Unreachable
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.tables import AccessTokenRow

# A token is replaced while it still works.
EARLY = timedelta(minutes=5)
# As long as a fetch may take; after that, its worker is taken to be dead.
LEASE = timedelta(seconds=15)
POLL_S = 0.1

# The token and the seconds it lives; `True` asks for another one though the last still lives.
Fetch = Callable[[bool], Awaitable[tuple[str, int]]]


class AccessToken:
    def __init__(self, store: Store, identity: Identity, name: str, fetch: Fetch) -> None:
        self._store = store
        self._identity = identity
        self._name = name
        self._fetch = fetch
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, refused: str | None = None) -> str:
        """A token that works, as far as is known. Raises `ApiError`."""
        async with self._one_at_a_time:
            give_up = time.monotonic() + 2 * LEASE.total_seconds()
            while time.monotonic() < give_up:
                token, expires_at = await self._kept()
                usable = token is not None and token != refused and expires_at > now()
                if usable and expires_at > now() + EARLY:
                    return token
                if await self._lease():
                    if (await self._kept())[
                        0
                    ] != token:  # another worker was faster, between the look and the lease
                        await self._release()
                        continue
                    return await self._renew(refused, token if usable else None)
                if usable:
                    return token
                await asyncio.sleep(POLL_S)
            raise Unreachable(arrived=False)

    async def _renew(self, refused: str | None, still_usable: str | None) -> str:
        try:
            token, seconds = await self._fetch(False)
            if token == refused:
                token, seconds = await self._fetch(True)
        except ApiError:
            await self._release()
            if still_usable is None:
                raise
            return still_usable
        await self._release(sealed=self._identity.seal(token), expires_at=now() + timedelta(seconds=seconds))
        return token

    async def _kept(self) -> tuple[str | None, datetime]:
        async with self._store.transaction() as db:
            row = await db.get(AccessTokenRow, self._name)
        if row is None or row.sealed is None or row.expires_at is None:
            return None, now()
        return self._identity.unseal(row.sealed), row.expires_at

    async def _lease(self) -> bool:
        async with self._store.transaction() as db:
            row = insert(db, AccessTokenRow).values(name=self._name)
            await db.execute(row.on_conflict_do_nothing(index_elements=["name"]))
            leased = await db.execute(
                update(AccessTokenRow)
                .where(
                    AccessTokenRow.name == self._name,
                    or_(AccessTokenRow.lease_until.is_(None), over(AccessTokenRow.lease_until, LEASE)),
                )
                .values(lease_until=now() + LEASE)
                .returning(AccessTokenRow.name)
            )
            return leased.one_or_none() is not None

    async def _release(self, **token: object) -> None:
        async with self._store.transaction() as db:
            await db.execute(
                update(AccessTokenRow)
                .where(AccessTokenRow.name == self._name)
                .values(lease_until=None, **token)
            )
