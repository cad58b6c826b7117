"""What a person at the desk says, sent to somebody in WeChat by the customer-service API."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy import Text, cast, select

from bot.gateway.store import Store
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.splitting import split
from bot.gateway.wechat.tables import ContactRow
from telemetry import logs

logger = logging.getLogger(__name__)


class DeskLine:
    """`send` sends one text to whom a message came from, within the quota; None where there is no such API."""

    def __init__(
        self, store: Store, identity: Identity, send: Callable[[Received, str, str], Awaitable[bool]] | None
    ) -> None:
        self._store = store
        self._identity = identity
        self._send = send

    async def say(self, session_id: str, text: str) -> bool:
        """Whether all of it arrived, or may have arrived. What did not is for the reply to the next message."""
        contact = await self._contact(session_id) if self._send else None
        reach = self._identity.unseal(contact.sealed_reach) if contact and contact.sealed_reach else None
        if contact is None or reach is None or self._send is None:
            logs.event(logger, logging.WARNING, "desk_message_not_sendable")
            return False
        sender, receiver = json.loads(reach)
        received = Received(sender, receiver, 0, "text", ())
        for part in split(text):
            if not await self._send(received, contact.id, part):
                return False
        return True

    async def _contact(self, session_id: str) -> ContactRow | None:
        async with self._store.transaction() as db:
            # Ids of conversations are SHA-256 in hexadecimal: one stands in no other.
            found = select(ContactRow).where(
                ContactRow.channel == self._identity.channel,
                cast(ContactRow.session_ids, Text).contains(session_id),
            )
            return await db.scalar(found.limit(1))
