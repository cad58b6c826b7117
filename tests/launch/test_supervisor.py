import asyncio
import os
import sys
import time

import pytest

from bot.launch.processes import Process
from bot.launch.supervisor import LONGEST_PAUSE_S, Supervisor, pause_after


def child(name: str, code: str) -> Process:
    return Process(name, (sys.executable, "-c", code), ("127.0.0.1", 0), "MQA_PORT", "")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def until(condition, seconds: float = 60.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        await asyncio.sleep(0.05)
    raise AssertionError("waited in vain")


def pid_of(data_dir, name: str) -> int | None:
    file = data_dir / "run" / f"{name}.pid"
    return int(file.read_text() or 0) or None if file.exists() else None


async def test_a_child_that_dies_is_started_again(tmp_path):
    said = []
    supervisor = Supervisor([child("a", "import time; time.sleep(60)")], tmp_path, said.append)
    supervisor.start()
    first = await until(lambda: pid_of(tmp_path, "a"))
    os.kill(first, 9)
    second = await until(lambda: (pid := pid_of(tmp_path, "a")) and pid != first and pid)
    assert len(said) == 1 and "a 意外退出" in said[0]
    await supervisor.stop()
    assert not alive(second)


async def test_stopping_ends_grandchildren_too(tmp_path):
    code = (
        "import subprocess, sys, pathlib\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(tmp_path / 'grandchild')!r}).write_text(str(p.pid))\n"
        "p.wait()"
    )
    supervisor = Supervisor([child("a", code)], tmp_path, lambda text: None)
    supervisor.start()
    grandchild = int(
        await until(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text())
    )
    await supervisor.stop()
    await until(lambda: not alive(grandchild) or _is_zombie(grandchild))


def _is_zombie(pid: int) -> bool:
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "Z"


async def test_a_child_that_ignores_sigterm_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("bot.launch.supervisor.STOP_GRACE_S", 0.3)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('set', flush=True); time.sleep(60)"
    supervisor = Supervisor([child("stubborn", code)], tmp_path, lambda text: None)
    supervisor.start()
    pid = await until(lambda: pid_of(tmp_path, "stubborn"))
    await until(lambda: b"set" in supervisor.log_file("stubborn").read_bytes())
    await supervisor.stop()
    await until(lambda: not alive(pid))


async def test_a_command_that_cannot_run_is_an_error(tmp_path):
    supervisor = Supervisor(
        [Process("a", ("/nonexistent",), ("127.0.0.1", 0), "MQA_PORT", "")], tmp_path, lambda text: None
    )
    supervisor.start()
    with pytest.raises(FileNotFoundError):
        await supervisor.wait()


def test_pauses_double_up_to_a_limit():
    assert [pause_after(n) for n in (1, 2, 3, 4)] == [0.5, 1, 2, 4]
    assert pause_after(50) == LONGEST_PAUSE_S
