"""The Official Account, put together: a delivery in, the bytes of its reply out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from httpx import AsyncBaseTransport

from bot.gateway.conversation import Conversation
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.settings import Settings
from bot.gateway.starting import Starting
from bot.gateway.store import Store
from bot.gateway.wechat.api import Api
from bot.gateway.wechat.customer_service import CustomerService, of_official_account, stable_token
from bot.gateway.wechat.deliveries import Claim, Deliveries, Window
from bot.gateway.wechat.desk_line import DeskLine
from bot.gateway.wechat.exchange import Deleted, Exchange
from bot.gateway.wechat.gate import Gate, Opened
from bot.gateway.wechat.housekeeping import housekeeping
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.menu import read_menu
from bot.gateway.wechat.nonces import Nonces
from bot.gateway.wechat.quota import Quota
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.reports import Reports
from bot.gateway.wechat.splitting import head
from bot.gateway.wechat.talk import Talk, awaits_answer
from bot.gateway.wechat.tokens import AccessToken
from bot.gateway.wechat.wording import Wording, read_wording

# WeChat waits five seconds for a reply; half a second is for the way back.
PASSIVE_S = 4.5


@dataclass(frozen=True)
class OfficialAccount:
    gate: Gate
    nonces: Nonces
    exchange: Exchange
    deliveries: Deliveries
    reports: Reports
    wording: Wording
    api: Api
    line: DeskLine
    _arrivals: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    async def deliver(self, query: Mapping[str, str], body: bytes, base_url: str) -> bytes | None:
        """The reply's bytes; None when there is nothing to say to this delivery."""
        deadline = asyncio.get_running_loop().time() + PASSIVE_S
        opened = self.gate.open(query, body)
        # The database does not queue fairly; what one person writes is taken in as it came.
        async with self._arrivals.setdefault(opened.received.sender, asyncio.Lock()):
            claim = await self._admit(opened, base_url)
        reply = await self.exchange.reply(claim, deadline) if claim else None
        if reply is None or not reply.text:  # a person at the desk has the conversation
            return None
        text, _ = head(reply.text, self.wording.more)
        return self.gate.reply(opened, text, reply.created, reply.salt)

    async def _admit(self, opened: Opened, base_url: str) -> Claim | None:
        """None when nothing is to be said."""
        if opened.once:
            await self.nonces.spend(opened.once)
        if opened.received.event == "unsubscribe":
            await self.exchange.forget(opened.received)
            return None
        if not awaits_answer(opened.received):
            return None
        return await self.exchange.admit(opened.received, window(opened.received), base_url)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        purges = (self.deliveries.purge, self.nonces.purge, self.reports.purge)
        async with housekeeping(self.exchange.take_over_abandoned, purges):
            yield
        await self.exchange.close()
        await self.api.close()


def window(received: Received) -> Window:
    """Which quota of customer-service messages a message or event opens."""
    return "event" if received.kind == "event" else "message"


def official_account(
    settings: Settings,
    store: Store,
    conversation: Conversation,
    starting: Starting,
    limiter: RateLimiter,
    deleted: Deleted,
    transport: AsyncBaseTransport | None,
) -> OfficialAccount:
    """`transport` replaces the network to WeChat's API in tests."""
    wording = read_wording()
    identity = Identity(settings.wechat_token.get_secret_value(), "wechat")
    reports = Reports(store)
    deliveries = Deliveries(store, wording.joined, wording.more)
    api = Api(settings.wechat_api_base, transport)
    send = None
    if secret := settings.wechat_app_secret.get_secret_value():
        fetch = stable_token(api, settings.wechat_app_id, secret)
        token = AccessToken(store, identity, f"wechat:{settings.wechat_app_id}", fetch)
        send = CustomerService(of_official_account(api, token), Quota(store), wording.more).send
    talk = Talk(conversation, starting, limiter, reports, identity, wording, read_menu())
    return OfficialAccount(
        gate=Gate.of_official_account(settings),
        nonces=Nonces(store),
        exchange=Exchange(deliveries, talk, identity, wording, send, deleted),
        deliveries=deliveries,
        reports=reports,
        wording=wording,
        api=api,
        line=DeskLine(store, identity, send),
    )
