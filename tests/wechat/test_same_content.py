"""What the web answers, WeChat answers: one conversation through both, over the same replies of Rasa."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.gateway.wechat import reports
from tests.gateway.fakes import golden
from tests.wechat.content import MORE, missing

CLAUSE = {
    "passage_id": "2020-1.4-5d0e7a",
    "edition": "2020",
    "path": ["一、市长质量奖说明", "（四）奖励荣誉"],
    "quote": "分别给予奖金 200 万元、100 万元、50 万元。",
}
REPLIES = {
    "奖金是多少": golden("rasa_reply"),
    "我们够条件吗": [
        {
            "custom": {
                "kind": "question",
                "text": "您以单位申报，还是以项目申报？",
                "citations": [CLAUSE],
                "buttons": [{"title": "不清楚", "payload": "不清楚"}],
                "card": {
                    "type": "eligibility_question",
                    "fact": "applicant",
                    "options": [{"title": "组织奖", "value": "organization"}, {"title": "项目奖", "value": "project"}],
                    "progress": {"asked": 1, "at_most": 12},
                },
            }
        }
    ],
    "组织奖": [
        {
            "custom": {
                "kind": "report",
                "text": "还不能确定。\n不符合的：1 项。",
                "card": {
                    "type": "eligibility_report",
                    "edition": "2020",
                    "as_of": "2020-06-01",
                    "verdict": "undetermined",
                    "earliest_date": None,
                    "rules": [
                        {"id": "r", "title": "无亏损", "status": "unknown", "reason": "还没有说。", "citation": CLAUSE}
                    ],
                    "consequences": ["只发证书。"],
                    "warnings": [],
                },
            }
        }
    ],
    "带我走一遍网上申报": [
        {
            "custom": {
                "kind": "step",
                "text": "第 1 步，共 8 步：登录\n1. 打开网站。",
                "buttons": [{"title": "下一步", "payload": "下一步"}, {"title": "上一步", "payload": "上一步"}],
                "card": {
                    "type": "portal_step",
                    "step": 1,
                    "of": 8,
                    "items": [{"id": "a", "text": "打开网站。", "citation": CLAUSE}],
                },
            }
        }
    ],
    "下一步": [{"custom": {"kind": "step", "text": "第 2 步", "card": {"type": "portal_step", "step": 2, "of": 8}}}],
    "要交哪些材料": [
        {
            "custom": {
                "kind": "answer",
                "text": "按《申报指引》：",
                "citations": [CLAUSE],
                "card": {
                    "type": "checklist",
                    "title": "申报材料",
                    "items": [
                        {"title": f"材料{n}", "formats": ["pdf", "docx"], "limit": "不超过 50 MB", "citation": CLAUSE}
                        for n in range(20)
                    ],
                    "link": {"title": "检查材料", "path": "materials"},
                    "note": "一式两份。",
                },
            }
        }
    ],
    "申奖流程有哪些阶段": [
        {
            "custom": {
                "kind": "answer",
                "text": "共 2 个阶段\n1. 系统申报\n在网上填报。",
                "citations": [CLAUSE],
                "card": {
                    "type": "timeline",
                    "title": "共 2 个阶段",
                    "link": "https://example.gov.cn",
                    "items": [
                        {"title": "系统申报", "text": "在网上填报。", "when": ""},
                        {"title": "资料评审", "when": "五月"},
                    ],
                },
            }
        }
    ],
    "长": [{"custom": {"kind": "smalltalk", "text": "这是一句很长的话。" * 300}}],
}  # fmt: skip


async def everything(server, words):
    """The whole answer, with what “继续” brings."""
    said = [await server.ask(words)]
    while said[-1].endswith(MORE):
        said.append(await server.ask("继续"))
    assert all(len(part.encode()) <= 2048 for part in said)
    return "\n".join(part.removesuffix(MORE) for part in said)


@pytest.fixture
async def gateway(start):
    gateway = await start(public_url="https://mqa.example.gov.cn")
    gateway.rasa.reply = lambda said: REPLIES.get(said["message"], golden("rasa_reply"))
    return gateway


async def test_the_same_conversation_has_the_same_content(gateway, server):
    session = None
    for words in REPLIES:
        web = (await gateway.chat(words, session, locale="zh-Hans")).json()
        session = web["session_id"]
        assert missing(web["messages"], await everything(server, words)) == []
    asked = [request["message"] for request in gateway.rasa.requests]
    assert asked[::2] == asked[1::2] == list(REPLIES)


async def test_nothing_is_said_twice(gateway, server):
    assert (await everything(server, "申奖流程有哪些阶段")).count("系统申报") == 1
    assert (await everything(server, "带我走一遍网上申报")).count("打开网站") == 1


async def test_a_number_chooses_and_anything_else_is_said(gateway, server):
    question = await server.ask("我们够条件吗")
    assert re.search(r"1\. 组织奖\n2\. 项目奖\n3\. 不清楚", question)
    await server.ask("1")
    assert gateway.rasa.requests[-1]["message"] == "组织奖"
    for words, heard in (("第二个", "项目奖"), ("9", "9")):
        await server.ask("我们够条件吗")
        await server.ask(words)
        assert gateway.rasa.requests[-1]["message"] == heard


async def test_the_report_opens_in_a_browser_until_it_expires(gateway, server, monkeypatch):
    said = await server.ask("组织奖")
    link = re.search(r"https://mqa\.example\.gov\.cn(/wechat/report/\S+)", said)[1]
    page = await gateway.http.get(link)
    assert page.status_code == 200
    assert "还没有说。" in page.text and CLAUSE["quote"] in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert (await gateway.http.get(link + "x")).status_code == 404
    after = reports.now() + timedelta(days=8)
    monkeypatch.setattr(reports, "now", lambda: after)
    assert (await gateway.http.get(link)).status_code == 404


async def test_citations_name_the_place_and_link_there(server):
    said = await server.ask("奖金是多少")
    assert "（《申报指引》2020 一（四））\nhttps://mqa.example.gov.cn/guide/2020#2020-1.4-5d0e7a" in said


async def test_there_is_no_markdown(server):
    for words in REPLIES:
        assert not re.search(r"\*\*|^#|\]\(|^- ", await everything(server, words), re.M)


QUOTED = {
    "kind": "answer",
    "text": {
        "zh-Hans": "金奖 200 万元，全额拨款的只授予证书和称号。\n指引原文：\n“分别给予奖金 200 万元”\n——一、市长质量奖说明 › （四）奖励荣誉\n"
        "“只授予证书和称号”\n——一、市长质量奖说明 › （四）奖励荣誉\n依据 2020 版。",
        "en": "Gold brings RMB 2,000,000.\n“分别给予奖金 200 万元”\n— 一、市长质量奖说明 › （四）奖励荣誉",
    },
    "citations": [
        {**CLAUSE, "quote": "分别给予奖金 200 万元"},
        {**CLAUSE, "passage_id": "2020-1.4.1-fce3b5", "quote": "只授予证书和称号"},
    ],
    "buttons": [{"title": "转人工", "payload": "转人工"}],
}


async def test_a_quote_has_its_place_and_link_under_it_once(gateway, server):
    gateway.rasa.reply = [{"custom": QUOTED}]
    said = await server.ask("奖金是多少")
    first, second = "2020-1.4-5d0e7a", "2020-1.4.1-fce3b5"
    assert "200 万元”\n（《申报指引》2020 一（四））\nhttps://mqa.example.gov.cn/guide/2020#" + first in said
    assert "称号”\n（《申报指引》2020 一（四）1）\nhttps://mqa.example.gov.cn/guide/2020#" + second in said
    assert said.count(first) == said.count(second) == 1
    assert "›" not in said and said.index(second) < said.index("依据 2020 版")


async def test_many_places_are_named_in_one_line(gateway, server):
    many = [{**CLAUSE, "passage_id": f"2020-1.4.{n}-abcdef", "quote": f"{n}．条文"} for n in range(1, 8)]
    gateway.rasa.reply = [{"custom": {"kind": "answer", "text": "共七条。", "citations": many}}]
    said = await server.ask("有几条")
    assert "一（四）1、一（四）2" in said and "一（四）7）" in said
    assert said.count("https://") == 1


@pytest.mark.parametrize(
    ("words", "choose"),
    [("獎金是多少，請問", "回覆數字即可選擇。"), ("How much is it?", "Reply with a number to choose.")],
)
async def test_what_stands_around_it_is_in_the_same_language(gateway, server, words, choose):
    gateway.rasa.reply = [{"custom": QUOTED}]
    assert (await server.ask(words)).endswith(choose)
