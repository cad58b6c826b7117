"""Every parser of outside bytes: what it may refuse, and nothing else.

In a process of its own, as a library in C could end it. The same examples each time, else a landing fails by what it did not change;
new ones, longer and led by coverage: `make fuzz`.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.fuzz.loop import run
from tests.fuzz.targets import ROOT, TARGETS, Target


def test_outside_bytes_are_read_or_refused():
    command = [sys.executable, "-m", "tests.fuzz", "--seed", "1", "--seconds", "0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    assert done.stdout.count("examples") == len(TARGETS)


def test_a_fault_is_found_and_its_seed_named():
    def trips(data: bytes) -> None:
        if b"\xff" in data:
            raise RuntimeError

    with pytest.raises(RuntimeError) as raised:
        run(Target("x", lambda: [b"abc"], trips), seconds=30, first=1)
    (said,) = (note for note in raised.value.__notes__ if "--seed" in note)
    again = int(said.split("--seed ")[1].split()[0])
    with pytest.raises(RuntimeError):
        run(Target("x", lambda: [b"abc"], trips), seconds=0, first=again)


def test_coverage_leads_the_longer_runs(tmp_path):
    command = [sys.executable, "-m", "tests.fuzz", "json", "--guided", "--seconds", "1"]
    environment = {"MQA_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "new_units_added" in done.stderr
