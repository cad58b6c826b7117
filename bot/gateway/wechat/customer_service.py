"""Messages outside the response to a delivery: the customer-service API (客服消息)."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.gateway.wechat.api import Api, ApiError, Refused, Unreachable
from bot.gateway.wechat.quota import Quota
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.splitting import head, size, split
from telemetry import logs

# The person has not written for too long, or has been sent too many messages.
NOT_ALLOWED_NOW = frozenset((45015, 45047, 95001))
TOO_LONG = 45002

logger = logging.getLogger(__name__)

# Sends one text to whom the received message came from.
Post = Callable[[Received, str], Awaitable[object]]


class CustomerService:
    """`post` is one call of the API; raises `ApiError`."""

    def __init__(self, post: Post, quota: Quota, more: str) -> None:
        self._post = post
        self._quota = quota
        self._more = more

    async def send(self, received: Received, contact_id: str, text: str) -> bool:
        """The beginning of an answer; the rest is for “继续”. False when it surely did not arrive."""
        pending, delivered = [head(text, self._more)[0]], False
        while pending:
            if not await self._quota.spend(contact_id):
                logs.event(logger, logging.WARNING, "wechat_quota_spent")
                return delivered
            try:
                await self._post(received, pending[0])
            except Refused as refused:
                if refused.code == TOO_LONG and size(pending[0]) > 1:
                    pending[:1] = split(pending[0], size(pending[0]) // 2 + 1)
                    continue
                name = "wechat_message_dropped" if refused.code in NOT_ALLOWED_NOW else "wechat_api_refused"
                logs.event(logger, logging.WARNING, name, code=refused.code)
                return delivered
            except ApiError as error:
                arrived = isinstance(error, Unreachable) and error.arrived
                logs.event(logger, logging.ERROR, "wechat_api_unreachable", arrived=arrived)
                return delivered or arrived
            pending.pop(0)
            delivered = True
        return delivered


def of_official_account(api: Api, token: Callable[[str | None], Awaitable[str]]) -> Post:
    async def post(received: Received, text: str) -> dict[str, Any]:
        body = {"touser": received.sender, "msgtype": "text", "text": {"content": text}}
        return await api.call_with(token, "/cgi-bin/message/custom/send", body)

    return post


def stable_token(api: Api, app_id: str, secret: str) -> Callable[[bool], Awaitable[tuple[str, int]]]:
    """The Official Account's access token; the same for everybody who asks, until it is close to its end."""

    async def fetch(force: bool) -> tuple[str, int]:
        body = {
            "grant_type": "client_credential",
            "appid": app_id,
            "secret": secret,
            "force_refresh": force,
        }
        answer = await api.call("/cgi-bin/stable_token", body)
        try:
            return str(answer["access_token"]), int(answer["expires_in"])
        except (KeyError, ValueError) as error:
            raise ApiError("the answer holds no access token") from error

    return fetch
