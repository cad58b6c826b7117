"""Pages of the desk: what every template knows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fastapi import Request, Response

from bot.gateway.clock import SHANGHAI, local, now
from bot.gateway.console.roles import suffices
from bot.gateway.console.sessions import Operator
from bot.gateway.errors import InvalidInput
from bot.gateway.services import Services
from bot.gateway.templating import templates


def page(request: Request, here: Services, template: str, status: int = 200, **shown: Any) -> Response:
    """A page or a part of one, under `templates/console`."""
    operator: Operator | None = getattr(request.state, "operator", None)
    context = {
        "operator": operator,
        "may": lambda role: operator is not None and suffices(operator.role, role),
        "words": here.desk.words,
        "path": request.url.path,
        "when": when,
        "ago": ago,
        **shown,
    }
    return templates.TemplateResponse(request, f"console/{template}.html", context, status)


def when(moment: datetime | None) -> str:
    """In Shanghai's time; the day only where it is not today."""
    if moment is None:
        return ""
    shown = local(moment)
    today = datetime.now(SHANGHAI).date()
    return f"{shown:%H:%M}" if shown.date() == today else f"{shown:%Y-%m-%d %H:%M}"


def ago(moment: datetime) -> str:
    minutes = int((now() - moment).total_seconds()) // 60
    if minutes < 1:
        return "不到 1 分钟"
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时"


def day(field: str, written: str) -> str | None:
    """A date of a form; None where it was left empty."""
    try:
        return date.fromisoformat(written).isoformat() if written else None
    except ValueError as error:
        raise InvalidInput(field, "日期写成 2026-01-31 这样") from error
