"""Messages to a 微信客服 account: WeCom only says that there are some; they are pulled from a cursor that is kept.

The cursor moves on once a page's messages are taken in, and taking one in twice is harmless, so that none is lost when a
worker dies. One worker at a time pulls for an account; what is announced meanwhile makes it look again.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select, update

from bot.gateway.clock import now, over
from bot.gateway.store import Store, insert
from bot.gateway.wechat.api import Api, Token
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.tables import CursorRow

# As long as a page may take; after that, its worker is taken to be dead.
LEASE = timedelta(seconds=30)
PAGE = 1000
# Without a cursor WeCom gives the last three days; what was asked long before we were there is not answered now.
RECENT_S = 600
# How long a welcome code can be used.
WELCOME_S = 20

FROM_CUSTOMER = 3

# Takes a message in; the same one may come twice.
Take = Callable[[Received], Awaitable[None]]


class Inbox:
    def __init__(self, store: Store, api: Api, token: Token) -> None:
        self._store = store
        self._api = api
        self._token = token

    async def announce(self, account: str) -> None:
        """Notes that there is something to pull, before WeCom is told that we know."""
        async with self._store.transaction() as db:
            row = insert(db, CursorRow).values(open_kfid=account, cursor="", again=True)
            await db.execute(row.on_conflict_do_update(index_elements=["open_kfid"], set_={"again": True}))

    async def waiting(self) -> list[str]:
        """Accounts with something to pull that no worker is at: it died, or the API could not be reached."""
        async with self._store.transaction() as db:
            wanted = or_(CursorRow.again, CursorRow.lease_until.is_not(None))
            return list(await db.scalars(select(CursorRow.open_kfid).where(wanted, self._free())))

    async def pull(self, account: str, take: Take, callback_token: str = "") -> None:
        """All that is there; nothing when another worker is at it. Raises `ApiError`, and is tried again later."""
        while (cursor := await self._lease(account)) is not None:
            more = True
            while more:
                cursor, more = await self._page(account, cursor, take, callback_token)
            await self._update(account, lease_until=None)

    async def _page(self, account: str, cursor: str, take: Take, callback_token: str) -> tuple[str, bool]:
        asked = {"open_kfid": account, "limit": PAGE, "cursor": cursor, "token": callback_token}
        body = {name: value for name, value in asked.items() if value}
        page = await self._api.call_with(self._token, "/cgi-bin/kf/sync_msg", body)
        oldest = 0 if cursor else time.time() - RECENT_S
        for message in page.get("msg_list") or ():
            received = read_message(message)
            if received and received.created >= oldest:
                await take(received)
        following = str(page.get("next_cursor") or cursor)
        await self._update(account, cursor=following, lease_until=now() + LEASE)
        # An empty page may still be followed by another; one that leads nowhere is not asked for again.
        return following, bool(page.get("has_more")) and following != cursor

    async def _lease(self, account: str) -> str | None:
        """The cursor, when there is something to pull and this worker may."""
        async with self._store.transaction() as db:
            leased = await db.execute(
                update(CursorRow)
                .where(
                    CursorRow.open_kfid == account,
                    or_(CursorRow.again, CursorRow.lease_until.is_not(None)),
                    self._free(),
                )
                .values(lease_until=now() + LEASE, again=False)
                .returning(CursorRow.cursor)
            )
            return leased.scalar_one_or_none()

    def _free(self) -> Any:
        return or_(CursorRow.lease_until.is_(None), over(CursorRow.lease_until, LEASE))

    async def _update(self, account: str, **values: object) -> None:
        async with self._store.transaction() as db:
            await db.execute(update(CursorRow).where(CursorRow.open_kfid == account).values(values))


def read_message(message: dict[str, Any]) -> Received | None:
    """A customer's message, or their coming in where that may be answered; None for everything else."""
    event = message.get("event") or {}
    sender = message.get("external_userid") or event.get("external_userid")
    account = message.get("open_kfid") or event.get("open_kfid")
    identity, created, kind = message.get("msgid"), message.get("send_time"), message.get("msgtype")
    if not (sender and account and identity and isinstance(created, int) and isinstance(kind, str)):
        return None
    named = (account, sender, "message", identity)
    if kind == "event":
        code = event.get("welcome_code")
        if event.get("event_type") != "enter_session" or not code or created < time.time() - WELCOME_S:
            return None
        scene = event.get("scene_param") or event.get("scene") or ""
        return Received(
            sender,
            account,
            created,
            kind,
            named,
            event="subscribe",
            event_key=scene,
            welcome_code=code,
        )
    if message.get("origin") != FROM_CUSTOMER:
        return None
    text = (message.get("text") or {}).get("content", "") if kind == "text" else ""
    return Received(sender, account, created, kind, named, text=text.strip())
