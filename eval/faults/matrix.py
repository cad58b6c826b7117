"""What people see while something breaks, what is lost, and how long until all is well: `python -m eval faults`.

On the real four processes as `python -m bot` keeps them running, with two people who ask all the time. `until_normal_s` runs from
when the cause was gone (of a killed process: from the signal) to the first reply after which everything was served again.
`lost` are turns that were served and are not kept.
"""

from __future__ import annotations

import functools
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import questions
from eval.faults import causes
from eval.faults.causes import PROCESSES, Scene
from eval.faults.clock import Clock
from eval.faults.people import asking, normal_again, until_served
from eval.faults.proxy import SlowProxy
from eval.faults.redis_server import RedisServer
from eval.product import Product, free_ports, own_data_dir, own_index, running_product

PEOPLE = 2
CALM_S = 2.0  # before each fault
LIMIT_S = 180


@dataclass(frozen=True)
class Fault:
    """`holds_s`: how long the cause stays."""

    name: str
    cause: Callable[[Scene], AbstractContextManager[None]]
    holds_s: float = 0.0


def _of_processes(what: str, number: signal.Signals) -> Iterator[Fault]:
    for process in PROCESSES:
        yield Fault(f"{process} {what}", functools.partial(causes.signalled, process=process, number=number))


FAULTS = (
    *_of_processes("killed in a turn", signal.SIGKILL),
    *_of_processes("told to stop under load", signal.SIGTERM),
    Fault("knowledge slow: 2 s", functools.partial(causes.slow_knowledge, seconds=2), 10),
    Fault("knowledge slow: 30 s", functools.partial(causes.slow_knowledge, seconds=30), 10),
    Fault("database locked", causes.locked_database, 5),
    Fault("database gone", causes.missing_database, 5),
    Fault("disk full, for databases and logs", causes.full_disk, 5),
    Fault("index damaged", causes.damaged_index, 4),
    Fault(
        "index damaged, knowledge started anew", functools.partial(causes.damaged_index, restarted=True), 15
    ),
)
WITH_REDIS = (Fault("Redis gone", causes.no_redis, 5),)
WITH_CLOCK = (
    Fault(
        "the clock an hour forward, a day back, right again",
        functools.partial(causes.clock_jumps, each_s=5),
    ),
)


def measure(only: str = "") -> dict[str, Any]:
    """`only`: the faults that have this in their names."""
    report: dict[str, Any] = {
        "cores": os.cpu_count(),
        "others_load": os.getloadavg()[0],
        "people": PEOPLE,
        "faults": [],
    }
    for faults, possible, needs in (
        (FAULTS, True, {}),
        (WITH_REDIS, RedisServer.installed(), {"redis": True}),
        (WITH_CLOCK, Clock.library() is not None, {"clock": True}),
    ):
        chosen = [fault for fault in faults if only in fault.name]
        if chosen and possible:
            with scene(**needs) as ready:
                report["faults"] += [befall(fault, ready) for fault in chosen]
    return report


@contextmanager
def scene(*, redis: bool = False, clock: bool = False) -> Iterator[Scene]:
    """The product with a proxy before knowledge and an index of its own, and people who ask."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        data_dir = own_data_dir(folder / "var")
        own_index(data_dir / "index")
        settings = {}
        server = None
        if redis:
            server = RedisServer()
            stack.callback(server.close)
            server.start()
            settings["MQA_REDIS_URL"] = server.url
        movable = Clock(folder) if clock else None
        product, proxy = stack.enter_context(behind_proxy(data_dir, movable, **settings))
        asked = [question.text for question in questions.read("dev")]
        people = stack.enter_context(asking(product.url, asked, PEOPLE))
        yield Scene(product, proxy, people, server, movable)


@contextmanager
def behind_proxy(
    data_dir: Path, clock: Clock | None = None, **settings: str
) -> Iterator[tuple[Product, SlowProxy]]:
    if clock:
        settings |= clock.environment
    behind = f"http://127.0.0.1:{free_ports(1)[0]}"
    with (
        SlowProxy(behind) as proxy,
        running_product(
            data_dir, launcher=("eval.faults.launch", behind), MQA_KNOWLEDGE_URL=proxy.url, **settings
        ) as product,
    ):
        yield product, proxy


def befall(fault: Fault, scene: Scene) -> dict[str, Any]:
    began = time.monotonic()
    _wait(scene, began)
    time.sleep(CALM_S)
    broke = time.monotonic()
    with fault.cause(scene):
        time.sleep(fault.holds_s)
        gone = time.monotonic()
    _wait(scene, time.monotonic())
    seen = [each for person in scene.people for each in person.record if each.ended >= broke]
    return {
        "fault": fault.name,
        "holds_s": fault.holds_s,
        "seen": dict(Counter(each.saw for each in seen)),
        "slowest_s": round(max(each.ended - each.began for each in seen), 1),
        "lost": sum(person.lost(broke) for person in scene.people),
        "until_normal_s": round(max(until_served(person, gone) for person in scene.people), 1),
    }


def _wait(scene: Scene, since: float) -> None:
    """Until everybody is served. Raises `AssertionError` when that does not come about."""
    deadline = time.monotonic() + LIMIT_S
    while not all(normal_again(person, since) for person in scene.people):
        if time.monotonic() > deadline:
            raise AssertionError(f"not normal after {LIMIT_S} s")
        time.sleep(0.05)


def described(report: dict[str, Any]) -> str:
    lines = [
        f"{report['cores']} cores, load by others before the start {report['others_load']:.1f}; "
        f"{report['people']} people asking all the time",
        "",
        "| fault | stays | seen | slowest reply | lost | until normal |",
        "|---|---|---|---|---|---|",
    ]
    for row in report["faults"]:
        seen = ", ".join(f"{count} {what}" for what, count in sorted(row["seen"].items()))
        cells = (
            row["fault"],
            f"{row['holds_s']:g} s",
            seen,
            f"{row['slowest_s']} s",
            str(row["lost"]),
            f"{row['until_normal_s']} s",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
