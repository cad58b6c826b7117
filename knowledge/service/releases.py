"""Keeps the release in use loaded, and changes to a newer one while requests go on."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from knowledge.answers.offering import Offering
from knowledge.retrieve import index
from knowledge.retrieve.embed import Embedder
from knowledge.retrieve.errors import BadRelease
from knowledge.retrieve.search import Searcher
from telemetry import logs

# How long the release before is kept at hand for turns that began with it; none takes that long.
KEPT_BEFORE_S = 60

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Loaded:
    release: str
    searcher: Searcher
    offering: dict[str, Offering]  # by edition


class CurrentRelease:
    """`loaded` is replaced as a whole: a request keeps the one that it began with."""

    def __init__(self, index_dir: Path, embedder: Embedder, kept_before_s: float = KEPT_BEFORE_S) -> None:
        self._releases = index_dir / "releases"
        self._link = index_dir / "current"
        self._embedder = embedder
        self._refused: str | None = None
        self._looking = threading.Lock()
        self.loaded: Loaded | None = None
        self._before: Loaded | None = None
        self._kept_before_s = kept_before_s
        self._changed = 0.0

    def named(self, release: str | None) -> Loaded | None:
        """The one in use, or the one of that name while it is at hand."""
        if release is None:
            return self.loaded
        at_hand = (each for each in (self.loaded, self._before) if each)
        return next((each for each in at_hand if each.release == release), None)

    def look(self) -> None:
        """Load what `current` leads to, unless that is loaded or was refused already. Never raises."""
        with self._looking:
            self._look()

    def _look(self) -> None:
        try:
            name = Path(os.readlink(self._link)).name
        except OSError:
            return  # not built yet; what is loaded goes on serving
        if self._before and time.monotonic() - self._changed > self._kept_before_s:
            self._before = None
        if name == self._refused or (self.loaded and name == self.loaded.release):
            return
        try:
            found = index.load(self._releases / name, self._embedder)
            searcher = Searcher(found, self._embedder)
            offering = {edition: Offering(each, found.synonyms) for edition, each in found.editions.items()}
        except BadRelease as error:
            self._refused = name
            logs.event(log, logging.ERROR, "release_refused", release=name, why=str(error))
            return
        self._refused = None
        self._before, self._changed = self.loaded, time.monotonic()
        self.loaded = Loaded(name, searcher, offering)
        logs.event(log, logging.INFO, "release_in_use", release=name)

    async def watch(self, seconds: float) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.look)
