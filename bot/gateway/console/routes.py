"""All routes of the desk."""

from __future__ import annotations

from bot.gateway.console import call_screen, conversations, live, login, people, reference

ROUTERS = (
    login.router,
    login.out,
    call_screen.router,
    reference.router,
    conversations.router,
    live.router,
    people.router,
)
