"""ONNX Runtime as it serves here: on this machine's processor, beside other processes."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

import onnxruntime

_PROCESSOR = Path("/proc/cpuinfo")


def session(graph: Path | bytes, cores: int, without: Sequence[str] = ()) -> onnxruntime.InferenceSession:
    """`without` are the names of optimizers that make the graph slower."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(cores, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    # Threads wait for work by spinning, which two cores need; after a text that would take a core from Rasa.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    # Elsewhere sums of products of signed bytes overflow, and are made of unsigned ones instead: the same, but slower.
    options.add_session_config_entry("session.x64quantprecision", "0" if _sums_bytes() else "1")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        graph if isinstance(graph, bytes) else str(graph),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=list(without),
    )


def _sums_bytes() -> bool:
    """Whether the processor has instructions for it (VNNI)."""
    with contextlib.suppress(OSError):
        return bool(re.search(r"\bavx(?:512)?_vnni\b", _PROCESSOR.read_text("utf-8")))
    return False
