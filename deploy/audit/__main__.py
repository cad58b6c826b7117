"""`python -m deploy.audit LOCK…`: exit code 0 without a finding, 1 with some, 2 where there is nothing to audit with."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path

from deploy.audit import locks
from deploy.audit.advisories import Advisories, NoAdvisories
from deploy.audit.service import serving

NO_FINDING, FINDINGS, NO_DATA = 0, 1, 2
ONLINE = "https://api.osv.dev/v1/query"
OLD_DAYS = 30
GET_THEM = (
    "Where the internet is reached, take OSV's zip of all advisories on PyPI (https://google.github.io/osv.dev/data/), carry it here "
    "and run: make audit ADVISORIES=all.zip"
)


def main(arguments: Sequence[str] | None = None, online: str = ONLINE) -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.audit", description=__doc__)
    parser.add_argument("locks", nargs="+", type=Path, metavar="LOCK")
    parser.add_argument(
        "--advisories", type=Path, metavar="ZIP", help="stored ones; without them OSV is asked"
    )
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        found = locks.pinned(options.locks)
        url = online
        if options.advisories:
            try:
                stored = Advisories.read(options.advisories)
            except NoAdvisories as reason:
                return _nothing_to_audit_with(str(reason))
            _say_how_old(stored)
            url = stack.enter_context(serving(stored))
        print(f"· {sum(map(len, found.values()))} versions of {len(found)} packages", flush=True)
        return _audit(locks.files(found, folder), url, folder, stored=options.advisories is not None)


def _say_how_old(stored: Advisories) -> None:
    days = (datetime.now(timezone.utc) - stored.newest).days
    print(
        f"· {stored.count} stored advisories, the newest of {stored.newest:%Y-%m-%d}: {days} days old",
        flush=True,
    )
    if days > OLD_DAYS:
        print(f"! what became known in these {days} days is not in them", file=sys.stderr, flush=True)


def _audit(requirements: Sequence[Path], url: str, folder: Path, *, stored: bool) -> int:
    outcomes = set()
    for file in requirements:  # in one run no package may be named twice
        outcomes.add(_of_one(file, url, folder, stored=stored))
        if NO_DATA in outcomes:
            return NO_DATA
    if FINDINGS in outcomes:
        return FINDINGS
    print("✓ nothing known against any of them")
    return NO_FINDING


def _of_one(file: Path, url: str, folder: Path, *, stored: bool) -> int:
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(file), "--no-deps", "--disable-pip"]
    command += ["--vulnerability-service", "osv", "--osv-url", url]
    command += ["--progress-spinner", "off", "--cache-dir", str(folder / "cache")]
    direct = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"} if stored else {}
    done = subprocess.run(command, env=os.environ | direct, capture_output=True, text=True)
    print(done.stdout, end="", flush=True)
    if done.returncode == 0:
        return NO_FINDING
    if done.returncode == 1 and done.stdout.strip():  # its table
        return FINDINGS
    last = (done.stderr.strip() or f"exit code {done.returncode}").splitlines()[-1]
    return _nothing_to_audit_with(f"pip-audit: {last}")


def _nothing_to_audit_with(reason: str) -> int:
    print(f"✗ NOT AUDITED: {reason}\n  {GET_THEM}", file=sys.stderr)
    return NO_DATA


if __name__ == "__main__":
    sys.exit(main())
