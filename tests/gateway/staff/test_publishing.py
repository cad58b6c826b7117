"""Announcements, start questions and synonyms: made by one, approved by another, seen by people, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.gateway.clock import local, now
from bot.gateway.console.tables import AuditRow
from bot.gateway.starting import Starting
from tests.gateway.fakes import golden

PINNED = golden("knowledge_offered")["questions"][0]
ANNOUNCED = {"zh": "申报截止日期延长到 12 月 31 日。", "en": "The deadline is now 31 December."}


async def welcome(gateway, locale="zh-Hans"):
    reply = await gateway.http.get("/api/v1/welcome", params={"locale": locale})
    assert reply.status_code == 200
    return reply.json()


async def proposed(client, kind, **fields):
    reply = await client.post(f"/staff/notices/{kind}", fields)
    assert reply.status_code == 303, reply.text
    return (await client.http.get("/api/v1/welcome")).json()


@pytest.fixture
async def editors(staff):
    return await staff("editor"), await staff("editor", "editor-two")


async def test_an_announcement_is_seen_when_a_second_person_approved_it(gateway, editors, knowledge):
    first, second = editors
    await proposed(first, "announcement", **ANNOUNCED, link="https://example.gov.cn/n")
    assert (await welcome(gateway))["announcements"] == []
    assert (await first.post("/staff/proposals/1/approve")).status_code == 403
    assert (await second.post("/staff/proposals/1/approve")).status_code == 303
    said = {locale: await welcome(gateway, locale) for locale in ("zh-Hans", "zh-Hant", "en")}
    texts = {locale: reply["announcements"][0]["text"] for locale, reply in said.items()}
    assert texts == {
        "zh-Hans": ANNOUNCED["zh"],
        "zh-Hant": "申報截止日期延長到 12 月 31 日。",
        "en": ANNOUNCED["en"],
    }
    assert said["en"]["announcements"][0]["link"] == "https://example.gov.cn/n"
    assert "editor-two 通过" in (await first.get("/staff/notices")).text

    assert (await second.post("/staff/proposals/1/approve")).status_code == 409
    assert (await first.post("/staff/proposals/1/end", {"reason": "已经过了"})).status_code == 303
    assert (await welcome(gateway))["announcements"] == []
    assert (await first.post("/staff/proposals/1/end", {"reason": "再一次"})).status_code == 409


async def test_an_announcement_is_shown_on_its_days_only(gateway, editors, knowledge):
    first, second = editors
    today = local(now()).date()
    days = {"from": (today + timedelta(1)).isoformat(), "until": (today + timedelta(2)).isoformat()}
    await proposed(first, "announcement", **ANNOUNCED, **days)
    await second.post("/staff/proposals/1/approve")
    starting: Starting = gateway.app.state.services.starting
    shown = [len(await starting.announcements("zh-Hans", today + timedelta(plus))) for plus in range(4)]
    assert shown == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "changes",
    [
        {"zh": " "},
        {"link": "javascript:alert(1)"},
        {"from": "2026-02-30"},
        {"from": "2026-02-02", "until": "2026-02-01"},
        {"zh": "长" * 301},
    ],
)
async def test_an_announcement_that_is_not_right_is_refused(editors, knowledge, changes):
    reply = await editors[0].post("/staff/notices/announcement", ANNOUNCED | changes)
    assert reply.status_code == 422


async def test_pinned_questions_come_first_in_the_readers_language(gateway, editors, knowledge):
    first, second = editors
    assert (await first.post("/staff/notices/pin", {"question": "没有这个问题？"})).status_code == 422
    await proposed(first, "pin", question=PINNED["text"])
    assert (await first.post("/staff/notices/pin", {"question": PINNED["text"]})).status_code == 422
    await second.post("/staff/proposals/1/approve")
    assert (await welcome(gateway, "en"))["questions"] == [PINNED["text"]]
    assert gateway.knowledge.queries[-1] == {"locale": "en"}
    gateway.knowledge.up = False
    assert (await welcome(gateway))["questions"] == []


async def test_what_many_ask_is_offered_in_the_words_of_its_answer(gateway):
    gateway.rasa.reply = [
        {"recipient_id": "x", "custom": reply["custom"] | {"trace": {"answer": "gold-again"}}}
        for reply in golden("rasa_reply")
        if reply["custom"]["kind"] == "answer"
    ]
    for _ in range(2):
        await gateway.chat("我叫王小明，金奖多久能再报")
    starting: Starting = gateway.app.state.services.starting
    assert await starting.questions("zh-Hans") == []  # two people are not many
    starting._counted_at = None
    await gateway.chat("再报要等几年")
    assert await starting.questions("zh-Hans") == ["获得金奖的组织多久之后可以再次申请？"]


async def test_a_synonym_reaches_the_index_when_approved_and_leaves_it_when_ended(editors, knowledge):
    first, second = editors
    await proposed(first, "synonym", guide="奖金", said="银子、赏钱\n银子")
    wanted = {"guide": "奖金", "said": ["银子", "赏钱"], "take_away": False}
    assert knowledge.words == [wanted | {"trial": True}]
    await second.post("/staff/proposals/1/approve")
    assert knowledge.words[1:] == [wanted | {"trial": False}]
    await second.post("/staff/proposals/1/end", {"reason": "带来误答"})
    assert knowledge.words[2:] == [wanted | {"trial": False, "take_away": True}]


async def test_a_word_that_leads_elsewhere_is_taken_only_from_who_was_told(editors, knowledge):
    first, second = editors
    await proposed(first, "synonym", guide="奖金", said="银子")
    clash = {"guide": "证书和称号", "said": "银 子、奖状"}
    told = await second.post("/staff/notices/synonym", clash)
    assert told.status_code == 409
    assert "“银 子”已经是“奖金”的说法（1 号提议，等待审核）" in told.text
    assert 'value="证书和称号"' in told.text and "银 子、奖状</textarea>" in told.text
    assert (await second.post("/staff/notices/synonym", clash | {"knowing": "true"})).status_code == 303
    waiting = (await first.get("/staff/notices")).text
    assert "“银子”已经是“证书和称号”的说法（2 号提议，等待审核），通过以后两边都算" in waiting

    assert (
        await second.post("/staff/proposals/1/approve")
    ).status_code == 409  # it came after the page was opened
    assert 'name="seen" value="p2"' in (await second.get("/staff/notices")).text
    assert (await second.post("/staff/proposals/1/approve", {"seen": "p2"})).status_code == 303
    unaware = await first.post("/staff/proposals/2/approve")
    assert unaware.status_code == 409 and "1 号提议，已经生效" in unaware.json()["error"]["message"]
    assert (await first.post("/staff/proposals/2/approve", {"seen": "p1"})).status_code == 303


@pytest.mark.parametrize("said, where", [("钱", "随产品的"), ("现金、ＣＡＳＨ", "1 号提议，等待审核")])
async def test_the_same_way_to_say_the_same_term_is_not_proposed_twice(editors, knowledge, said, where):
    first, second = editors
    await proposed(first, "synonym", guide="奖金", said="cash")
    again = await second.post("/staff/notices/synonym", {"guide": "奖金", "said": said, "knowing": "true"})
    assert again.status_code == 422 and where in again.json()["error"]["message"]


async def test_a_word_of_the_products_own_for_another_term_is_told_too(editors, knowledge):
    told = await editors[0].post("/staff/notices/synonym", {"guide": "证书和称号", "said": "钱"})
    assert told.status_code == 409 and "“钱”已经是“奖金”的说法（随产品的）" in told.text


async def test_what_the_knowledge_service_refuses_waits_on(editors, knowledge):
    first, second = editors
    await proposed(first, "synonym", guide="奖金", said="银子")
    knowledge.refuse = "指引里没有“奖金”"
    assert (await second.post("/staff/proposals/1/approve")).status_code == 422
    assert (await first.post("/staff/notices/synonym", {"guide": "甲", "said": "乙"})).status_code == 422
    knowledge.refuse = ""
    assert (await second.post("/staff/proposals/1/approve")).status_code == 303


async def test_each_step_is_in_the_audit_log(gateway, editors, knowledge):
    first, second = editors
    await proposed(first, "announcement", **ANNOUNCED)
    await proposed(first, "announcement", **ANNOUNCED)
    await second.post("/staff/proposals/1/reject", {"reason": "写错了"})
    await second.post("/staff/proposals/2/approve")
    async with gateway.app.state.services.store.transaction() as db:
        found = select(AuditRow.action).where(AuditRow.action.like("announce%")).order_by(AuditRow.id)
        noted = list(await db.scalars(found))
    assert noted == ["announcement_proposed"] * 2 + ["announcement_rejected", "announcement_approved"]
    named = gateway.app.state.services.desk.words["actions"]
    kinds = gateway.app.state.services.desk.words["proposals"]
    steps = ("proposed", "approved", "rejected", "ended")
    assert {f"{kind}_{step}" for kind in kinds for step in steps} <= named.keys()
