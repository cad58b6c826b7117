"""The dashboard and the alerts ask for what the gateway measures."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.gateway.metrics import Metrics

FOLDER = Path(__file__).resolve().parents[2] / "deploy/monitoring"
RULES = yaml.safe_load((FOLDER / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
PANELS = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))["panels"]
ASKED = [rule["expr"] for rule in RULES] + [target["expr"] for panel in PANELS for target in panel["targets"]]


@pytest.fixture(scope="module")
def measured() -> dict[str, set[str]]:
    """Every series by name, with its labels, after one of each thing that is counted."""
    metrics = Metrics()
    metrics.turn("web", "answer", 0.1)
    metrics.request("POST", "/api/v1/chat", 429, 0.1)
    metrics.part("rasa", 0.1, answered=True)
    metrics.release("r1")
    metrics.feedback(True)
    families = text_string_to_metric_families(metrics.exposition().decode())
    return {sample.name: set(sample.labels) for family in families for sample in family.samples}


@pytest.mark.parametrize("expression", ASKED)
def test_what_is_asked_is_measured(expression, measured):
    names = re.findall(r"mqa_\w+", expression)
    assert names and set(names) <= set(measured)
    known = set.union(*(measured[name] for name in names))
    asked = set(re.findall(r"(\w+)=~?\"", expression))
    for listed in re.findall(r"by \(([^)]*)\)", expression):
        asked |= {label.strip() for label in listed.split(",")}
    assert asked <= known


def test_every_alert_says_what_to_do():
    assert all(
        rule["annotations"]["summary"] and rule["labels"]["severity"] in ("page", "warn") for rule in RULES
    )
