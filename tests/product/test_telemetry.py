"""One turn is found again in the logs of all four processes, in a collector's spans, and in the metrics."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
import yaml

from eval.product import ROOT

PROCESSES = ("gateway", "rasa", "actions", "knowledge")
MARK = "青瓷云雀"  # stands nowhere in the guide


@pytest.fixture(scope="module")
def turn(product) -> dict[str, Any]:
    import httpx

    with httpx.Client(base_url=product.url, timeout=20, trust_env=False) as client:
        reply = client.post("/api/v1/chat", json={"message": f"{MARK}公司想知道金奖奖金多少"})
        client.post("/api/v1/feedback", json={"trace_id": reply.json()["trace_id"], "helpful": True})
        client.get("/api/v1/search", params={"q": f"{MARK}的奖金"})
    return reply.raise_for_status().json()


def lines(product, process: str) -> list[str]:
    return (product.data_dir / "log" / f"{process}.log").read_text("utf-8").splitlines()


@pytest.mark.parametrize("process", PROCESSES)
def test_its_log_names_the_turn(product, turn, process):
    read = [json.loads(line) for line in lines(product, process)]  # nothing but JSON
    assert {line["process"] for line in read} == {process}
    assert all({"at", "level", "logger", "event", "trace_id"} <= line.keys() for line in read)
    events = [line["event"] for line in read if line["trace_id"] == turn["trace_id"]]
    assert {"gateway": "turn", "rasa": "turn", "actions": "action", "knowledge": "request"}[process] in events


@pytest.mark.parametrize("process", PROCESSES)
def test_its_log_holds_nothing_that_was_written(product, turn, process):
    text = "\n".join(lines(product, process))
    assert MARK not in text and json.dumps(MARK)[1:-1] not in text and "奖金多少" not in text
    assert turn["session_id"] not in text


def test_a_collector_gets_the_turn_as_one_tree(turn, collector):
    wanted = {
        ("gateway", "turn"), ("gateway", "rasa"), ("rasa", "dialogue"), ("actions", "action"),
        ("actions", "knowledge"), ("knowledge", "search"), ("knowledge", "embedding"), ("knowledge", "ranking"),
    }  # fmt: skip
    deadline = time.monotonic() + 30
    found: dict[bytes, tuple[str, Any]] = {}
    while not wanted <= {(process, span.name) for process, span in found.values()}:
        assert time.monotonic() < deadline, sorted((p, s.name) for p, s in found.values())
        time.sleep(0.1)
        found = {
            span.span_id: (process, span)
            for process, span in collector.of_processes()
            if span.trace_id.hex() == turn["trace_id"]
        }
    above = {
        (process, span.name): found[span.parent_span_id][1].name
        for process, span in found.values()
        if span.parent_span_id
    }
    assert above.keys() == {(process, span.name) for process, span in found.values()} - {("gateway", "turn")}
    assert above["rasa", "dialogue"] == "rasa"
    assert above["actions", "action"] == "dialogue"
    assert above["knowledge", "search"] == "knowledge"
    assert above["knowledge", "embedding"] == above["knowledge", "ranking"] == "search"
    assert MARK not in str([span for _, span in found.values()])


def test_what_the_alerts_and_the_dashboard_ask_for_is_measured_in_the_running_product(client, turn):
    monitoring = ROOT / "deploy/monitoring"
    rules = yaml.safe_load((monitoring / "alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    panels = json.loads((monitoring / "dashboard.json").read_text("utf-8"))["panels"]
    asked = [rule["expr"] for rule in rules] + [each["expr"] for panel in panels for each in panel["targets"]]
    names = set(re.findall(r"mqa_\w+", " ".join(asked)))
    exposed = client.get("/metrics").text
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", exposed, re.MULTILINE))
    suffixes = {"histogram": ("_bucket", "_count", "_sum")}
    series = {f"{name}{end}" for name, kind in kinds.items() for end in suffixes.get(kind, ("",))}
    assert len(names) > 5 and names <= series
    refused_only = {"mqa_refusals_total"}  # nothing was refused here
    assert {name for name in names if not re.search(rf"^{name}[{{ ]", exposed, re.MULTILINE)} <= refused_only
