"""What the walk, the stages and the troubles make of each sentence of the guide: `python -m eval.portal_coverage` writes it.

Nothing is written by hand: an entry stands for a sentence because it quotes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.portal.guide import Clause, Portal, portal
from knowledge.ingest.edition import read_edition
from knowledge.model import Passage

TABLE = Path(__file__).with_suffix(".md")
DOCUMENTS = Path(__file__).resolve().parents[1] / "knowledge" / "documents"
SECTIONS = ("二、申奖流程", "三、申报系统使用指引")
_ENDS = re.compile(r"[^。；]+[。；]?")


@dataclass(frozen=True)
class Row:
    """A sentence, or the caption of a figure, and the entries that quote it."""

    section: str
    sentence: str
    figure: bool
    entries: tuple[str, ...]


def passages() -> tuple[Passage, ...]:
    return tuple(read_edition(DOCUMENTS / portal().edition).passages)


def rows(content: Portal, guide: Iterable[Passage]) -> list[Row]:
    quotes = list(dict.fromkeys(_quotes(content)))
    return [
        Row(
            section,
            sentence,
            passage.kind == "figure",
            tuple(
                entry
                for entry, clause in quotes
                if clause.passage_id == passage.id and _stands_for(clause, sentence)
            ),
        )
        for section in SECTIONS
        for passage in guide
        if passage.kind != "heading" and passage.path[:1] == (section,)
        for sentence in map(str.strip, _ENDS.findall(passage.text))
    ]


def render(table: Iterable[Row]) -> str:
    lines = [
        "# 申报步骤与阶段：逐句对照",
        "",
        f"《申报指引》{portal().edition} 版“申奖流程”和“申报系统使用指引”的每一句话和每一条图注，由哪一步、哪个阶段或者哪种问题引用。",
        "由 `python -m eval.portal_coverage` 根据 `actions/portal` 生成，请勿手改。",
    ]
    section = ""
    for row in table:
        if row.section != section:
            section = row.section
            lines += ["", f"## {section}", "", "| 原文 | 引用它的条目 |", "|---|---|"]
        said = f"图注：{row.sentence}" if row.figure else row.sentence
        lines.append(f"| {said} | {'<br>'.join(row.entries) or '—'} |")
    return "\n".join(lines) + "\n"


def _quotes(content: Portal) -> Iterator[tuple[str, Clause]]:
    """Each clause with the entry that quotes it."""
    for number, step in enumerate(content.steps, 1):
        place = f"第 {number} 步 {step.title['zh-Hans']}"
        for line in step.lines:
            yield from ((place, clause) for clause in line.clauses)
        if step.by_form:
            for line in (content.any_form, *(form.line for form in content.forms)):
                yield from ((place, clause) for clause in line.clauses)
        yield from ((f"{place}（图注）", clause) for clause in step.figures)
        for trouble in step.troubles:
            yield from ((f"问题：{trouble.title['zh-Hans']}", clause) for clause in trouble.clauses)
    for number, stage in enumerate(content.stages, 1):
        yield from ((f"第 {number} 阶段 {stage.title['zh-Hans']}", clause) for clause in stage.clauses)


def _stands_for(clause: Clause, sentence: str) -> bool:
    """A quote may be part of a sentence, or hold several."""
    return any(part in sentence for part in map(str.strip, _ENDS.findall(clause.quote)))


def main() -> None:
    table = rows(portal(), passages())
    TABLE.write_text(render(table), encoding="utf-8")
    quoted = sum(bool(row.entries) for row in table)
    print(f"{TABLE.name}: {quoted} of {len(table)} sentences and captions quoted")


if __name__ == "__main__":
    main()
