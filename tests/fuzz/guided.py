"""Fuzzing that looks for code not run yet (atheris, which is libFuzzer): for longer runs. What it found interesting is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris


def run(name: str, seconds: int, corpus: Path) -> None:
    """Never returns: libFuzzer ends the process, with 0 where nothing was found."""
    with atheris.instrument_imports(include=["actions", "bot", "knowledge"]):
        from tests.fuzz.targets import TARGETS

    (target,) = (each for each in TARGETS if each.name == name)
    corpus.mkdir(parents=True, exist_ok=True)
    for number, sample in enumerate(target.samples()):
        (corpus / f"sample-{number}").write_bytes(sample)
    options = [f"-max_total_time={seconds}", "-max_len=65536", "-timeout=20", "-rss_limit_mb=4096"]
    options += [f"-artifact_prefix={corpus.parent}/{name}-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], target.check)
    atheris.Fuzz()
