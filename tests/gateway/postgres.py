"""A PostgreSQL cluster of the tests' own, from the installed binaries."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where `initdb` and `pg_ctl` are: on the path, or in Debian's folders, the newest first."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    candidates = [Path(on_path)] if on_path else found[::-1]
    return candidates[0].parent if candidates else None


def unprivileged_user() -> str | None:
    """PostgreSQL does not run as root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


@contextmanager
def cluster(bin_folder: Path) -> Iterator[str]:
    """A running cluster; gives the URL of an empty database."""
    user = unprivileged_user()
    home = Path(tempfile.mkdtemp(prefix="mqa-postgres-"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    if user:
        shutil.chown(home, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(bin_folder / program), "-D", str(home / "data"), *arguments]
        subprocess.run(
            command, user=user, check=True, cwd=home, stdout=subprocess.DEVNULL, env={"LC_ALL": "C.UTF-8"}
        )

    try:
        run("initdb", "-A", "trust", "-U", "mqa", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", str(home / "log"), "-o", f"-F -h 127.0.0.1 -p {port} -k {home}")
        try:
            yield f"postgresql://mqa@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)
