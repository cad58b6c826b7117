"""Puts findings into words, each with its clause."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from actions.materials.clauses import citation, load
from actions.materials.findings import Finding
from actions.materials.formats import FORMATS_OF_KIND

_SHOWN = ("count", "limit", "part")  # values that a finding also carries for programs


@lru_cache(maxsize=1)
def content() -> dict[str, Any]:
    return load("rules")


def worded(finding: Finding) -> dict[str, Any]:
    """`rule`, `severity`, `message`, `citation` or null, and the finding's numbers."""
    rule = content()["rules"][finding.rule]
    clause = rule.get(f"{finding.variant}_clause", rule["clause"])
    return {
        "rule": finding.rule,
        "severity": rule.get(f"{finding.variant}_severity", rule["severity"]),
        "message": rule[finding.variant].format_map(_in_words(finding.values)),
        "citation": citation(clause) if clause else None,
        **{name: finding.values[name] for name in _SHOWN if name in finding.values},
    }


def _in_words(values: dict[str, str | int]) -> dict[str, str]:
    words = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    if "content" in words:
        words["content"] = content()["contents"][words["content"]]
    if "kind" in words:
        words["formats"] = "、".join(FORMATS_OF_KIND[words["kind"]])
        words["kind"] = content()["kinds"][words["kind"]]
    return words
