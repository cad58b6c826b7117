"""A report in the form of the HTTP contract, ready for JSON. The gateway adds each citation's address."""

from __future__ import annotations

from typing import Any

from actions.eligibility.model import Clause, Edition, Finding, Report

_CONFIRM = "建议向秘书处确认。"


def as_json(report: Report) -> dict[str, Any]:
    return {
        "edition": report.edition.id,
        "as_of": report.as_of.isoformat(),
        "verdict": report.verdict.value,
        "earliest_date": report.earliest_date.isoformat() if report.earliest_date else None,
        "next_fact": report.next_fact,
        "open_facts": list(report.open_facts),
        "rules": [_rule(report.edition, finding) for finding in report.findings],
        "consequences": list(report.consequences),
        "warnings": list(report.warnings),
    }


def _rule(edition: Edition, finding: Finding) -> dict[str, Any]:
    article = edition.articles[finding.rule.id]
    said: dict[str, Any] = {
        "id": finding.rule.id,
        "title": finding.rule.title.format_map(edition.numbers),
        "status": finding.status.value,
        "reason": finding.reason,
        "citation": citation(edition, finding.clause),
    }
    if article.interpretation:
        said["interpretation"] = article.interpretation.format_map(edition.numbers) + _CONFIRM
    if article.see_also:
        said["see_also"] = [citation(edition, clause) for clause in article.see_also]
    if finding.remedy:
        said["remedy"] = {"text": finding.remedy}
        if finding.from_date:
            said["remedy"]["from_date"] = finding.from_date.isoformat()
    return said


def citation(edition: Edition, clause: Clause) -> dict[str, Any]:
    return {
        "passage_id": clause.passage_id,
        "edition": edition.id,
        "path": list(clause.path),
        "quote": clause.quote,
    }
