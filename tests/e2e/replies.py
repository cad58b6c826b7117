"""What people ask in these tests, and what Rasa says to it, as the dialogue words it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from actions.eligibility import assess
from tests.e2e.passages import EDITION, citation, guide

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
