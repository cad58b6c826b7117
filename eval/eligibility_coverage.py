"""Which rule stands for which sentence of the guide: `python -m eval.eligibility_coverage` writes the table."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from actions.eligibility.editions.e2020 import EDITION
from knowledge.model import Passage

SOURCE = Path(__file__).with_suffix(".yml")
TABLE = Path(__file__).with_suffix(".md")


@dataclass(frozen=True)
class Row:
    """One sentence and what stands for it. Without a rule, `why_no_rule` says why; with one, it may say what is left."""

    section: str
    sentence: str
    rules: tuple[str, ...]
    notices: tuple[str, ...]
    why_no_rule: str


def read() -> list[Row]:
    content = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return [
        Row(
            section,
            entry["sentence"],
            tuple(entry.get("rules", ())),
            tuple(entry.get("notices", ())),
            entry.get("why_no_rule", ""),
        )
        for section, entries in content.items()
        for entry in entries
    ]


def sentences(passages: Iterable[Passage], section: str) -> list[str]:
    """The sentences under a heading, each with the 。 or ； that ends it."""
    return [
        sentence.strip()
        for passage in passages
        if passage.kind == "text" and section in passage.path
        for sentence in re.findall(r"[^。；]+[。；]?", passage.text)
    ]


def render(rows: Iterable[Row]) -> str:
    titles = {rule.id: rule.title.format_map(EDITION.numbers) for rule in EDITION.rules}
    lines = [
        "# 申报条件：逐句对照",
        "",
        f"{EDITION.title}讲申报条件的每一句话，由哪条规则核对，或者为什么不核对。",
        "由 `python -m eval.eligibility_coverage` 根据 `eligibility_coverage.yml` 生成，请勿手改。",
    ]
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            lines += ["", f"## {section}", "", "| 原文 | 规则 | 报告中的提示 | 说明 |", "|---|---|---|---|"]
        rules = "<br>".join(f"{titles[rule]}（`{rule}`）" for rule in row.rules)
        notices = "<br>".join(f"`{notice}`" for notice in row.notices)
        lines.append(f"| {row.sentence} | {rules or '—'} | {notices or '—'} | {row.why_no_rule} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    TABLE.write_text(render(read()), encoding="utf-8")
    print(f"{TABLE.name}: {len(read())} sentences")


if __name__ == "__main__":
    main()
