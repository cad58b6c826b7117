"""The call screen and what stands beside it."""

from __future__ import annotations

import pytest

from bot.gateway.console.lookup import common_terms, lookup
from bot.gateway.knowledge_client import SearchReply
from bot.gateway.messages import GuideLinks
from tests.gateway.fakes import golden

ANSWER = {
    "id": "prize-money",
    "text": {"zh-Hans": "金奖奖金 200 万元。", "en": "2 million yuan."},
    "citations": [
        {
            "passage_id": "2020-1.4-5d0e7a",
            "edition": "2020",
            "path": ["一、市长质量奖说明", "（四）奖励荣誉"],
            "kind": "text",
            "quote": "分别给予奖金 200 万元、100 万元、50 万元",
        }
    ],
    "confidence": 0.93,
    "question": "金奖有多少钱",
    "correction": None,
}


def test_the_approved_answer_comes_first_with_its_clause_and_why():
    reply = SearchReply.model_validate({**golden("knowledge_search"), "answer": ANSWER})
    found = lookup(reply, GuideLinks())
    first, other, passage = found.hits
    assert (first.approved, first.aloud, first.question) == (True, "金奖奖金 200 万元。", "金奖有多少钱")
    assert first.clauses[0].place == "一（四）"
    marked = [run.text for run in first.clauses[0].runs if run.marked]
    assert marked == ["分别给予奖金 200 万元、100 万元、50 万元"]
    assert "".join(run.text for run in first.clauses[0].runs) == reply.results[0].text
    assert other.approved and other.aloud == "金奖不超过 2 名。"
    assert not passage.approved and passage.aloud == reply.results[0].quote
    assert "奖金" in first.terms


@pytest.mark.parametrize(
    "query, text, terms",
    [
        ("金奖有多少奖金", "金奖奖金 200 万元", ["金奖", "奖金"]),
        ("ISO9001 要不要", "通过iso9001认证", ["iso9001"]),
        ("", "金奖", []),
        ("啊", "啊", []),
        ("奖金 奖金", "奖金", ["奖金"]),
    ],
)
def test_terms_that_question_and_clause_share(query, text, terms):
    assert common_terms(query, text) == terms


async def test_results_are_the_chats_search(gateway, staff):
    client = await staff()
    page = await client.get("/staff/search", params={"q": "奖金多少"})
    assert "指引原文" in page.text and "一（四）" in page.text
    assert gateway.knowledge.queries[-1]["q"] == "奖金多少"
    assert "edition" not in gateway.knowledge.queries[-1]


async def test_two_questions_of_a_caller_get_two_answers_and_the_third_is_said_to_be_open(gateway, staff):
    client = await staff()
    page = (
        await client.get("/staff/search", params={"q": "我们刚打完电话，金奖奖金多少？发几个呢？专家是谁？"})
    ).text
    assert gateway.knowledge.pieces == ["我们刚打完电话", "金奖奖金多少？", "发几个呢？", "专家是谁？"]
    assert gateway.knowledge.told == ["1"]
    assert page.index("金奖奖金 200 万元") < page.index("金奖不超过 2 名。")
    page = (await client.get("/staff/search", params={"q": "金奖奖金多少，发几个，专家是谁"})).text
    assert "还问到“专家是谁”：指引可能没有写" in page and "<b>指引可能没有写" not in page


@pytest.mark.parametrize("query", ["银奖分数线 铜奖奖金", "发几个，专家是谁"])
async def test_what_its_pieces_do_not_answer_is_answered_whole(gateway, staff, query):
    client = await staff()
    gateway.knowledge.in_pieces = golden("knowledge_pieces") | {"answers": [], "asked": []}
    assert "金奖奖金 200 万元" in (await client.get("/staff/search", params={"q": query})).text


@pytest.mark.parametrize(("second", "silent"), [("找谁递", True), ("奖金多少", False)])
async def test_what_leans_on_a_silent_guide_is_not_answered_by_itself(gateway, staff, second, silent):
    client, known = await staff(), golden("knowledge_pieces")
    pieces = [
        {**known["pieces"][0], "query": "能申请评委回避吗？", "answerable": False, "probability": 0.0},
        {**known["pieces"][0], "query": second, "answerable": True},
    ]
    whole = {**known["whole"], "answerable": False, "answer": None, "also": None}
    answers = {"answers": known["answers"][:1], "asked": [2]}
    gateway.knowledge.in_pieces = {"whole": whole, "pieces": pieces, **answers}
    page = (await client.get("/staff/search", params={"q": f"能申请评委回避吗？{second}"})).text
    assert ("<b>指引可能没有写" in page) is silent
    assert ("还问到“能申请评委回避吗？”" in page) is not silent


