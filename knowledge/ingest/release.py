"""Releases of the index: immutable folders, one of them current, switched in one atomic step.

    <index>/releases/<id>/manifest.json   what it was made of; the other files belong to retrieval
    <index>/current                       a link to the release in use

A release is written under a temporary name and renamed when it is whole. `current` is replaced by a rename as well, so
that a reader finds the old release or the new one and never anything between.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

MANIFEST = "manifest.json"
_PARTIAL = ".partial-"
KEPT = 5  # releases, the current one and the one before it always among them


class ReleaseError(Exception):
    """A release that does not exist or cannot be switched to; says what to do, in Chinese."""


@dataclass(frozen=True)
class Inputs:
    """Everything that a release depends on: the same inputs make the same release."""

    corpus: str
    model: str
    dimension: int
    code_version: str


@dataclass(frozen=True)
class Manifest:
    """`created` is in UTC, ISO 8601. `passages` counts those of all editions."""

    id: str
    created: str
    inputs: Inputs
    editions: tuple[str, ...]
    passages: int


class Releases:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._releases = folder / "releases"
        self._link = folder / "current"

    def current_folder(self) -> Path | None:
        """The folder of the release in use, with its real name; None before the first build."""
        try:
            folder = self._releases / Path(os.readlink(self._link)).name
        except FileNotFoundError:
            return None
        return folder if folder.is_dir() else None

    def current(self) -> Manifest | None:
        folder = self.current_folder()
        return None if folder is None else self._manifest(folder)

    def all(self) -> list[Manifest]:
        """The oldest first."""
        return [self._manifest(file.parent) for file in sorted(self._releases.glob(f"[!.]*/{MANIFEST}"))]

    def publish(
        self, inputs: Inputs, editions: tuple[str, ...], passages: int, fill: Callable[[Path], None]
    ) -> Manifest:
        """Makes a release with what `fill` writes into its folder, switches to it and removes very old ones."""
        created = datetime.now(UTC)
        manifest = Manifest(
            id=self._new_id(created),
            created=created.isoformat(timespec="seconds"),
            inputs=inputs,
            editions=editions,
            passages=passages,
        )
        for left_over in self._releases.glob(f"{_PARTIAL}*"):
            shutil.rmtree(left_over)
        partial = self._releases / f"{_PARTIAL}{manifest.id}"
        partial.mkdir(parents=True)
        try:
            fill(partial)
            (partial / MANIFEST).write_text(
                json.dumps(asdict(manifest), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
            )
            partial.rename(self._releases / manifest.id)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        before = self.current_folder()
        self.switch(manifest.id)
        self._prune({manifest.id, before.name if before else ""})
        return manifest

    def switch(self, identity: str) -> None:
        """Makes a release the current one; readers notice by themselves."""
        if not (self._releases / identity / MANIFEST).is_file() or Path(identity).name != identity:
            raise ReleaseError(f"没有发布 {identity}；用 python -m knowledge releases 查看现有的")
        new = self._folder / f".current-{os.getpid()}"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases") / identity)
        new.replace(self._link)

    def rollback(self) -> Manifest:
        """Switches to the release before the current one."""
        current = self.current_folder()
        older = [manifest for manifest in self.all() if current and manifest.id < current.name]
        if not older:
            raise ReleaseError("没有更早的发布可以退回")
        self.switch(older[-1].id)
        return older[-1]

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """One process at a time builds or switches; another waits here."""
        self._releases.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _new_id(self, created: datetime) -> str:
        """Sorts by time; two within one microsecond do not happen, as only one process builds."""
        return created.strftime("%Y%m%dT%H%M%S.%fZ")

    def _prune(self, needed: set[str]) -> None:
        identities = [manifest.id for manifest in self.all()]
        for identity in identities[:-KEPT]:
            if identity not in needed:
                shutil.rmtree(self._releases / identity)

    def _manifest(self, folder: Path) -> Manifest:
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            content["inputs"] = Inputs(**content["inputs"])
            content["editions"] = tuple(content["editions"])
            return Manifest(**content)
        except (OSError, ValueError, TypeError, KeyError) as failure:
            raise ReleaseError(
                f"发布 {folder.name} 不完整，请删去它的文件夹，再运行 python -m knowledge build"
            ) from failure
