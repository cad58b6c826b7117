"""The report as a page: tables, plots, and which set is for what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval import plots

_GOAL_FOLLOWUPS = 0.9  # of the issue


def page(report: Mapping[str, Any], made: Mapping[str, str], drops: list[str]) -> str:
    """HTML that stands alone. `made` says when and of which release."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    return templates.get_template("report.html").render(
        report=report, made=made, drops=drops, plots=_drawn(report), sets=_sets(report)
    )


def _drawn(report: Mapping[str, Any]) -> dict[str, str]:
    drawn = {}
    if "retrieval" in report:
        drawn["ranking"] = plots.ranking(report["retrieval"])
        drawn["refusal"] = plots.refusal(report["retrieval"])
    if "answers" in report:
        drawn["grades"] = plots.grades(report["answers"])
        drawn["silence"] = plots.silence(report["answers"])
    if "followups" in report:
        shares = {name: found["clause"] for name, found in report["followups"].items()}
        drawn["followups"] = plots.shares(shares, _GOAL_FOLLOWUPS)
    if "nlu" in report:
        drawn["confusion"] = plots.confusion(report["nlu"])
    return drawn


def _sets(report: Mapping[str, Any]) -> dict[str, str]:
    """Every question set of the report and what it is for."""
    return {
        name: found["use"]
        for part in ("retrieval", "answers", "followups")
        for name, found in report.get(part, {}).items()
    }
