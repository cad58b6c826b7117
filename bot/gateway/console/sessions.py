"""Who is logged in: kept on the server, known to the browser by a cookie only."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from bot.gateway.clock import now
from bot.gateway.console import audit
from bot.gateway.console.roles import Role
from bot.gateway.console.tables import StaffRow, StaffSessionRow
from bot.gateway.store import Store, session_key

COOKIE = "zhijiangtong_staff"
# `seen_at` is written this often at most: not for every keystroke of a search.
SEEN_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class Operator:
    """Who makes a request. `csrf` goes with every change that they make."""

    id: int
    name: str
    role: Role
    csrf: str
    session_id: str

    def confirms(self, token: str) -> bool:
        return hmac.compare_digest(self.csrf.encode(), token.encode())


class StaffSessions:
    """Ends by itself after `idle` without a request, and after `absolute` in any case."""

    def __init__(self, store: Store, idle: timedelta, absolute: timedelta) -> None:
        self._store = store
        self._idle = idle
        self._absolute = absolute

    async def open(self, staff: StaffRow, by: str) -> str:
        """The cookie's value; `by` says how they logged in."""
        token = secrets.token_urlsafe(32)
        async with self._store.transaction() as db:
            await db.execute(delete(StaffSessionRow).where(self._ended()))
            db.add(
                StaffSessionRow(
                    id=session_key(token),
                    staff_id=staff.id,
                    csrf=secrets.token_urlsafe(32),
                    created_at=now(),
                    seen_at=now(),
                )
            )
            audit.note(db, staff.name, "login", by=by)
        return token

    async def resume(self, token: str, *, active: bool = True) -> Operator | None:
        """Who it is, or None. `active`: the request is a person's, and not one that a page makes by itself."""
        async with self._store.transaction() as db:
            found = await db.execute(
                select(StaffSessionRow, StaffRow)
                .join(StaffRow, StaffRow.id == StaffSessionRow.staff_id)
                .where(StaffSessionRow.id == session_key(token), StaffRow.active, ~self._ended())
            )
            row = found.one_or_none()
            if row is None:
                return None
            session, staff = row
            if active and abs(now() - session.seen_at) > SEEN_EVERY:
                await db.execute(
                    update(StaffSessionRow).where(StaffSessionRow.id == session.id).values(seen_at=now())
                )
            return Operator(staff.id, staff.name, staff.role, session.csrf, session.id)

    async def close(self, operator: Operator) -> None:
        async with self._store.transaction() as db:
            await db.execute(delete(StaffSessionRow).where(StaffSessionRow.id == operator.session_id))
            audit.note(db, operator.name, "logout")

    async def at_the_desk(self, session_id: str) -> bool:
        """Notes that the desk is open; False when the session is over."""
        async with self._store.transaction() as db:
            noted = await db.execute(
                update(StaffSessionRow)
                .where(StaffSessionRow.id == session_id, ~self._ended())
                .values(on_duty_at=now())
                .returning(StaffSessionRow.id)
            )
            return noted.one_or_none() is not None

    async def left_the_desk(self, session_id: str) -> None:
        async with self._store.transaction() as db:
            await db.execute(
                update(StaffSessionRow).where(StaffSessionRow.id == session_id).values(on_duty_at=None)
            )

    def _ended(self):
        """One from further ahead than any may last was begun before the clock was set back: when is not known any more."""
        created = StaffSessionRow.created_at
        return or_(
            StaffSessionRow.seen_at < now() - self._idle,
            created < now() - self._absolute,
            created > now() + self._absolute,
        )
