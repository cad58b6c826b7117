"""Starts the whole product as `make run` does, on free ports and in a data directory of its own, to measure or to test."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
START_LIMIT_S = 150


@dataclass
class Product:
    """A running product: where its gateway answers, where it writes, and its launcher."""

    url: str
    data_dir: Path
    launcher: subprocess.Popen
    output: Path

    def pid(self, name: str) -> int | None:
        """Process id of one of the four, None while it is down."""
        file = self.data_dir / "run" / f"{name}.pid"
        text = file.read_text().strip() if file.exists() else ""
        return int(text) if text else None

    def wait_until_ready(self, limit_s: float = START_LIMIT_S) -> None:
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            if self.launcher.poll() is not None:
                raise AssertionError(f"the launcher ended:\n{self.output.read_text()}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"not ready after {limit_s} s:\n{self.output.read_text()}")

    def stop(self) -> int:
        """As Ctrl-C does; the launcher's exit code."""
        if self.launcher.poll() is None:
            self.launcher.send_signal(signal.SIGINT)
        return self.launcher.wait(timeout=30)


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def own_data_dir(target: Path, *, own_index: bool = False) -> Path:
    """A data directory that shares what `make prepare` has made (read only) and nothing else.

    `own_index`: with a copy of the current release, so that another may be built beside it.
    """
    prepared = Path(os.environ.get("MQA_DATA_DIR", ROOT / "var")).resolve()
    target.mkdir(parents=True)
    (target / "model").symlink_to(prepared / "model")
    if own_index:
        current = (prepared / "index" / "current").readlink()
        shutil.copytree(prepared / "index" / current, target / "index" / current)
        (target / "index" / "current").symlink_to(current)
    else:
        (target / "index").symlink_to(prepared / "index")
    shutil.copytree(prepared / "rasa", target / "rasa", ignore=shutil.ignore_patterns("*.db*", "*.sqlite*"))
    return target


def own_index(folder: Path) -> None:
    """A folder whose `current` may be changed, over releases that may not."""
    prepared = folder.resolve()
    folder.unlink()
    (folder / "releases").mkdir(parents=True)
    current = Path(os.readlink(prepared / "current")).name
    (folder / "releases" / current).symlink_to(prepared / "releases" / current)
    (folder / "current").symlink_to(f"releases/{current}")


def switch(index: Path, release: str) -> None:
    """As a build does it at its end."""
    new = index / ".new"
    new.symlink_to(f"releases/{release}")
    new.replace(index / "current")


@contextmanager
def running_product(data_dir: Path, launcher: Sequence[str] = ("bot",), root: Path = ROOT, **settings: str):
    """`launcher` is a module and its arguments, `root` where the code is."""
    gateway, knowledge, rasa, actions = free_ports(4)
    environment = os.environ | {
        "MQA_DATA_DIR": str(data_dir),
        "MQA_PORT": str(gateway),
        "MQA_KNOWLEDGE_URL": f"http://127.0.0.1:{knowledge}",
        "MQA_RASA_URL": f"http://127.0.0.1:{rasa}",
        "MQA_ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "MQA_RATE_LIMIT_PER_MINUTE": "0",
        "MQA_DATABASE_URL": "",  # what is asked here is nobody's conversation
        "MQA_REDIS_URL": "",
        **settings,
    }
    output = data_dir / "launcher.log"
    with output.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *launcher],
            cwd=root,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    product = Product(f"http://127.0.0.1:{gateway}", data_dir, process, output)
    try:
        product.wait_until_ready()
        yield product
    finally:
        product.stop()
