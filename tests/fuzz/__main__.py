"""`python -m tests.fuzz [NAME …]`: all parsers of outside bytes, or those named; `--guided` by coverage, `--file` one input again."""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
from pathlib import Path

KEPT = Path(os.environ.get("MQA_DATA_DIR", "var")) / "fuzz"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--seconds", type=float, default=60, help="for each")
    parser.add_argument("--seed", type=int, default=None, help="of the first round; a fresh one without it")
    parser.add_argument("--guided", action="store_true", help="by coverage, keeping what was interesting")
    parser.add_argument("--file", type=Path, help="only this input")
    options = parser.parse_args()
    if options.guided and len(options.names) == 1:
        from tests.fuzz import guided

        guided.run(options.names[0], round(options.seconds), KEPT / options.names[0])
    from tests.fuzz.targets import TARGETS

    known = {target.name: target for target in TARGETS}
    if unknown := set(options.names) - known.keys():
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = [known[name] for name in options.names] or list(TARGETS)
    if options.guided:
        return _each_in_a_process(chosen, round(options.seconds))
    from tests.fuzz import loop

    for target in chosen:
        if options.file:
            target.check(options.file.read_bytes())
            continue
        first = secrets.randbits(32) if options.seed is None else options.seed
        print(f"· {target.name}: seed {first}", flush=True)
        print(f"  {loop.run(target, options.seconds, first) * loop.ROUND} examples", flush=True)
    return 0


def _each_in_a_process(chosen, seconds: int) -> int:
    """libFuzzer ends the process that it runs in."""
    failed = []
    for target in chosen:
        command = [sys.executable, "-m", "tests.fuzz", target.name, "--guided", "--seconds", str(seconds)]
        print(f"· {target.name}", flush=True)
        if subprocess.run(command, check=False).returncode:
            failed.append(target.name)
    for name in failed:
        print(
            f"✗ {name}: its input is {KEPT}/{name}-…; python -m tests.fuzz {name} --file FILE",
            file=sys.stderr,
        )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
