"""deploy/faults.md names every fault that `python -m eval faults` measures, and tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from eval.faults.matrix import FAULTS, WITH_CLOCK, WITH_REDIS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "deploy/faults.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", [fault.name for fault in (*FAULTS, *WITH_REDIS, *WITH_CLOCK)])
def test_what_is_measured_has_its_row(fault):
    assert f"\n| {fault} |" in PAGE


@pytest.mark.parametrize("file, test", re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE))
def test_what_is_said_has_its_test(file, test):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert test in {node.name for node in functions}
