"""The desk, put together: what its routes work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import yaml

from bot.gateway.console.accounts import Accounts
from bot.gateway.console.calls import Calls
from bot.gateway.console.editorial.drafts import Drafts
from bot.gateway.console.editorial.editorial import Editorial
from bot.gateway.console.editorial.knowledge import EditingClient
from bot.gateway.console.editorial.queue import Queue
from bot.gateway.console.publishing.knowledge import PublishingClient
from bot.gateway.console.publishing.proposals import Proposals
from bot.gateway.console.sessions import StaffSessions
from bot.gateway.console.sign_on import BACK, SignOn
from bot.gateway.handover import Handover
from bot.gateway.locale import DEFAULT, Locale
from bot.gateway.settings import Settings
from bot.gateway.store import Store
from bot.gateway.wechat.desk_line import DeskLine


@dataclass(frozen=True)
class Desk:
    """`lines` are the ways to people outside the web, by channel; `notices` what they are told, by language.

    `sign_on` is the log-in with an account of the organization, where one is configured.
    """

    store: Store
    accounts: Accounts
    sessions: StaffSessions
    handover: Handover
    calls: Calls
    editorial: Editorial
    proposals: Proposals
    publishing: PublishingClient
    lines: dict[str, DeskLine]
    notices: dict[str, dict[Locale, str]]
    words: dict[str, dict[str, str]]
    sign_on: SignOn | None

    def notice(self, name: str, locale: str | None) -> str:
        by_locale = self.notices[name]
        return by_locale.get(locale or DEFAULT, by_locale[DEFAULT])


def desk(
    settings: Settings,
    store: Store,
    accounts: Accounts,
    handover: Handover,
    editing: EditingClient,
    publishing: PublishingClient,
    lines: dict[str, DeskLine],
    notices: dict[str, dict[Locale, str]],
) -> Desk:
    sessions = StaffSessions(
        store,
        idle=timedelta(minutes=settings.staff_idle_minutes),
        absolute=timedelta(hours=settings.staff_session_hours),
    )
    words = yaml.safe_load((Path(__file__).parent / "wording.yml").read_text(encoding="utf-8"))
    editorial = Editorial(Queue(store), Drafts(store), editing)
    return Desk(
        store=store,
        accounts=accounts,
        sessions=sessions,
        handover=handover,
        calls=Calls(store),
        editorial=editorial,
        proposals=Proposals(store),
        publishing=publishing,
        lines=lines,
        notices=notices,
        words=words,
        sign_on=_sign_on(settings, store),
    )


def _sign_on(settings: Settings, store: Store) -> SignOn | None:
    if not settings.has_oidc:
        return None
    from bot.gateway.console.oidc import OpenIdConnect  # its libraries take half a second to import

    return SignOn(
        store,
        OpenIdConnect(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret.get_secret_value(),
            back=f"{settings.public_url}{BACK}",
        ),
    )
