"""All routes of the desk."""

from __future__ import annotations

from bot.gateway.console import (
    call_screen,
    conversations,
    figures_page,
    live,
    login,
    people,
    reference,
    sign_on_routes,
)
from bot.gateway.console.editorial import exchange
from bot.gateway.console.editorial import routes as editorial
from bot.gateway.console.publishing import channels, editions, notices

ROUTERS = (
    login.router,
    login.out,
    sign_on_routes.router,
    call_screen.router,
    reference.router,
    conversations.router,
    live.router,
    figures_page.router,
    figures_page.api,
    exchange.router,
    editorial.router,
    editorial.following,
    notices.router,
    editions.router,
    editions.admins,
    channels.router,
    people.router,
)