async def test_what_a_caller_wrote_is_never_markup(gateway, staff):
    client = await staff()
    gateway.knowledge.search = {
        **golden("knowledge_search"),
        "suggestions": [{"text": "<script>alert(1)</script>", "path": []}],
    }
    page = await client.get("/staff/search", params={"q": "<img src=x>"})
    assert "<script>" not in page.text and "<img" not in page.text


async def test_a_silent_guide_says_so_and_n_records_it(gateway, staff):
    client = await staff()
    gateway.knowledge.search = {**golden("knowledge_search"), "answerable": False}
    assert "指引可能没有写" in (await client.get("/staff/search", params={"q": "评审专家"})).text
    said = {"question": "专家是谁 13800138000", "outcome": "not_in_guide"}
    page = await client.post("/staff/calls", said)
    assert "指引没有写" in page.text and "13800138000" not in page.text


async def test_calls_and_their_notes_are_each_operators_own(staff):
    one, other = await staff(name="one"), await staff(name="other")
    await one.post("/staff/calls", {"question": "奖金多少", "outcome": "answered", "chosen": "x"})
    assert (await one.post("/staff/calls/1", {"note": "回头再打来"})).text.count("回头再打来") == 1
    assert (await other.post("/staff/calls/1", {"note": "改别人的"})).status_code == 404
    assert "奖金多少" not in (await other.get("/staff")).text.split('id="calls"')[1]


async def test_what_is_asked_most_stands_beside_it(gateway, staff):
    client = await staff()
    for _ in range(2):
        await gateway.chat("奖金多少")
    await client.post("/staff/calls", {"question": "奖金多少", "outcome": "answered"})
    page = (await client.get("/staff")).text
    assert "奖金多少" in page and "3 次" in page


async def test_eligibility_as_it_is_filled_in(staff):
    client = await staff()
    page = await client.get("/staff/eligibility")
    assert (
        "在深圳登记注册的日期" in page.text
        and "{" not in page.text.split('<form id="facts"')[1].split("</form>")[0]
    )
    result = await client.post(
        "/staff/eligibility", {"applicant": "project", "category": "economic", "as_of": "2020-06-01"}
    )
    assert "目前不符合申报条件" in result.text and "只接受组织申报" in result.text
    for wrong in ({"city_rank": "第一"}, {"applicant": "<b>"}, {"as_of": "2020-13-01"}, {"for_profit": "x"}):
        answer = await client.post("/staff/eligibility", wrong)
        assert answer.status_code == 200 and 'class="mistake"' in answer.text


async def test_steps_stages_and_materials(staff):
    client = await staff()
    page = (await client.get("/staff/portal")).text
    assert "系统申报" in page and "授奖表彰" in page
    page = (
        await client.get("/staff/materials", params={"applicant": "organization", "category": "economic"})
    ).text
    assert "自评报告" in page
    refused = await client.get("/staff/materials", params={"applicant": "project", "category": "economic"})
    assert "经济类只接受组织申报" in refused.text


async def test_what_is_typed_by_its_sound_is_searched_as_it_is_written(gateway, staff):
    client = await staff()
    gateway.knowledge.heard = golden("knowledge_heard") | {"whole": True}
    shown = (await client.get("/staff/search?q=jj")).text
    meant, other = golden("knowledge_heard")["texts"]
    assert f"按拼音查：<b>{meant}</b>" in shown and f'data-ask="{other}"' in shown
    assert [each["q"] for each in gateway.knowledge.queries] == ["jj", meant]


async def test_initials_of_nothing_say_so_and_lead_to_the_nearest(gateway, staff):
    client = await staff()
    gateway.knowledge.heard = golden("knowledge_heard")
    shown = (await client.get("/staff/search?q=jjq")).text
    assert "没有以 jjq 为声母缩写的内容，按最接近的 jj 查：<b>金奖奖金是多少？</b>" in shown
    assert gateway.knowledge.queries[-1]["q"] == "金奖奖金是多少？"


@pytest.mark.parametrize(("written", "searches"), [("奖金", 1), ("金奖200", 1), ("gold award", 2)])
async def test_what_is_written_as_it_is_meant_is_searched_so(gateway, staff, written, searches):
    client = await staff()
    assert "按拼音查" not in (await client.get("/staff/search", params={"q": written})).text
    assert [each["q"] for each in gateway.knowledge.queries] == [written] * searches
