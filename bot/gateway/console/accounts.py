"""Staff accounts: made by command, never by default; wrong passwords lock them for longer and longer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now, over
from bot.gateway.console import audit, passwords
from bot.gateway.console.roles import ROLES, Role
from bot.gateway.console.sign_on import Person
from bot.gateway.console.tables import StaffRow, StaffSessionRow
from bot.gateway.store import Store

NAME = re.compile(r"[\w.-]{2,64}")
LONGEST_SUBJECT = 255  # OpenID Connect Core, 2
FREE_FAILURES = 4
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)


class AccountError(Exception):
    """An account cannot be made or changed so; the message says in Chinese what to do instead."""


class Locked(Exception):
    """Too many wrong passwords; `seconds` are left."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def lock_after(failures: int) -> timedelta:
    """How long nothing is tried after so many wrong passwords in a row: doubled each time, at most an hour."""
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return min(FIRST_LOCK * 2 ** min(failures - FREE_FAILURES - 1, 10), LONGEST_LOCK)


class Accounts:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def add(
        self, name: str, role: Role, password: str | None, by: str, oidc: str | None = None
    ) -> None:
        """`oidc` is the subject or the address of an account of the organization; one of the two ways in is needed."""
        if not NAME.fullmatch(name):
            raise AccountError("账号名用 2 到 64 个字母、数字、汉字、点、短横或下划线")
        if role not in ROLES:
            raise AccountError(f"角色只能是 {'、'.join(ROLES)}")
        if password is None and not oidc:
            raise AccountError("要有密码，或者单位账号")
        if password is not None:
            _strong(password, name)
        password_hash = "" if password is None else await asyncio.to_thread(passwords.hashed, password)
        async with self._store.transaction() as db:
            if await db.scalar(select(StaffRow.id).where(StaffRow.name == name)):
                raise AccountError(f"已有账号 {name}")
            linked = await _free(db, oidc, name)
            db.add(
                StaffRow(
                    name=name,
                    role=role,
                    password_hash=password_hash,
                    oidc=linked,
                    active=True,
                    failures=0,
                    created_at=now(),
                )
            )
            audit.note(db, by, "account_added", name, role=role)

    async def set_password(self, name: str, password: str, by: str) -> None:
        """Ends the sessions of the account and its lock."""
        _strong(password, name)
        password_hash = await asyncio.to_thread(passwords.hashed, password)
        await self._change(
            name, by, "password_changed", password_hash=password_hash, failures=0, locked_until=None
        )

    async def set_active(self, name: str, active: bool, by: str) -> None:
        await self._change(
            name,
            by,
            "account_enabled" if active else "account_disabled",
            active=active,
            failures=0,
            locked_until=None,
        )

    async def set_role(self, name: str, role: Role, by: str) -> None:
        if role not in ROLES:
            raise AccountError(f"角色只能是 {'、'.join(ROLES)}")
        await self._change(name, by, "role_changed", role=role)

    async def link(self, name: str, oidc: str | None, by: str) -> None:
        """To an account of the organization, or to none any more."""
        async with self._store.transaction() as db:
            linked = await _free(db, oidc, name)
        await self._change(name, by, "sign_on_linked" if linked else "sign_on_unlinked", oidc=linked)

    async def of(self, person: Person) -> StaffRow | None:
        """The account that an account of the organization belongs to, also one that is not in use; by subject first."""
        known_as = [person.subject, *([person.email.lower()] if person.email else [])]
        async with self._store.transaction() as db:
            found = (await db.scalars(select(StaffRow).where(StaffRow.oidc.in_(known_as)))).all()
        return min(found, key=lambda staff: known_as.index(staff.oidc), default=None)

    async def _change(self, name: str, by: str, action: str, **values: object) -> None:
        async with self._store.transaction() as db:
            changed = await db.scalar(
                update(StaffRow).where(StaffRow.name == name).values(**values).returning(StaffRow.id)
            )
            if changed is None:
                raise AccountError(f"没有账号 {name}")
            await db.execute(delete(StaffSessionRow).where(StaffSessionRow.staff_id == changed))
            noted = {"role": values["role"]} if "role" in values else {}
            audit.note(db, by, action, name, **noted)

    async def all(self) -> Sequence[StaffRow]:
        async with self._store.transaction() as db:
            return (await db.scalars(select(StaffRow).order_by(StaffRow.name))).all()

    async def exist(self) -> bool:
        """Whether there is a desk at all."""
        async with self._store.transaction() as db:
            return await db.scalar(select(StaffRow.id).where(StaffRow.active).limit(1)) is not None

    async def authenticate(self, name: str, password: str) -> StaffRow | None:
        """The account, if the password is right and it is in use; raises `Locked`.

        The lock is looked at and the failure counted in SQL, so that trying in parallel gains nothing.
        """
        async with self._store.transaction() as db:
            # Counted as wrong before it is looked at: a hundred at once are a hundred failures.
            staff = await db.scalar(
                update(StaffRow)
                .where(StaffRow.name == name, StaffRow.active, _not_locked())
                .values(failures=StaffRow.failures + 1)
                .returning(StaffRow)
            )
            if staff is None:
                locked = await db.scalar(
                    select(StaffRow.locked_until).where(StaffRow.name == name, StaffRow.active)
                )
                if locked and locked > now():
                    raise Locked(int((locked - now()).total_seconds()) + 1)
            elif wait := lock_after(staff.failures):
                await db.execute(
                    update(StaffRow).where(StaffRow.id == staff.id).values(locked_until=now() + wait)
                )
        known_hash = staff.password_hash if staff else None
        right = await asyncio.to_thread(passwords.verifies, password, known_hash)
        async with self._store.transaction() as db:
            if not right or staff is None:
                audit.note(db, name, "login_refused")
                return None
            values: dict[str, object] = {"failures": 0, "locked_until": None}
            if passwords.outdated(staff.password_hash):
                values["password_hash"] = await asyncio.to_thread(passwords.hashed, password)
            await db.execute(update(StaffRow).where(StaffRow.id == staff.id).values(**values))
        return staff

    async def on_duty(self, within: timedelta) -> int:
        """How many people have their desk open."""
        async with self._store.transaction() as db:
            return await db.scalar(
                select(func.count(StaffSessionRow.staff_id.distinct()))
                .join(StaffRow, StaffRow.id == StaffSessionRow.staff_id)
                .where(StaffRow.active, StaffSessionRow.on_duty_at.between(now() - within, now() + within))
            )


def _not_locked() -> ColumnElement[bool]:
    """No lock is longer than the failures that it is for, or the clock was set back since."""
    until, shorter = StaffRow.locked_until, []
    for failures in range(FREE_FAILURES + 1, FREE_FAILURES + 9):
        shorter.append(and_(StaffRow.failures == failures, over(until, lock_after(failures))))
    return or_(until.is_(None), over(until, LONGEST_LOCK), *shorter)


async def _free(db: AsyncSession, oidc: str | None, name: str) -> str | None:
    """As it is kept: addresses in small letters. Raises `AccountError` where another account has it."""
    if oidc is None:
        return None
    linked = oidc.strip()
    if not linked or len(linked) > LONGEST_SUBJECT:
        raise AccountError(f"单位账号写身份系统里的标识（sub）或邮箱，最多 {LONGEST_SUBJECT} 个字符")
    linked = linked.lower() if "@" in linked else linked
    if other := await db.scalar(select(StaffRow.name).where(StaffRow.oidc == linked, StaffRow.name != name)):
        raise AccountError(f"单位账号 {linked} 已经是 {other} 的")
    return linked


def _strong(password: str, name: str) -> None:
    if mend := passwords.weakness(password, name):
        raise AccountError(mend)
