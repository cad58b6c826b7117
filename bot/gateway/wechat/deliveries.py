"""Deliveries of messages and events: each is answered once, whichever workers its deliveries come to.

The database decides between the workers: every step is one transaction that begins with a write, which takes the
contact's row lock in PostgreSQL and the database's in SQLite. A delivery's `fate`:

    running   a worker is at it
    late      the same, but WeChat has been told `success`: the answer needs another way
    ready     answered, and no way found yet: the next delivery takes it
    given     handed to a delivery; each further delivery of the same message gets the same
    passed    put in front of the answer to a later message
    sending   on its way by the customer-service API
    sent      gone out that way, or possibly gone out: nothing is said twice
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.gateway.clock import now, over
from bot.gateway.store import Store, insert
from bot.gateway.wechat import departures
from bot.gateway.wechat.numbers import Choice
from bot.gateway.wechat.splitting import head
from bot.gateway.wechat.tables import ContactRow, DeliveryRow

UNFINISHED = ("running", "late")
# A worker says this often that it is alive; one that was silent for the lease is taken to be dead.
BEAT_S = 1.0
LEASE = timedelta(seconds=3)

# As long as a conversation; an answer that nobody fetched by then is of no use.
KEPT = timedelta(hours=24)

Window = Literal["message", "event"]


@dataclass(frozen=True)
class Arrival:
    """A message or event as it comes in. `sealed` holds what was said; `window` is the quota that it opens.

    `reach` holds, sealed, how the person can be sent something later.
    """

    key: str
    contact_id: str
    channel: str
    sealed: str
    window: Window | None
    late: bool = False
    reach: str | None = None


@dataclass(frozen=True)
class Claim:
    """A delivery, and whether it is this worker's to answer."""

    id: int
    contact_id: str
    mine: bool
    sealed: str | None = None


@dataclass(frozen=True)
class Answer:
    """`choices` are what numbers mean from now on; None leaves them, and what was left to say, as they are.

    `session` is the sealed token and the id of the conversation, `continues` whether the text is the rest of an
    earlier answer.
    """

    text: str
    choices: Sequence[Choice] | None = None
    session: tuple[str, str] | None = None
    continues: bool = False


@dataclass(frozen=True)
class Reply:
    """The stored answer with all that makes its bytes the same each time."""

    text: str
    created: int
    salt: bytes
    fate: str


