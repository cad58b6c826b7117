"""What a new follower reads first, with what the desk announces and pins; and a channel that is off."""

from __future__ import annotations

import pytest

from bot.gateway.clock import now
from bot.gateway.console.publishing.tables import ProposalRow, SwitchRow
from bot.gateway.wechat import account
from tests.gateway.fakes import golden
from tests.wechat.wire import BOB, Server, event

PINNED = golden("knowledge_offered")["questions"][1]
NEWS = {"text": {"zh-Hans": "申报截止日期延长。"}, "link": "https://example.gov.cn/n", "from": "2020-01-01"}


@pytest.fixture
async def keep(gateway, monkeypatch):
    monkeypatch.setattr(account, "PASSIVE_S", 60.0)  # on a busy machine

    async def keep(*rows):
        async with gateway.app.state.services.store.transaction() as db:
            db.add_all(rows)

    return keep


async def heard(server: Server, fields) -> str:
    return server.opened(await server.deliver(fields))["Content"]


def approved(kind, content):
    return ProposalRow(kind=kind, state="approved", content=content, author="a", created_at=now())


async def test_announcements_stand_first_and_pinned_questions_last(server, keep):
    before = await heard(server, event("subscribe"))
    await keep(
        approved("announcement", NEWS | {"until": None}),
        approved("announcement", NEWS | {"until": "2020-01-02"}),
        approved("pin", {"answer": PINNED["answer"], "question": PINNED["text"]}),
    )
    said = await heard(server, event("subscribe", BOB))
    assert said.startswith("【公告】申报截止日期延长。\nhttps://example.gov.cn/n\n\n您好")
    number = sum(line[:1].isdigit() for line in before.splitlines()) + 1
    assert f"{number}. {PINNED['text']}" in said
    chosen = await server.ask(str(number), BOB)
    assert chosen == f"您说：{PINNED['text']}"


async def test_a_channel_that_is_off_says_why(server, keep):
    await keep(SwitchRow(name="wechat", reason={"zh-Hans": "今天停用。"}, staff="li", since=now()))
    assert await server.ask("奖金是多少") == "今天停用。"
