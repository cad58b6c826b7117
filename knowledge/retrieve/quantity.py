"""Which kind of quantity a question asks for, and whether a text states one of that kind.

评审来几个人 is not settled by a passage about the day that the assessors stay, 最长公示几天 not by one that says 不少于. Both work on
comparable text (normalise.py).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MUCH = "(?:几|多少|几多)"
_YEARS = "年|月|日|天|小时|钟头|分钟|星期|周|礼拜|工作日"


class _Kind(NamedTuple):
    asked: re.Pattern[str]
    stated: re.Pattern[str]


_KINDS = {
    "people": _Kind(
        re.compile(
            rf"{_MUCH}(?:个|位|名)?(?:人|评委|评审|专家|员工|代表|成员|委员|核查员|嘉宾)(?!次)|{_MUCH}[位名](?!次|额|数)"
            r"|how many (?:people|persons|assessors|experts|judges|members|reviewers|evaluators|staff|employees)"
        ),
        re.compile(r"\d+ ?个?[人名位]"),
    ),
    "time": _Kind(
        re.compile(
            rf"多久|几耐|多长时间|{_MUCH}个?(?:{_YEARS})|how long|how soon"
            r"|how many (?:\w+ )?(?:years|months|weeks|days|hours|minutes)"
        ),
        re.compile(rf"\d+ ?个?(?:{_YEARS})|[每同当][年月日天]|年度|届满|以上至|长期"),
    ),
    "frequency": _Kind(
        re.compile(rf"{_MUCH}[次轮遍回趟]|多久1次|how often|how many (?:times|rounds)"),
        re.compile(r"\d+ ?[次轮遍回]|[每逐][年月日天]|年度"),
    ),
    "money": _Kind(
        re.compile(rf"{_MUCH}(?:钱|元|万(?!字)|银纸)|几钱|how much (?:money|cash)"),
        re.compile(r"\d+ ?元|\d{5,}(?![\d字])|不收|免费"),
    ),
    "share": _Kind(
        re.compile(
            rf"(?:百分之|占(?:比|总分)?|[低高大小少多]于|达到|权重(?:是|为)?){_MUCH}|{_MUCH}分(?![钟部别公支类之享成])"
            r"|how many points|what (?:score|percentage|weight|share)"
        ),
        re.compile(r"\d+ ?(?:分(?!钟)|%)"),
    ),
    "extent": _Kind(
        re.compile(rf"{_MUCH}个?(?:字|页|份|套|张|本|m|mb|兆|kb)|how many (?:pages|words|copies|characters)"),
        re.compile(r"\d+ ?(?:字|页|份|套|张|本|m|兆|kb)"),
    ),
    "most": _Kind(
        re.compile(
            rf"(?:最[多长大高迟]|顶多|上限|封顶)[^,。?!]{{0,8}}?{_MUCH}|how \w+ (?:\w+ )?at most|maximum number"
        ),
        re.compile(r"不(?:得|能)?超过|以内|最多|限制|\d\w{0,2}内"),
    ),
    "least": _Kind(
        re.compile(
            rf"(?:最[少短低]|至少|起码|下限)[^,。?!]{{0,8}}?{_MUCH}|(?<!于){_MUCH}[^,。?!]{{0,6}}才[够算行说]"
            r"|how \w+ (?:\w+ )?at least|minimum number"
        ),
        re.compile(r"不(?:得|能)?[少低]于|以上|至少|满 ?\d"),
    ),
}
# 过去几年的活动, 写了几个月: some, not how many.
_SOME = re.compile(
    r"(?:[这那前头近隔好]|过去|最近|往后|今后|了|第)几(?!多|耐)|几(?:个人|个月)?(?:来|之前|以前|下来)"
)
# Beside another interrogative the quantity may be what the question is about, as 等几耐 in 等几耐这种数归到哪项.
_OTHER = re.compile(
    r"[哪谁边乜咩吗怎啥]|什么|点样|点解|如何|是否|能不能|可不可以|得唔得|系咪|是不是|要不要|有没有|属于"
    r"|\b(?:what|which|who|where|why|whether)\b"
)


def asked(written: str) -> frozenset[str]:
    """The kinds of quantity that a comparable question asks for, if that is all it asks for."""
    rest = _SOME.sub("", written)
    kinds = {name for name, kind in _KINDS.items() if kind.asked.search(rest)}
    for name in kinds:
        rest = _KINDS[name].asked.sub("", rest)
    return frozenset() if _OTHER.search(rest) else frozenset(kinds)


def stated(written: str) -> frozenset[str]:
    """The kinds of quantity that a comparable text states."""
    return frozenset(name for name, kind in _KINDS.items() if kind.stated.search(written))
