"""Channels turned off by an admin: people are told why, a person's conversation goes on, and it comes back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.gateway.console.tables import AuditRow
from tests.gateway.fakes import smalltalk

REASON = {"zh": "系统升级，今天 18:00 恢复。", "en": "Back at 18:00 today."}


@pytest.fixture
async def admin(staff):
    return await staff("admin")


async def off(admin, name):
    assert (await admin.post(f"/staff/channels/{name}/off", REASON)).status_code == 303


async def test_a_channel_that_is_off_says_why_and_rasa_hears_nothing(gateway, admin):
    session = (await gateway.chat("金奖多少钱")).json()["session_id"]
    heard = len(gateway.rasa.requests)
    await off(admin, "web")
    for locale, text in (
        ("zh-Hans", REASON["zh"]),
        ("zh-Hant", "系統升級，今天 18:00 恢復。"),
        ("en", REASON["en"]),
    ):
        assert (await gateway.http.get("/api/v1/welcome", params={"locale": locale})).json()["closed"] == text
    [message] = (await gateway.chat("金奖多少钱", session)).json()["messages"]
    assert (message["kind"], message["text"]) == ("error", REASON["zh"])
    assert len(gateway.rasa.requests) == heard
    assert "已停用" in (await admin.get("/staff/channels")).text

    await admin.post("/staff/channels/web/on")
    assert (await gateway.chat("金奖多少钱", session)).json()["messages"][0]["kind"] == "answer"
    assert (await gateway.http.get("/api/v1/welcome")).json()["closed"] == ""


async def test_a_conversation_with_a_person_goes_on(gateway, staff, admin):
    agent = await staff()
    reply = (await gateway.chat("金奖多少钱")).json()
    page = (await agent.get("/staff/conversations/list")).text
    identity = page.split("/staff/conversations/")[1][:64]
    await agent.post(f"/staff/conversations/{identity}/take")
    await off(admin, "web")
    assert (await gateway.chat("您好", reply["session_id"])).json()["messages"] == []


async def test_the_check_is_off_in_the_chat_and_for_programs(gateway, admin):
    await off(admin, "eligibility")
    refused = await gateway.http.post("/api/v1/eligibility", json={"facts": {}})
    assert (refused.status_code, refused.json()["error"]["code"]) == (503, "switched_off")
    assert refused.json()["error"]["message"] == REASON["zh"] and "retry-after" in refused.headers
    card = {"type": "eligibility_question", "fact": "category"}
    asked = {"recipient_id": "x", "custom": {"kind": "question", "text": "哪一类？", "card": card}}
    gateway.rasa.reply = [asked]
    [message] = (await gateway.chat("能报吗")).json()["messages"]
    assert (message["kind"], message["text"]) == ("error", REASON["zh"])
    assert len(gateway.rasa.forgotten) == 1  # the check does not go on asking
    gateway.rasa.reply = smalltalk("您好")
    assert (await gateway.chat("您好")).json()["messages"][0]["text"] == "您好"


async def test_files_are_not_taken_while_their_check_is_off(gateway, admin):
    await off(admin, "materials")
    files = {"files": ("a.pdf", b"%PDF"), "kinds": (None, "evidence")}
    refused = await gateway.http.post("/api/v1/materials/check", files=files)
    assert (refused.status_code, refused.json()["error"]["message"]) == (503, REASON["zh"])


async def test_it_takes_a_reason_and_a_name(admin):
    assert (await admin.post("/staff/channels/web/off", {"zh": " "})).status_code == 422
    assert (await admin.post("/staff/channels/fax/off", REASON)).status_code == 404
    assert (await admin.post("/staff/channels/web/on")).status_code == 404


async def test_who_did_it_is_in_the_audit_log(gateway, admin):
    await off(admin, "web")
    await admin.post("/staff/channels/web/on")
    async with gateway.app.state.services.store.transaction() as db:
        noted = await db.execute(
            select(AuditRow.staff, AuditRow.action, AuditRow.subject)
            .order_by(AuditRow.id)
            .where(AuditRow.action.like("channel_%"))
        )
    assert noted.all() == [("admin-one", "channel_off", "web"), ("admin-one", "channel_on", "web")]
