"""What stands behind the real gateway in these tests: a Rasa and a knowledge service that answer from a small table.

The passages are the guide's own, read by the real ingest, so that links lead to real places in the guide reader.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from actions.eligibility import assess
from knowledge.ingest.edition import DOCUMENTS, read_edition
from knowledge.model import Passage

EDITION = "2020"
SCRIPT = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"

PRIZES = "金奖奖金多少？"
QUOTED = "特别贡献奖有奖金吗？"
APPROVED = "非经济类设哪些奖？"
CHECK = "我们够不够申报条件？"
WALK = "网上申报怎么操作？请一步一步带我走"
STAGES = "评审有哪些阶段？"
MATERIALS = "要交哪些材料？"
UNKNOWN = "评审专家是谁？"
PERSON = "转人工"
BROKEN = "坏了"
SLOW = "慢一点"
LONG = "申奖条件全文"
HOSTILE = f"回显 {SCRIPT}"
LINKS = "网址"
MATCHING = [
    PRIZES,
    "银奖奖金多少？",
    "获得金奖的组织多久之后可以再次申请？",
    "经济类奖项设置哪些等次？",
    "奖金什么时候发？",
]


# ── the guide ──


@cache
def guide() -> dict[str, Passage]:
    return {passage.id: passage for passage in read_edition(DOCUMENTS / EDITION).passages}


def citation(beginning: str, quote: str = "") -> dict[str, Any]:
    """The passage that begins so, quoted whole or in part."""
    passage = next(
        each for each in guide().values() if each.text.startswith(beginning) and each.kind == "text"
    )
    assert quote in passage.text, f"{quote} does not stand in {passage.text}"
    return {
        "passage_id": passage.id,
        "edition": passage.edition,
        "path": list(passage.path),
        "quote": quote or passage.text,
    }


def as_json(passage: Passage) -> dict[str, Any]:
    data = asdict(passage)
    return {"passage_id": data.pop("id"), **data}


def knowledge_app() -> Starlette:
    about = {"edition": EDITION, "title": "深圳市市长质量奖申报指引", "valid_from": "2020-01-01"}

    async def editions(request: Request) -> Response:
        return JSONResponse([about])

    async def edition(request: Request) -> Response:
        if request.path_params["edition"] != EDITION:
            return JSONResponse({"error": {"code": "not_found", "message": "没有"}}, 404)
        return JSONResponse({**about, "passages": [as_json(each) for each in guide().values()]})

    async def passage(request: Request) -> Response:
        found = guide().get(request.path_params["passage_id"])
        return JSONResponse(as_json(found)) if found else JSONResponse({}, 404)

    async def suggest(request: Request) -> Response:
        typed = request.query_params["q"]
        found = [each for each in MATCHING if typed in each] if "奖" in typed else []
        return JSONResponse({"answer": None, "questions": [{"answer": each, "text": each} for each in found]})

    async def heard(request: Request) -> Response:
        return JSONResponse({"texts": [], "read": "", "whole": True})

    async def related(request: Request) -> Response:
        return JSONResponse({"answer": None, "questions": []})

    async def ready(request: Request) -> Response:
        return JSONResponse({"ready": True, "release": "test"})

    async def search(request: Request) -> Response:
        query, k = request.query_params["q"], int(request.query_params.get("k", 5))
        shared = {
            each.id: sum(char in each.text for char in set(query)) / max(len(set(query)), 1)
            for each in guide().values()
            if each.kind == "text"
        }
        best = sorted(shared, key=lambda name: -shared[name])[:k]
        results = [
            {**as_json(guide()[name]), "quote": guide()[name].text, "score": round(shared[name], 4)}
            for name in best
            if shared[name]
        ]
        said = {"query": query, "took_ms": 1.0, "answerable": UNKNOWN[:4] not in query, "probability": 0.9}
        return JSONResponse(
            {**said, "release": "test", "suggestions": [PRIZES], "results": results, "trace": {}}
        )

    return Starlette(
        routes=[
            Route("/v1/search", search),
            Route("/v1/editions", editions),
            Route("/v1/editions/{edition}", edition),
            Route("/v1/passages/{passage_id}", passage),
            Route("/v1/suggest", suggest),
            Route("/v1/heard", heard),
            Route("/v1/related", related),
            Route("/v1/questions", related),
            Route("/healthz", ready),
            Route("/readyz", ready),
        ]
    )


# ── what Rasa says ──


def say(kind: str, text: Any, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": text, **more}


def button(title: str, payload: str | None = None) -> dict[str, str]:
    return {"title": title, "payload": payload or title}


def _prizes() -> list[dict[str, Any]]:
    return [
        say(
            "answer",
            "金奖 200 万元、银奖 100 万元、铜奖 50 万元，并授予证书和称号。财政全额拨款的组织只发证书和称号。",
            citations=[
                citation("市政府对金奖", "同时分别给予奖金 200 万元、100 万元、50 万元"),
                citation("1．财政全额拨款"),
            ],
        )
    ]


def _quoted() -> list[dict[str, Any]]:
    """An answer as the dialogue words it for every channel: the quotes within the text."""
    cited = [citation("2．获特别贡献奖"), citation("1. 经济类", "只接受组织申报")]
    return [say("answer", _with_quotes(cited), citations=cited)]


def _approved() -> list[dict[str, Any]]:
    """An approved answer as the dialogue words it: its own words, in which a clause is quoted in passing, then the quotes."""
    cited = [citation("1. 经济类", "只接受组织申报"), citation("2．获特别贡献奖")]
    text = f"经济类“只接受组织申报”。\n{_with_quotes(cited)}"
    return [say("answer", text, citations=cited, buttons=[button(PRIZES)])]


def _with_quotes(cited: list[dict[str, Any]]) -> str:
    quotes = [f"“{each['quote']}”\n——{' › '.join(each['path'])}" for each in cited]
    lines = [
        "指引原文：",
        *quotes,
        f"依据《申报指引》{EDITION} 版；此后规则可能有调整，以当年通知和秘书处解释为准。",
    ]
    return "\n".join(lines)


def question(fact: str, text: str, asked: int, **more: Any) -> list[dict[str, Any]]:
    card = {"type": "eligibility_question", "fact": fact, "progress": {"asked": asked, "at_most": 12}}
    titles = more.pop("options", [])
    if titles:
        card["options"] = [{"title": title, "value": title} for title in titles]
    back = [button("上一步")] if asked > 1 else []
    buttons = [*map(button, titles), button("不清楚"), *back, button("先不查了")]
    return [say("question", text, card=card, buttons=buttons, **more)]


REPORT_TEXT = """目前不符合申报条件。
不符合：在深圳市登记注册要满 3 年，您说的注册日期是 2024 年 5 月 8 日。
是否符合由秘书处审查决定。"""
FACTS = {
    "applicant": "organization",
    "for_profit": True,
    "registered_in_shenzhen": True,
    "registration_date": "2024-05-08",
    "supported_industry": False,
    "loss_last_3_years": False,
    "policy_compliant": True,
    "penalty_free": True,
}


def report_card() -> dict[str, Any]:
    return {"type": "eligibility_report", **assess(FACTS, "2026-11-23")}


def _report() -> list[dict[str, Any]]:
    follow = ["继续核对其余条件", "修改：注册时间", "修改：申报主体", "重新开始"]
    return [say("report", REPORT_TEXT, card=report_card(), buttons=[button(title) for title in follow])]


def _step() -> list[dict[str, Any]]:
    card = {
        "type": "portal_step",
        "step": 1,
        "of": 7,
        "title": "进入申报入口",
        "items": [
            {
                "title": "打开广东政务服务网",
                "text": "https://www.gdzwfw.gov.cn/",
                "citation": citation("（1）申报入口"),
            },
            {"title": "以法人身份登录"},
            {"title": "找到深圳市市长质量奖评定", "citation": citation("（2）申报路径")},
        ],
    }
    text = "先进入申报入口，并以法人身份登录。做好一项勾一项。"
    return [say("step", text, card=card, buttons=[button("下一步"), button("这一步要什么材料")])]


def _stages() -> list[dict[str, Any]]:
    titles = ["系统申报", "受理申报", "资格审查", "材料评审", "集中答辩"]
    items = [
        {"title": title, "status": "now" if number == 0 else None} for number, title in enumerate(titles)
    ]
    items[2]["text"] = "材料不齐时需要补充说明"
    card = {"type": "timeline", "title": "申奖流程", "items": items}
    return [
        say("answer", "系统申报之后依次是这些阶段。", card=card, citations=[citation("申报组织符合申报条件")])
    ]


def _materials() -> list[dict[str, Any]]:
    items = [
        {"title": "申报表", "formats": ["pdf", "docx"], "note": "盖章扫描件和可编辑版各一份"},
        {"title": "自评报告", "limit": "不超过 3 万字"},
        {"title": "证实性材料", "done": True},
    ]
    page = {"title": "检查申报材料", "path": "materials"}
    card = {"type": "checklist", "title": "申报材料", "items": items, "link": page}
    return [say("answer", "组织申报要准备这些材料。", card=card, citations=[citation("市长质量奖申报采用")])]


def _no_answer() -> list[dict[str, Any]]:
    near = ["材料评审怎么评？", "集中答辩有几位评审？"]
    text = "指引没有公布评审专家的名单。它写明了评审团怎样组成，您可以接着问；也可以向秘书处询问。"
    return [say("no_answer", text, buttons=[*map(button, near), button("联系人工", PERSON)])]


def _long() -> list[dict[str, Any]]:
    text = "\n".join(each.text for each in guide().values() if "申奖条件" in "".join(each.path))
    return [say("answer", text, citations=[citation("市长质量奖申请采取自愿申报或机构推荐")])]


def _hostile() -> list[dict[str, Any]]:
    evidence = {**citation("1. 经济类"), "path": [SCRIPT], "quote": SCRIPT}
    card = {**report_card(), "warnings": [SCRIPT]}
    return [
        say("answer", f"{SCRIPT} javascript:alert(1)", citations=[evidence], buttons=[button(SCRIPT)]),
        say("report", SCRIPT, card=card),
    ]


def _links() -> list[dict[str, Any]]:
    text = "入口是 https://www.gdzwfw.gov.cn/。别点 javascript:alert(1)，也别点 data:text/html,1。"
    return [say("smalltalk", text)]


GREETING = {
    "zh-Hans": "您好，想了解申报的哪一方面？",
    "zh-Hant": "您好，想了解申報的哪一方面？",
    "en": "Hello. What would you like to know about the award?",
}

REPLIES: dict[str, Callable[[], list[dict[str, Any]]]] = {
    PRIZES: _prizes,
    SLOW: _prizes,
    QUOTED: _quoted,
    APPROVED: _approved,
    CHECK: lambda: question("applicant", "以组织还是项目申报？", 1, options=["组织", "项目"]),
    "组织": lambda: question("registration_date", "贵单位是哪一天在深圳登记注册的？", 2),
    "2024-05-08": _report,
    WALK: _step,
    STAGES: _stages,
    MATERIALS: _materials,
    UNKNOWN: _no_answer,
    PERSON: lambda: [say("handoff", "工作日可以拨打市场监管局的电话 12345 转秘书处。")],
    BROKEN: list,
    LONG: _long,
    HOSTILE: _hostile,
    LINKS: _links,
}


def rasa_app() -> Starlette:
    async def webhook(request: Request) -> Response:
        message = (await request.json())["message"]
        await asyncio.sleep(1.5 if message == SLOW else 0.05)
        replies = REPLIES.get(message, lambda: [say("smalltalk", GREETING)])()
        return JSONResponse([{"recipient_id": "test", "custom": reply} for reply in replies])

    async def status(request: Request) -> Response:
        return JSONResponse({"version": "3.6.21", "status": "ok"})

    return Starlette(
        routes=[
            Route("/webhooks/rest/webhook", webhook, methods=["POST"]),
            Route("/webhooks/rest/forget", status, methods=["POST"]),
            Route("/", status),
            Route("/status", status),
            Route("/version", status),
        ]
    )


# ── a city office's page on another origin ──

HOSTILE_CSS = """
* { color: red !important; font: italic 9px serif !important; display: block !important; background: #ff0 !important;
    border: 3px dotted lime !important; position: static !important; letter-spacing: 9px !important;
    text-transform: uppercase !important; width: 30px !important; opacity: .2 !important; z-index: -1 !important;
    visibility: hidden !important; float: right !important; transform: rotate(9deg) !important; }
html { font-size: 4px !important; }
zhijiangtong-widget { display: none !important; all: unset !important; }
"""


def host_app(gateway_url: str) -> Starlette:
    """`/` embeds the widget under a strict policy; `/hostile` has styles that fight it; `?…` become its attributes."""

    async def page(request: Request) -> Response:
        attributes = "".join(f' data-{name}="{value}"' for name, value in request.query_params.items())
        policy = (
            f"default-src 'none'; script-src {gateway_url}; connect-src {gateway_url}; "
            "style-src 'self'; img-src 'self'"
        )
        hostile = request.url.path == "/hostile"
        return HTMLResponse(
            f"""<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>某市政务网</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {'<link rel="stylesheet" href="/hostile.css">' if hostile else ""}
            <script src="{gateway_url}/widget.js"{attributes} defer></script></head>
            <body><main><h1>某市政务网</h1><p><a href="#first">申报通知</a></p>
            <p id="first">{"正文。" * 200}</p></main></body></html>""",
            headers={"Content-Security-Policy": policy},
        )

    async def stylesheet(request: Request) -> Response:
        return Response(HOSTILE_CSS, media_type="text/css")

    return Starlette(routes=[Route("/", page), Route("/hostile", page), Route("/hostile.css", stylesheet)])
