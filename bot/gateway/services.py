"""What the routes work with; made once by `app.create_app`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from bot.gateway.console.desk import Desk
from bot.gateway.conversation import Conversation
from bot.gateway.knowledge_client import KnowledgeClient
from bot.gateway.materials.workers import Workers
from bot.gateway.messages import GuideLinks
from bot.gateway.metrics import Metrics
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.readiness import Readiness
from bot.gateway.starting import Starting
from bot.gateway.store import Store
from bot.gateway.switches import Switches
from bot.gateway.wechat.account import OfficialAccount
from bot.gateway.wechat.wecom import CustomerServiceAccount


@dataclass(frozen=True)
class Services:
    conversation: Conversation
    desk: Desk
    knowledge: KnowledgeClient
    limiter: RateLimiter
    links: GuideLinks
    metrics: Metrics
    readiness: Readiness
    starting: Starting
    store: Store
    switches: Switches
    wechat: OfficialAccount | None
    wecom: CustomerServiceAccount | None
    workers: Workers


# Asynchronous, so that it runs here and not in a thread of its own, where requests would overtake each other.
async def of(request: Request) -> Services:
    return request.app.state.services


Here = Annotated[Services, Depends(of)]
