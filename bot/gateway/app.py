"""The composition root: everything is made, and put together, here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI
from httpx import AsyncBaseTransport
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.gateway import (
    eligibility,
    error_responses,
    operations,
    own_data,
    pages,
    search,
    suggestions,
    welcome,
)
from bot.gateway.channels import callback_page, web, web_desk, wechat, wecom
from bot.gateway.console import access
from bot.gateway.console.accounts import Accounts
from bot.gateway.console.desk import desk
from bot.gateway.console.editorial.exchange import MOST_BYTES as MOST_IMPORTED
from bot.gateway.console.editorial.knowledge import EditingClient
from bot.gateway.console.nightly import Nightly
from bot.gateway.console.publishing.editions import MOST_BYTES as MOST_GUIDE
from bot.gateway.console.publishing.knowledge import PublishingClient
from bot.gateway.console.routes import ROUTERS as DESK_ROUTERS
from bot.gateway.conversation import Conversation, OwnWording
from bot.gateway.forgetting import Forgetting
from bot.gateway.handover import Handover
from bot.gateway.internal_http import InternalHttp
from bot.gateway.knowledge_client import KnowledgeClient
from bot.gateway.materials import routes as materials
from bot.gateway.materials.upload import MOST_BODY
from bot.gateway.materials.workers import Workers
from bot.gateway.messages import GuideLinks
from bot.gateway.metrics import Metrics
from bot.gateway.middleware import (
    CHECK_ROUTE,
    HANDOUT_ROUTE,
    Admission,
    LastNet,
    RequestContext,
    SecurityHeaders,
    WidgetOrigins,
)
from bot.gateway.rasa_client import RasaClient
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.readiness import Readiness, http_probe
from bot.gateway.services import Services
from bot.gateway.settings import Settings
from bot.gateway.starting import Starting
from bot.gateway.store import Store, database_url
from bot.gateway.switches import Switches
from bot.gateway.turn_order import LocalOrder, RedisOrder, connect
from bot.gateway.wechat.account import official_account
from bot.gateway.wechat.wecom import customer_service_account
from telemetry import spans

# A message of 1000 characters is at most 12 kB of JSON.
MAX_BODY_BYTES = 64 * 1024
# Files, and the findings on twenty of them.
LARGER_BODIES = {
    CHECK_ROUTE: MOST_BODY,
    HANDOUT_ROUTE: 2**20,
    "/staff/answers/import": MOST_IMPORTED + 2**16,
    "/staff/editions": MOST_GUIDE + 2**16,
    "/staff/queue/import": MOST_IMPORTED + 2**16,
}
KNOWLEDGE_TIMEOUT_S = 5.0


def create_app(settings: Settings, transports: Mapping[str, AsyncBaseTransport] | None = None) -> FastAPI:
    """The gateway. `transports` replaces the network to a part (`rasa`, `actions`, `wechat`, …) in tests."""
    transports = transports or {}
    metrics = Metrics()

    def http(part: str, url: str, timeout_seconds: float) -> InternalHttp:
        return InternalHttp(part, url, timeout_seconds, transports.get(part), metrics)

    rasa = http("rasa", settings.rasa_url, settings.turn_timeout_seconds)
    actions = http("actions", settings.actions_url, settings.turn_timeout_seconds)
    knowledge = http("knowledge", settings.knowledge_url, KNOWLEDGE_TIMEOUT_S)
    store = Store(database_url(settings.database_url, settings.data_dir))
    links = GuideLinks(settings.public_url)
    accounts = Accounts(store)
    handover = Handover(store, accounts)
    wording = OwnWording.read(pages.HERE / "wording.yml")
    redis = connect(settings.redis_url.get_secret_value()) if settings.redis_url else None
    limiter = RateLimiter(settings.rate_limit_per_minute, redis)
    order = RedisOrder(redis) if redis else LocalOrder()
    switches = Switches(store)
    starting = Starting(store, KnowledgeClient(knowledge))
    conversation = Conversation(
        store=store,
        rasa=RasaClient(rasa),
        wording=wording,
        links=links,
        metrics=metrics,
        session_idle=timedelta(hours=settings.session_idle_hours),
        handover=handover,
        desk_hours=settings.desk_hours,
        order=order,
        switches=switches,
        most_turns=settings.most_turns,
    )
    forgetting = Forgetting(store, conversation.forget)
    nightly = Nightly(
        store, timedelta(days=settings.keep_transcripts_days), timedelta(days=settings.keep_audit_days)
    )
    account = None
    if settings.wechat_token:
        account = official_account(
            settings, store, conversation, starting, limiter, forgetting.soon, transports.get("wechat")
        )
    customer_service = None
    if settings.has_wecom:
        customer_service = customer_service_account(
            settings, store, conversation, starting, limiter, forgetting.soon, transports.get("wecom")
        )
    channels = {"wechat": account, "wecom": customer_service}
    lines = {name: channel.line for name, channel in channels.items() if channel}
    services = Services(
        conversation=conversation,
        desk=desk(
            settings,
            store,
            accounts,
            handover,
            EditingClient(knowledge),
            PublishingClient(knowledge),
            lines,
            wording.desk,
        ),
        knowledge=KnowledgeClient(knowledge),
        limiter=limiter,
        links=links,
        metrics=metrics,
        readiness=Readiness(
            {
                "rasa": http_probe(rasa, "/"),
                "actions": http_probe(actions, "/health"),
                "knowledge": http_probe(knowledge, "/readyz"),
                "database": store.ping,
                **({"redis": order.ping} if redis else {}),
            }
        ),
        starting=starting,
        store=store,
        switches=switches,
        wechat=account,
        wecom=customer_service,
        workers=Workers(),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            await running.enter_async_context(forgetting.running())
            await running.enter_async_context(nightly.running())
            for channel in filter(None, (account, customer_service)):
                await running.enter_async_context(channel.running())
            yield
        for part in (conversation, rasa, actions, knowledge, store, order):
            await part.close()
        spans.close()

    app = FastAPI(
        title="质奖通",
        version="1",
        lifespan=lifespan,
        docs_url=None,  # these pages load scripts from other sites
        redoc_url=None,
        strict_content_type=False,  # StrictJsonRoute decides
        middleware=[
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)),
            Middleware(RequestContext, metrics=metrics),
            Middleware(SecurityHeaders, frame_origins=settings.origins),
            Middleware(WidgetOrigins, origins=settings.origins),
            Middleware(LastNet),
            Middleware(GZipMiddleware, minimum_size=1024),
            Middleware(Admission, limiter=limiter, max_body_bytes=MAX_BODY_BYTES, exceptions=LARGER_BODIES),
        ],
    )
    app.state.services = services
    error_responses.install(app)
    access.install(app)
    for router in (  # those that programs call again and again first: one after the other is asked whether it has the path
        search.router,
        web.router,
        web_desk.router,
        own_data.router,
        wechat.router,
        wecom.router,
        callback_page.router,
        suggestions.router,
        welcome.router,
        eligibility.router,
        materials.router,
        materials.handout_router,
        materials.page_router,
        operations.router,
        pages.router,
        *DESK_ROUTERS,
    ):
        app.include_router(router)
    app.mount("/static", pages.static, name="static")
    return app
