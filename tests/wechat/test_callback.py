"""Nobody is at the desk: somebody in WeChat leaves a number on a page, once, with consent."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.gateway.clock import now
from bot.gateway.console.tables import CallbackRow, StaffRow
from bot.gateway.wechat import account

HANDOFF = [{"recipient_id": "x", "custom": {"kind": "handoff", "text": "可以联系秘书处。"}}]
RIGHT = {"phone": "0755 8888 6666", "question": "公章盖在哪里", "consent": "true"}


@pytest.fixture
async def address(gateway, server, monkeypatch) -> str:
    monkeypatch.setattr(account, "PASSIVE_S", 60.0)  # on a busy machine
    async with gateway.app.state.services.store.transaction() as db:
        db.add(StaffRow(name="zhang", role="agent", password_hash="", created_at=now()))
    gateway.rasa.reply = HANDOFF
    said = await server.ask("转人工")
    return re.search(r"http://gateway(/callback/\S+)", said)[1]


async def kept(gateway):
    async with gateway.app.state.services.store.transaction() as db:
        return (await db.scalars(select(CallbackRow))).all()


async def test_a_number_is_left_once(gateway, address):
    page = await gateway.http.get(address)
    assert page.status_code == 200 and page.headers["cache-control"] == "no-store"
    assert "已经记下" in (await gateway.http.post(address, data=RIGHT)).text
    [wish] = await kept(gateway)
    assert (wish.phone, wish.question) == (RIGHT["phone"], RIGHT["question"])
    assert (await gateway.http.get(address)).status_code == 404
    assert (await gateway.http.post(address, data=RIGHT)).status_code == 404
    assert len(await kept(gateway)) == 1


@pytest.mark.parametrize("changes", [{"phone": "不知道"}, {"phone": ""}, {"consent": ""}])
async def test_what_is_missing_is_said_and_what_was_written_stays(gateway, address, changes):
    data = {name: value for name, value in (RIGHT | changes).items() if value}
    page = await gateway.http.post(address, data=data)
    assert page.status_code == 422 and RIGHT["question"] in page.text
    assert await kept(gateway) == []


async def test_the_link_of_a_number_is_none_of_a_result(gateway, address):
    token = address.rsplit("/", 1)[1]
    assert (await gateway.http.get(f"/wechat/report/{token}")).status_code == 404
    assert (await gateway.http.get("/callback/guessed")).status_code == 404