class Deliveries:
    """`runner` is this worker. `join` puts earlier answers that were not given before a new one."""

    def __init__(self, store: Store, join: Callable[[Sequence[str], str], str], more: str) -> None:
        self._store = store
        self._join = join
        self._more = more
        self._runner = secrets.token_hex(16)

    async def admit(self, arrival: Arrival) -> Claim:
        """Of all deliveries of a message, one claims it; the others learn its id."""
        async with self._store.transaction() as db:
            contact = insert(db, ContactRow).values(
                id=arrival.contact_id,
                channel=arrival.channel,
                session_ids=[],
                rest="",
                choices=[],
                message_sent=0,
                event_sent=0,
                sealed_reach=arrival.reach,
                seen_at=now(),
            )
            seen = {"seen_at": now(), "sealed_reach": arrival.reach}
            await db.execute(contact.on_conflict_do_update(index_elements=["id"], set_=seen))
            delivery = insert(db, DeliveryRow).values(
                key=arrival.key,
                contact_id=arrival.contact_id,
                sealed=arrival.sealed,
                arrived_at=now(),
                runner=self._runner,
                alive_until=now() + LEASE,
                fate="late" if arrival.late else "running",
                salt=secrets.token_hex(16),
            )
            inserted = delivery.on_conflict_do_nothing(index_elements=["key"]).returning(DeliveryRow.id)
            identity = await db.scalar(inserted)
            if identity is None:
                known = await db.scalar(select(DeliveryRow.id).where(DeliveryRow.key == arrival.key))
                await departures.leave_unknown(db, arrival.contact_id)
                return Claim(known, arrival.contact_id, mine=False)
            if arrival.window:
                opened = {f"{arrival.window}_at": now(), f"{arrival.window}_sent": 0}
                await db.execute(update(ContactRow).where(ContactRow.id == arrival.contact_id).values(opened))
            return Claim(identity, arrival.contact_id, True, arrival.sealed)

    async def take_over(self, delivery_id: int) -> Claim | None:
        """The delivery, if the worker that was at it has died."""
        async with self._store.transaction() as db:
            taken = await db.execute(
                update(DeliveryRow)
                .where(
                    DeliveryRow.id == delivery_id,
                    DeliveryRow.fate.in_(UNFINISHED),
                    over(DeliveryRow.alive_until, LEASE),
                )
                .values(runner=self._runner, alive_until=now() + LEASE)
                .returning(DeliveryRow.contact_id, DeliveryRow.sealed)
            )
            row = taken.one_or_none()
        return Claim(delivery_id, row.contact_id, True, row.sealed) if row else None

    async def abandoned(self, channel: str) -> list[int]:
        """Deliveries on a channel whose worker has died."""
        async with self._store.transaction() as db:
            found = (
                select(DeliveryRow.id)
                .join(ContactRow, ContactRow.id == DeliveryRow.contact_id)
                .where(
                    ContactRow.channel == channel,
                    DeliveryRow.fate.in_(UNFINISHED),
                    over(DeliveryRow.alive_until, LEASE),
                )
            )
            return list(await db.scalars(found.order_by(DeliveryRow.id).limit(20)))

    async def before(self, claim: Claim) -> int | None:
        """The first delivery of the same person that came earlier and is not answered yet."""
        async with self._store.transaction() as db:
            return await db.scalar(
                select(func.min(DeliveryRow.id)).where(
                    DeliveryRow.contact_id == claim.contact_id,
                    DeliveryRow.id < claim.id,
                    DeliveryRow.fate.in_(UNFINISHED),
                )
            )

    async def fate(self, delivery_id: int) -> str | None:
        async with self._store.transaction() as db:
            return await db.scalar(select(DeliveryRow.fate).where(DeliveryRow.id == delivery_id))

    async def keep_alive(self, delivery_id: int) -> None:
        async with self._store.transaction() as db:
            await db.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == delivery_id, DeliveryRow.runner == self._runner)
                .values(alive_until=now() + LEASE)
            )

    async def contact(self, contact_id: str) -> ContactRow | None:
        async with self._store.transaction() as db:
            return await db.get(ContactRow, contact_id)

    async def finish(self, claim: Claim, answer: Answer, *, waited_for: bool, can_send: bool) -> Reply | None:
        """Keeps the answer, with earlier ones that nobody got before it.

        None when it is not wanted any more: another worker was faster, or the person has unsubscribed.
        """
        async with self._store.transaction() as db:
            contact = await self._lock(db, claim.contact_id)
            late = "sending" if can_send else "ready"
            fate = case((DeliveryRow.fate == "late", late), else_="given" if waited_for else "ready")
            finished = await db.execute(
                update(DeliveryRow)
                .where(
                    DeliveryRow.id == claim.id,
                    DeliveryRow.runner == self._runner,
                    DeliveryRow.fate.in_(UNFINISHED),
                )
                .values(fate=fate, sealed=None, replied_at=int(now().timestamp()))
                .returning(DeliveryRow.fate, DeliveryRow.replied_at, DeliveryRow.salt)
            )
            row = finished.one_or_none()
            if row is None or contact is None:
                session_id = answer.session[1] if answer.session else None
                await departures.disown(db, claim.contact_id, contact, session_id)
                return None
            passed_on = await self._passed_on(db, claim)
            # Who asks for more without having got the last answer is given that first.
            text = self._join(passed_on, "" if passed_on and answer.continues else answer.text)
            await db.execute(update(DeliveryRow).where(DeliveryRow.id == claim.id).values(reply=text))
            _, rest = head(text, self._more)
            if answer.choices is not None:
                contact.choices = [list(choice) for choice in answer.choices]
            if rest or answer.choices is not None:
                contact.rest = rest
            if answer.session:
                contact.sealed_session, session_id = answer.session
                contact.session_ids = [*dict.fromkeys((*contact.session_ids, session_id))]
            return Reply(text, row.replied_at, bytes.fromhex(row.salt), row.fate)

    async def _lock(self, db: AsyncSession, contact_id: str) -> ContactRow | None:
        await db.execute(
            update(ContactRow).where(ContactRow.id == contact_id).values(seen_at=ContactRow.seen_at)
        )
        return await db.get(ContactRow, contact_id)

    async def _passed_on(self, db: AsyncSession, claim: Claim) -> list[str]:
        waiting = await db.execute(
            update(DeliveryRow)
            .where(
                DeliveryRow.contact_id == claim.contact_id,
                DeliveryRow.id < claim.id,
                DeliveryRow.fate == "ready",
            )
            .values(fate="passed")
            .returning(DeliveryRow.id, DeliveryRow.reply)
        )
        return [reply for _, reply in sorted(map(tuple, waiting))]

    async def take(self, delivery_id: int) -> Reply | None:
        """The answer for a delivery to hand over; None when there is none yet, or it goes another way."""
        async with self._store.transaction() as db:
            taken = await db.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == delivery_id, DeliveryRow.fate.in_(("ready", "given")))
                .values(fate="given")
                .returning(DeliveryRow.reply, DeliveryRow.replied_at, DeliveryRow.salt)
            )
            row = taken.one_or_none()
        return Reply(row.reply, row.replied_at, bytes.fromhex(row.salt), "given") if row else None

    async def postpone(self, delivery_id: int) -> bool:
        """A delivery is told `success` without the answer. False when the answer is there after all."""
        async with self._store.transaction() as db:
            postponed = await db.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == delivery_id, DeliveryRow.fate.in_(UNFINISHED))
                .values(fate="late")
                .returning(DeliveryRow.id)
            )
            return postponed.one_or_none() is not None

    async def sent(self, delivery_id: int, *, delivered: bool) -> None:
        """Closes `sending`; what was surely not delivered waits for the next message instead."""
        async with self._store.transaction() as db:
            await db.execute(
                update(DeliveryRow)
                .where(DeliveryRow.id == delivery_id, DeliveryRow.fate == "sending")
                .values(fate="sent" if delivered else "ready")
            )

    async def forget(self, contact_id: str) -> None:
        """Deletes all that is known of a person."""
        async with self._store.transaction() as db:
            await departures.forget(db, contact_id)

    async def purge(self) -> None:
        async with self._store.transaction() as db:
            await db.execute(delete(DeliveryRow).where(DeliveryRow.arrived_at < now() - KEPT))
