"""The Official Account, put together: a delivery in, the bytes of its reply out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.gateway.conversation import Conversation
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.settings import Settings
from bot.gateway.store import Store
from bot.gateway.wechat.deliveries import Deliveries, Window
from bot.gateway.wechat.exchange import Exchange
from bot.gateway.wechat.gate import Gate
from bot.gateway.wechat.housekeeping import housekeeping
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.menu import read_menu
from bot.gateway.wechat.nonces import Nonces
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.reports import Reports
from bot.gateway.wechat.splitting import head
from bot.gateway.wechat.talk import Talk, awaits_answer
from bot.gateway.wechat.wording import Wording, read_wording


@dataclass(frozen=True)
class OfficialAccount:
    gate: Gate
    nonces: Nonces
    exchange: Exchange
    deliveries: Deliveries
    reports: Reports
    wording: Wording

    async def deliver(self, query: Mapping[str, str], body: bytes, base_url: str) -> bytes | None:
        """The reply's bytes; None when there is nothing to say to this delivery."""
        opened = self.gate.open(query, body)
        if opened.once:
            await self.nonces.spend(opened.once)
        if opened.received.event == "unsubscribe":
            await self.exchange.forget(opened.received)
            return None
        if not awaits_answer(opened.received):
            return None
        reply = await self.exchange.reply(opened.received, window(opened.received), base_url)
        if reply is None:
            return None
        text, _ = head(reply.text, self.wording.more)
        return self.gate.reply(opened, text, reply.created, reply.salt)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        purges = (self.deliveries.purge, self.nonces.purge, self.reports.purge)
        async with housekeeping(self.exchange.take_over_abandoned, purges):
            yield
        await self.exchange.close()


def window(received: Received) -> Window:
    """Which quota of customer-service messages a message or event opens."""
    return "event" if received.kind == "event" else "message"


def official_account(
    settings: Settings, store: Store, conversation: Conversation, limiter: RateLimiter
) -> OfficialAccount:
    wording = read_wording()
    identity = Identity(settings.wechat_token.get_secret_value(), "wechat")
    reports = Reports(store)
    deliveries = Deliveries(store, wording.joined, wording.more)
    talk = Talk(conversation, limiter, reports, identity, wording, read_menu())
    return OfficialAccount(
        gate=Gate.of_official_account(settings),
        nonces=Nonces(store),
        exchange=Exchange(deliveries, talk, identity, wording, None),
        deliveries=deliveries,
        reports=reports,
        wording=wording,
    )
