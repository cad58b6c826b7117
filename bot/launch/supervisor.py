"""Keeps a set of child processes running until told to stop.

A child that ends is started again after a pause that doubles with each end in a row; one that has run well for a
while starts that count anew. Children run in process groups of their own, so that Ctrl-C reaches only the
supervisor, which ends them all and leaves none behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.launch.processes import ROOT, Process

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
HEALTHY_AFTER_S = 60.0
STOP_GRACE_S = 10.0
LOG_LIMIT_BYTES = 20 * 2**20


def pause_after(failures: int) -> float:
    """Seconds to wait before the next start, after so many ends in a row (from 1)."""
    return min(FIRST_PAUSE_S * 2 ** (failures - 1), LONGEST_PAUSE_S)


class Supervisor:
    """Runs `processes` until `stop` is called; `say` gets a line for each start after a failure."""

    def __init__(self, processes: Sequence[Process], data_dir: Path, say: Callable[[str], None]) -> None:
        self._processes = processes
        self._logs = data_dir / "log"
        self._pids = data_dir / "run"
        self._say = say
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False

    def start(self) -> None:
        self._logs.mkdir(parents=True, exist_ok=True)
        self._pids.mkdir(parents=True, exist_ok=True)
        self._tasks = [asyncio.create_task(self._keep_running(p), name=p.name) for p in self._processes]

    async def wait(self) -> None:
        """Until every child has been stopped; an error of the supervisor's own is raised."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """End every child: SIGTERM to its group, SIGKILL after a grace period."""
        self._stopping = True
        for child in self._children.values():
            _signal_group(child, signal.SIGTERM)
        _, late = await asyncio.wait(self._tasks, timeout=STOP_GRACE_S)
        if late:
            for child in self._children.values():
                _signal_group(child, signal.SIGKILL)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def log_file(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    async def _keep_running(self, process: Process) -> None:
        loop = asyncio.get_running_loop()
        failures = 0
        while not self._stopping:
            started = loop.time()
            code = await self._run_once(process)
            if self._stopping:
                return
            failures = 1 if loop.time() - started > HEALTHY_AFTER_S else failures + 1
            pause = pause_after(failures)
            self._say(
                f"{process.name} 意外退出（代码 {code}），{pause:g} 秒后重新启动；日志：{self.log_file(process.name)}"
            )
            await self._pause(pause)

    async def _pause(self, seconds: float) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while not self._stopping and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.1)

    async def _run_once(self, process: Process) -> int:
        pid_file = self._pids / f"{process.name}.pid"
        with _open_log(self.log_file(process.name)) as log:
            child = await asyncio.create_subprocess_exec(
                *process.command,
                cwd=ROOT,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._children[process.name] = child
        pid_file.write_text(f"{child.pid}\n")
        try:
            if self._stopping:  # told to stop while this one was being started
                _signal_group(child, signal.SIGTERM)
            return await child.wait()
        finally:
            pid_file.unlink(missing_ok=True)


def _open_log(path: Path):
    """Append to a log, keeping one older file once it has grown past the limit."""
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _signal_group(child: asyncio.subprocess.Process, number: signal.Signals) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, number)
