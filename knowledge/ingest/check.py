"""Looks through an edition's folder for what a person should look at: `python -m knowledge check`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.answers.checks import Checker, Finding
from knowledge.ingest import questions
from knowledge.ingest.answers import read_answers
from knowledge.ingest.edition import Document, read_documents
from knowledge.ingest.meta import read_meta
from knowledge.ingest.numbering import follows, is_first, mark_of
from knowledge.model import Passage


@dataclass(frozen=True)
class Report:
    """`empty_pages`: pages without any text, by document. `unfound`: line and quote of questions.jsonl.

    `findings`: what is wrong with approved answers, with their ids.
    """

    edition: str
    documents: tuple[Document, ...]
    empty_pages: dict[str, list[int]]
    numbering: tuple[tuple[Passage, str], ...]
    without_questions: tuple[Passage, ...]
    unfound: tuple[tuple[int, str], ...]
    findings: tuple[tuple[str, Finding], ...]


def check(folder: Path) -> Report:
    """Raises IngestError where a file cannot be read at all."""
    meta = read_meta(folder)
    documents = read_documents(folder, meta)
    passages = [passage for document in documents for passage in document.passages]
    authored = questions.read_questions(folder / questions.FILE)
    places = questions.quoted_passages(authored, passages)
    answers = [entry for _, entry in read_answers(folder)]
    checker = Checker(passages, answers)
    asked = {identity for found in places.values() for identity in found}
    return Report(
        edition=meta.edition,
        documents=tuple(documents),
        empty_pages={
            document.meta.file: pages for document in documents if (pages := _empty_pages(document))
        },
        numbering=tuple(found for document in documents for found in odd_numbers(document.passages)),
        without_questions=tuple(each for each in passages if each.kind != "heading" and each.id not in asked),
        unfound=tuple(questions.unfound(authored, places)),
        findings=tuple(
            (entry.id, finding) for entry in answers for finding in checker.findings(entry, entry.id)
        ),
    )


def odd_numbers(passages: Iterable[Passage]) -> list[tuple[Passage, str]]:
    """Passages whose printed number does not follow the one before it, and how; a list may begin anew at any place."""
    last: dict[int, str] = {}
    odd: list[tuple[Passage, str]] = []
    for passage in passages:
        mark = mark_of(passage.text)
        if mark is None or not mark.number:
            continue
        last = {rank: number for rank, number in last.items() if rank <= mark.rank}
        previous = last.get(mark.rank)
        if previous is None and not is_first(mark.number):
            odd.append((passage, "不是从头编号"))
        elif previous is not None and previous == mark.number:
            odd.append((passage, "编号与上一个相同"))
        elif previous is not None and not is_first(mark.number) and not follows(mark.number, previous):
            odd.append((passage, f"编号没有接上 {previous}"))
        last[mark.rank] = mark.number
    return odd


def _empty_pages(document: Document) -> list[int]:
    filled = {line.page for line in document.lines if line.text.strip()}
    return sorted({line.page for line in document.lines} - filled)


def described(report: Report) -> list[str]:
    """The report in lines for a person."""
    lines = [f"{report.edition} 版"]
    for document in report.documents:
        kinds = [passage.kind for passage in document.passages]
        lines.append(
            f"  {document.meta.file}：标题 {kinds.count('heading')} 个，段落 {kinds.count('text')} 段，"
            f"图注 {kinds.count('figure')} 条"
        )
        lines += _section(
            "略去的版面文字",
            [f"第 {each.number} 行 {each.reason}：{each.text}" for each in document.dropped],
            4,
        )
        if pages := report.empty_pages.get(document.meta.file):
            lines.append(f"    没有文字的页（可能是扫描的）：{'、'.join(map(str, pages))}")
    lines += _section("编号可疑", [f"{passage.text[:24]}（{how}）" for passage, how in report.numbering])
    lines += _section(
        "还没有问题的段落", [f"{each.id} {each.text[:24]}" for each in report.without_questions]
    )
    lines += _section(
        "原文里找不到的引文", [f"{questions.FILE} 第 {line} 行：{quote}" for line, quote in report.unfound]
    )
    lines += _section(
        "核定答案的问题",
        [f"{answer} {finding.field}：{finding.message}" for answer, finding in report.findings],
    )
    return lines


def _section(title: str, items: Sequence[str], indent: int = 2) -> list[str]:
    blank = " " * indent
    return [f"{blank}{title}：{len(items) or '无'}", *(f"{blank}  {item}" for item in items)]
