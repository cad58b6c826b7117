"""Stored advisories in OSV's format: the zip of one JSON file each that osv.dev offers for an ecosystem.

https://google.github.io/osv.dev/data/ says where to get it, https://ossf.github.io/osv-schema/ what is in it.
"""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"
Advisory = dict[str, Any]


class NoAdvisories(Exception):
    """There is nothing to audit with; says what is wrong with the file."""


@dataclass(frozen=True)
class Advisories:
    """By the package's normalised name. `newest` is when the latest of them was last changed."""

    by_package: dict[str, list[Advisory]]
    count: int
    newest: datetime

    @classmethod
    def read(cls, file: Path) -> Advisories:
        """Raises `NoAdvisories`."""
        by_package: dict[str, list[Advisory]] = defaultdict(list)
        changed = []
        try:
            with zipfile.ZipFile(file) as stored:
                for name in (name for name in stored.namelist() if name.endswith(".json")):
                    advisory = json.loads(stored.read(name))
                    if names := _packages(advisory):
                        changed.append(datetime.fromisoformat(advisory["modified"]))
                    for package in names:
                        by_package[package].append(advisory)
        except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError) as error:
            raise NoAdvisories(f"{file} is not a zip of OSV advisories ({type(error).__name__})") from error
        if not changed:
            raise NoAdvisories(f"{file} holds no advisory on a package of {ECOSYSTEM}")
        return cls(dict(by_package), len(changed), max(changed))

    def on(self, package: str, version: str) -> list[Advisory]:
        """Those that this version is affected by, as OSV's own service would say."""
        name = canonicalize_name(package)
        asked = Version(version)
        return [
            advisory
            for advisory in self.by_package.get(name, ())
            if "withdrawn" not in advisory
            and any(_affects(each, asked) for each in advisory["affected"] if _package(each) == name)
        ]


def _package(affected: dict[str, Any]) -> str | None:
    package = affected.get("package", {})
    return canonicalize_name(package["name"]) if package.get("ecosystem") == ECOSYSTEM else None


def _packages(advisory: Advisory) -> set[str]:
    return {name for each in advisory.get("affected", ()) if (name := _package(each))}


def _affects(affected: dict[str, Any], asked: Version) -> bool:
    if any(_version(listed) == asked for listed in affected.get("versions", ())):
        return True
    ranges = (each for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM")
    return any(_within(each["events"], asked) for each in ranges)


def _within(events: Iterable[dict[str, str]], asked: Version) -> bool:
    """The schema's evaluation: in the order of versions, the last event that has come decides."""
    known = [(_version(at), kind) for event in events for kind, at in event.items()]
    within = False
    for at, kind in sorted((at, kind) for at, kind in known if at is not None):
        if kind == "introduced" and asked >= at:
            within = True
        elif (kind in ("fixed", "limit") and asked >= at) or (kind == "last_affected" and asked > at):
            within = False
    return within


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:  # from before PEP 440; nothing that is locked has such a one
        return None
