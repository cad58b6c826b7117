"""`python -m actions.materials.worker TASK`: looks at the file on standard input, prints what it found as JSON.

A process of its own for each file: what goes wrong in it, or takes too long, ends with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from dataclasses import asdict

from actions.materials.findings import Finding
from actions.materials.inspect_file import Task, inspect_file

CPU_SECONDS = 10
MEMORY = 512 * 2**20  # bytes of address space; files of 50 MiB need less than 384 MiB
NICENESS = (
    10  # a tenth of a core where chats need both: with 19 a busy machine would not get to a file in its time
)


def limit() -> None:
    os.nice(NICENESS)  # chats come first
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
            resource.setrlimit(what, (most, most))


def main() -> None:
    limit()
    task = Task(**json.loads(sys.argv[1]))
    try:
        found = inspect_file(sys.stdin.buffer, task)
    except (MemoryError, RecursionError):
        found = [Finding("unreadable", "slow")]
    print(json.dumps([asdict(each) for each in found]))


if __name__ == "__main__":
    main()
