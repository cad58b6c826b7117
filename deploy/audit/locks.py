"""What the lock files name, for any platform and Python: an audit on one of them is for all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from packaging.version import Version

_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pinned(locks: Iterable[Path]) -> dict[str, list[str]]:
    """The versions of each package. Without local parts (+cpu): a build of its own has the faults of its release.

    Raises `ValueError` where a file names nothing.
    """
    found: dict[str, list[str]] = {}
    for lock in locks:
        named = _PINNED.findall(lock.read_text(encoding="utf-8"))
        if not named:
            raise ValueError(f"{lock} names no version")
        for name, version in named:
            versions = found.setdefault(name.lower(), [])
            if (public := Version(version).public) not in versions:
                versions.append(public)
    return found


def files(found: dict[str, list[str]], folder: Path) -> list[Path]:
    """Requirements files of which each names a package once, as pip-audit wants them."""
    written = []
    for number in range(max(map(len, found.values()))):
        lines = [
            f"{name}=={versions[number]}\n" for name, versions in found.items() if len(versions) > number
        ]
        file = folder / f"requirements-{number}.txt"
        file.write_text("".join(lines), encoding="utf-8")
        written.append(file)
    return written
