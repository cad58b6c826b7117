"""What goes wrong, as context managers: on leaving, the cause is gone. The product has to mend itself."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.faults.clock import Clock
from eval.faults.people import Person
from eval.faults.proxy import SlowProxy
from eval.faults.redis_server import RedisServer
from eval.product import Product, switch

PROCESSES = ("gateway", "rasa", "actions", "knowledge")


@dataclass(frozen=True)
class Scene:
    product: Product
    proxy: SlowProxy
    people: list[Person]
    redis: RedisServer | None = None
    clock: Clock | None = None

    @property
    def index(self) -> Path:
        return self.product.data_dir / "index"


Cause = Callable[[Scene], "Iterator[None]"]


@contextmanager
def signalled(scene: Scene, process: str, number: signal.Signals) -> Iterator[None]:
    """While somebody waits for a reply. Gone at once: the process is."""
    while not any(person.waiting for person in scene.people):
        time.sleep(0.001)
    os.kill(scene.product.pid(process), number)
    yield


@contextmanager
def slow_knowledge(scene: Scene, seconds: float) -> Iterator[None]:
    scene.proxy.delay_s = seconds
    yield
    scene.proxy.delay_s = 0.0


@contextmanager
def locked_database(scene: Scene) -> Iterator[None]:
    file = scene.product.data_dir / "db.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def missing_database(scene: Scene) -> Iterator[None]:
    """The folder's files are moved away, and back."""
    folder, away = scene.product.data_dir, scene.product.data_dir / "away"
    away.mkdir()
    moved = [file.rename(away / file.name) for file in folder.glob("db.sqlite3*")]
    yield
    for file in folder.glob("db.sqlite3*"):
        file.unlink()
    for file in moved:
        file.rename(folder / file.name)
    away.rmdir()


@contextmanager
def full_disk(scene: Scene) -> Iterator[None]:
    """No process can write to any file: neither database nor log."""
    with ExitStack() as stack:
        for pid in map(scene.product.pid, PROCESSES):
            before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
            stack.callback(resource.prlimit, pid, resource.RLIMIT_FSIZE, before)
        yield


@contextmanager
def damaged_index(scene: Scene, *, restarted: bool = False) -> Iterator[None]:
    """The release that `current` leads to is half of one; `restarted`: knowledge has to begin with it."""
    good = Path(os.readlink(scene.index / "current")).name
    half = scene.index / "releases/half"
    shutil.copytree(scene.index / "releases" / good, half)
    for file in [file for file in half.rglob("*") if file.is_file() and file.stat().st_size > 100_000]:
        os.truncate(file, file.stat().st_size // 2)
    switch(scene.index, "half")
    if restarted:
        os.kill(scene.product.pid("knowledge"), signal.SIGKILL)
    yield
    switch(scene.index, good)
    shutil.rmtree(half)


@contextmanager
def no_redis(scene: Scene) -> Iterator[None]:
    scene.redis.stop()
    yield
    scene.redis.start()


@contextmanager
def clock_jumps(scene: Scene, *, each_s: float) -> Iterator[None]:
    """For all four processes: an hour forward, then a day back; on leaving it is right again, a day forward."""
    scene.clock.move("+1h")
    time.sleep(each_s)
    scene.clock.move("-1d")
    time.sleep(each_s)
    yield
    scene.clock.move("+0")
