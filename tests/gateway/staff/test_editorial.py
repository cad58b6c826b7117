"""The editorial loop over a stand-in for the knowledge service: who may do what, in which order, and what is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.gateway.clock import now
from bot.gateway.console.editorial.picking import cut, pieces
from bot.gateway.console.editorial.queue import key
from bot.gateway.console.tables import AuditRow
from bot.gateway.knowledge_client import Passage
from tests.gateway.fakes import golden

NO_ANSWER = [{"recipient_id": "x", "custom": {"kind": "no_answer", "text": "指引没有写明。"}}]


@pytest.fixture
async def asker(gateway):
    """Somebody whom the bot could not answer."""
    gateway.rasa.reply = NO_ANSWER
    return (await gateway.chat("停车费多少钱")).json()


async def begun(client, *questions: str) -> int:
    reply = await client.post("/staff/queue/draft", {"question": list(questions) or ["停车费多少钱"]})
    assert reply.status_code == 303
    return int(reply.headers["location"].rsplit("/", 1)[1])


async def submitted(client) -> int:
    number = await begun(client)
    await client.post(f"/staff/drafts/{number}", {"id": "parking", "zh": "指引没有写停车费。", "en": "No."})
    assert (await client.post(f"/staff/drafts/{number}/submit")).status_code == 303
    return number


async def audited(gateway) -> list[str]:
    async with gateway.app.state.services.store.transaction() as db:
        return [row.action for row in await db.scalars(select(AuditRow).order_by(AuditRow.id))]


async def test_what_was_not_answered_is_in_the_queue(gateway, staff, knowledge, asker):
    client = await staff("editor")
    vote = {"trace_id": asker["trace_id"], "helpful": False, "comment": "答非所问"}
    assert (await gateway.http.post("/api/v1/feedback", json=vote)).status_code == 204
    await client.post("/staff/calls", {"question": "停车费多少钱？", "outcome": "not_in_guide"})
    await client.post("/staff/calls", {"question": "金奖多少钱", "outcome": "answered"})
    shown = (await client.get("/staff/queue")).text
    for expected in ("停车费多少钱", "没有答出 1", "没有帮助 1", "来电 1", "答非所问"):
        assert expected in shown
    assert "金奖多少钱" not in shown


async def test_an_answered_question_is_not_in_the_queue(gateway, staff, knowledge):
    await gateway.chat("金奖多少钱")
    assert "没有待答的问题" in (await (await staff("editor")).get("/staff/queue")).text


async def test_a_question_put_aside_returns_when_it_is_asked_again(gateway, staff, knowledge, asker):
    client = await staff("editor")
    without = await client.post("/staff/queue/aside", {"question": "停车费多少钱"})
    assert without.status_code == 422
    await client.post("/staff/queue/aside", {"question": "停车费多少钱", "reason": "与奖项无关"})
    assert "没有待答的问题" in (await client.get("/staff/queue")).text
    await gateway.chat("停车费，多少钱？")
    assert "停车费，多少钱" in (await client.get("/staff/queue")).text


async def test_a_question_is_left_open(staff, knowledge, asker):
    client = await staff("editor")
    await client.post("/staff/queue/open", {"question": "停车费多少钱"})
    assert knowledge.left_open == ["停车费多少钱"]
    assert "没有待答的问题" in (await client.get("/staff/queue")).text


async def test_a_draft_begins_with_what_was_asked_and_is_checked_while_it_is_written(staff, knowledge):
    client = await staff("editor")
    number = await begun(client, "停车费多少钱", "能停车吗")
    assert "停车费多少钱\n能停车吗" in (await client.get(f"/staff/drafts/{number}")).text
    knowledge.findings = [{"field": "answer.zh-Hans", "message": "数字 5 不在所选的原文里"}]
    reply = await client.post(f"/staff/drafts/{number}", {"zh": "停车费 5 元。", "questions": "甲\n\n 乙 \n"})
    assert "还有 1 处要改" in reply.text and "数字 5 不在所选的原文里" in reply.text
    kept = (await client.get(f"/staff/drafts/{number}")).text
    assert "停车费 5 元。" in kept and "甲\n乙</textarea>" in kept


async def test_a_draft_with_findings_is_not_submitted(staff, knowledge):
    client = await staff("editor")
    number = await begun(client)
    knowledge.findings = [{"field": "quotes", "message": "至少从指引里选一段原文"}]
    reply = await client.post(f"/staff/drafts/{number}/submit")
    assert reply.status_code == 422 and "至少从指引里选一段原文" in reply.text


async def test_a_quote_is_picked_and_cannot_be_typed(staff, knowledge):
    client = await staff("editor")
    number = await begun(client)
    passage = golden("knowledge_passage")
    first = pieces(passage["text"])[0]
    path = f"/staff/drafts/{number}/quotes"
    where = {"passage": passage["passage_id"], "begin": first.begin, "end": first.end}
    assert first.text in (await client.post(path, where)).text
    assert (await client.post(path, where | {"end": first.end - 1})).status_code == 422
    assert (await client.post(path, where | {"passage": "2020-9-000000"})).status_code == 404
    await client.post(f"/staff/drafts/{number}", {"zh": "答", "quotes": "我写的原文", "quote": "我写的原文"})
    assert "我写的原文" not in (await client.get(f"/staff/drafts/{number}")).text
    assert "还没有选原文" in (await client.post(f"{path}/remove", {"nth": "0"})).text


async def test_the_guide_is_offered_clause_by_clause(staff, knowledge):
    client = await staff("editor")
    number = await begun(client)
    shown = (await client.get(f"/staff/drafts/{number}/passages", params={"q": "奖金"})).text
    assert shown.count('class="piece"') >= 2
    assert "没有找到" in (await client.get(f"/staff/drafts/{number}/passages", params={"q": ""})).text


async def test_nobody_approves_what_they_wrote(staff, knowledge):
    author, other = await staff("admin", "author"), await staff("editor", "other")
    number = await submitted(author)
    for step in ("approve", "reject"):
        reply = await author.post(f"/staff/drafts/{number}/{step}", {"reason": "自己看"})
        assert reply.status_code == 403
    assert knowledge.approved == []
    assert "要由另一个人审核" in (await author.get(f"/staff/drafts/{number}")).text
    assert "通过并发布" in (await other.get(f"/staff/drafts/{number}")).text


async def test_who_wrote_in_a_rejected_draft_is_an_author_too(staff, knowledge):
    author, other = await staff("editor", "author"), await staff("editor", "other")
    number = await submitted(author)
    await other.post(f"/staff/drafts/{number}/reject", {"reason": "说清楚些"})
    assert "说清楚些" in (await author.get(f"/staff/drafts/{number}")).text
    await other.post(f"/staff/drafts/{number}", {"id": "parking", "zh": "我来改。"})
    await author.post(f"/staff/drafts/{number}/submit")
    assert (await other.post(f"/staff/drafts/{number}/approve")).status_code == 403


async def test_an_approved_answer_is_kept_built_and_shown_to_pass(gateway, staff, knowledge, asker):
    author, other = await staff("editor", "author"), await staff("editor", "other")
    number = await submitted(author)
    assert (await other.post(f"/staff/drafts/{number}/approve")).status_code == 303
    [sent] = knowledge.approved
    assert (sent["entry"]["id"], sent["asked"], sent["edition"]) == ("parking", "停车费多少钱", "2020")
    assert "没有待答的问题" in (await author.get("/staff/queue")).text
    knowledge.build |= {"state": "running", "done": 0}
    assert "正在制作" in (await other.get(f"/staff/drafts/{number}/outcome")).text
    knowledge.build |= {"state": "failed", "message": "原文里没有"}
    assert "没有做成" in (await other.get(f"/staff/drafts/{number}/outcome")).text
    knowledge.build |= {"state": "done", "done": 1}
    assert "还没有得到这条答案" in (await other.get(f"/staff/drafts/{number}/outcome")).text
    answer = {
        "id": "parking",
        "text": {"zh-Hans": "指引没有写。"},
        "citations": [],
        "confidence": 1,
        "question": "停",
    }
    gateway.knowledge.search = golden("knowledge_search") | {
        "answerable": True,
        "answer": answer | {"correction": None},
    }
    assert "现在得到这条答案" in (await other.get(f"/staff/drafts/{number}/outcome")).text
    steps = ["draft_begun", "draft_submitted", "draft_approved"]
    assert [each for each in await audited(gateway) if each.startswith("draft")] == steps


async def test_what_the_service_refuses_stays_submitted(staff, knowledge):
    author, other = await staff("editor", "author"), await staff("editor", "other")
    number = await submitted(author)
    knowledge.refuse = "指引里没有这段原文"
    reply = await other.post(f"/staff/drafts/{number}/approve")
    assert reply.status_code == 422 and "指引里没有这段原文" in reply.text
    knowledge.refuse = ""
    assert (await other.post(f"/staff/drafts/{number}/approve")).status_code == 303


async def test_a_step_is_taken_once(staff, knowledge):
    author, other = await staff("editor", "author"), await staff("editor", "other")
    number = await submitted(author)
    assert (await author.post(f"/staff/drafts/{number}/submit")).status_code == 409
    assert (await author.post(f"/staff/drafts/{number}", {"zh": "改"})).status_code == 409
    await other.post(f"/staff/drafts/{number}/approve")
    assert (await other.post(f"/staff/drafts/{number}/approve")).status_code == 409
    assert (await author.post(f"/staff/drafts/{number}/drop", {"reason": "不要了"})).status_code == 409
    assert len(knowledge.approved) == 1


async def test_a_draft_is_dropped_with_a_reason(staff, knowledge):
    client = await staff("editor")
    number = await begun(client)
    assert (await client.post(f"/staff/drafts/{number}/drop")).status_code == 422
    assert (await client.post(f"/staff/drafts/{number}/drop", {"reason": "重复"})).status_code == 303
    assert f"/staff/drafts/{number}" not in (await client.get("/staff/drafts")).text


async def test_an_approved_answer_is_changed_by_a_draft_and_withdrawn_with_a_reason(
    gateway, staff, knowledge
):
    knowledge.kept = [
        {
            "id": "one-application",
            "answer": {"zh-Hans": "只能报一个。", "en": "One."},
            "quotes": ["同一个申报主体"],
            "questions": ["能报几个"],
            "not_for": [],
            "origin": "shipped",
        }
    ]
    client = await staff("editor")
    assert "只能报一个。" in (await client.get("/staff/answers", params={"q": "几个"})).text
    assert "没有找到" in (await client.get("/staff/answers", params={"q": "停车"})).text
    reply = await client.post("/staff/drafts", {"answer": "one-application"})
    assert "只能报一个。" in (await client.get(reply.headers["location"])).text
    assert (await client.post("/staff/drafts", {"answer": "nothing"})).status_code == 404
    assert (await client.post("/staff/answers/withdraw", {"answer": "one-application"})).status_code == 422
    await client.post("/staff/answers/withdraw", {"answer": "one-application", "reason": "条文有变"})
    assert knowledge.withdrawn == [{"edition": "2020", "id": "one-application", "reason": "条文有变"}]
    assert "answer_withdrawn" in await audited(gateway)


async def test_a_wrong_date_is_named(staff, knowledge):
    client = await staff("editor")
    number = await begun(client)
    assert (await client.post(f"/staff/drafts/{number}", {"valid_from": "明天"})).status_code == 422
    later = str((now() + timedelta(days=9)).date())
    assert (await client.post(f"/staff/drafts/{number}", {"valid_from": later})).status_code == 200


@pytest.mark.parametrize(
    "text", ["", "。", "短。", "  一段没有句号的文字  ", "第一句话在此。第二句话在此；第三句\n第四句话在此"]
)
def test_every_piece_is_verbatim(text):
    passage = Passage(passage_id="p", edition="2020", path=[], kind="text", text=text, level=1, order=0)
    for piece in pieces(text):
        assert text[piece.begin : piece.end] == piece.text == cut(passage, piece.begin, piece.end)
    assert cut(passage, 0, len(text) + 1) is None


def test_spellings_of_a_question_share_a_key():
    assert key("停车费 多少钱？") == key("停车费多少钱") != key("停车费多少")
