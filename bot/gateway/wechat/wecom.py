"""微信客服, WeCom's customer service, put together: WeCom announces messages, they are pulled, answered and sent."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from httpx import AsyncBaseTransport

from bot.gateway.conversation import Conversation
from bot.gateway.errors import PartUnavailable
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.settings import Settings
from bot.gateway.starting import Starting
from bot.gateway.store import Store
from bot.gateway.wechat.api import Api, ApiError, Token
from bot.gateway.wechat.customer_service import CustomerService, Post
from bot.gateway.wechat.deliveries import Deliveries
from bot.gateway.wechat.desk_line import DeskLine
from bot.gateway.wechat.exchange import SHUTDOWN_S, Deleted, Exchange
from bot.gateway.wechat.gate import Gate
from bot.gateway.wechat.housekeeping import Chore, housekeeping
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.inbox import Inbox
from bot.gateway.wechat.menu import read_menu
from bot.gateway.wechat.quota import Quota
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.reports import Reports
from bot.gateway.wechat.talk import Talk
from bot.gateway.wechat.tokens import AccessToken
from bot.gateway.wechat.wording import read_wording
from bot.gateway.wechat.xml import required
from telemetry import logs

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CustomerServiceAccount:
    gate: Gate
    inbox: Inbox
    exchange: Exchange
    api: Api
    public_url: str
    line: DeskLine
    purges: tuple[Chore, ...]
    _pulling: set[asyncio.Task[None]] = field(default_factory=set)

    async def deliver(self, query: Mapping[str, str], body: bytes, base_url: str) -> None:
        """An announcement; WeCom waits for no more than that it was noted."""
        fields, _ = self.gate.envelope(query, body)
        if required(fields, "Event").lower() != "kf_msg_or_event":
            return
        account = required(fields, "OpenKfId")
        await self.inbox.announce(account)
        task = asyncio.create_task(self._pull(account, base_url, required(fields, "Token")))
        self._pulling.add(task)
        task.add_done_callback(self._pulling.discard)

    async def _pull(self, account: str, base_url: str, callback_token: str = "") -> None:
        try:
            await self.inbox.pull(account, partial(self._take, base_url), callback_token)
        except (ApiError, PartUnavailable):  # it stays noted; the next announcement or sweep pulls
            logs.event(logger, logging.WARNING, "wecom_pull_failed", exc_info=True)

    async def _take(self, base_url: str, received: Received) -> None:
        window = "event" if received.kind == "event" else "message"
        await self.exchange.admit(received, window, base_url, late=True)

    async def _sweep(self) -> None:
        for account in await self.inbox.waiting():
            await self._pull(account, self.public_url)
        await self.exchange.take_over_abandoned()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with housekeeping(self._sweep, self.purges):
            yield
        if self._pulling:
            await asyncio.wait(self._pulling, timeout=SHUTDOWN_S)
        await self.exchange.close()
        await self.api.close()


def access_token(api: Api, corp_id: str, secret: str) -> Callable[[bool], Awaitable[tuple[str, int]]]:
    """WeCom's token is the same for everybody who asks until it ends; there is no way to force another."""

    async def fetch(force: bool) -> tuple[str, int]:
        answer = await api.call("/cgi-bin/gettoken", corpid=corp_id, corpsecret=secret)
        with contextlib.suppress(KeyError, ValueError):
            return str(answer["access_token"]), int(answer["expires_in"])
        raise ApiError("the answer holds no access token")

    return fetch


def of_wecom(api: Api, token: Token) -> Post:
    async def post(received: Received, text: str) -> dict[str, Any]:
        said = {"msgtype": "text", "text": {"content": text}}
        if received.welcome_code:
            body = {"code": received.welcome_code, **said}
            return await api.call_with(token, "/cgi-bin/kf/send_msg_on_event", body)
        body = {"touser": received.sender, "open_kfid": received.receiver, **said}
        return await api.call_with(token, "/cgi-bin/kf/send_msg", body)

    return post


def customer_service_account(
    settings: Settings,
    store: Store,
    conversation: Conversation,
    starting: Starting,
    limiter: RateLimiter,
    deleted: Deleted,
    transport: AsyncBaseTransport | None,
) -> CustomerServiceAccount:
    """`transport` replaces the network to WeCom's API in tests."""
    wording = read_wording()
    identity = Identity(settings.wecom_token.get_secret_value(), "wecom")
    api = Api(settings.wecom_api_base, transport)
    fetch = access_token(api, settings.wecom_corp_id, settings.wecom_secret.get_secret_value())
    token = AccessToken(store, identity, f"wecom:{settings.wecom_corp_id}", fetch)
    send = CustomerService(of_wecom(api, token), Quota(store), wording.more).send
    reports = Reports(store)
    talk = Talk(conversation, starting, limiter, reports, identity, wording, read_menu())
    deliveries = Deliveries(store, wording.joined, wording.more)
    return CustomerServiceAccount(
        gate=Gate.of_wecom(settings),
        inbox=Inbox(store, api, token),
        exchange=Exchange(deliveries, talk, identity, wording, send, deleted),
        api=api,
        public_url=settings.public_url,
        line=DeskLine(store, identity, send),
        purges=(deliveries.purge, reports.purge),
    )
