"""`python -m bot.gateway` says what is wrong, and what to do."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.gateway.__main__ import main


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def begin(folder: Path, **chosen: object) -> subprocess.Popen[str]:
    settings = {"DATA_DIR": folder, "PORT": free_port(), **chosen}
    environment = {**os.environ, **{f"MQA_{name}": str(value) for name, value in settings.items()}}
    command = [sys.executable, "-m", "bot.gateway"]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize(
    "chosen, said",
    [
        ({"PORT": "many"}, "MQA_PORT='many'"),
        ({"RASA_URL": "nowhere"}, "MQA_RASA_URL='nowhere'"),
        ({"DATABASE_URL": "mysql://h/d"}, "只支持 SQLite 和 PostgreSQL"),
    ],
)
def test_a_setting_that_cannot_be_is_said_in_a_sentence(monkeypatch, capsys, chosen, said):
    for name, value in chosen.items():
        monkeypatch.setenv(f"MQA_{name}", value)
    assert main() == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "chosen, said",
    [
        ({"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "MQA_DATABASE_URL"),
        ({"DATA_DIR": "/proc/none"}, "MQA_DATA_DIR"),
    ],
)
def test_what_cannot_be_reached_is_said_in_a_sentence(tmp_path, chosen, said):
    process = begin(tmp_path, **chosen)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said in errors
    assert "Traceback" not in errors


def test_a_port_that_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = begin(tmp_path, PORT=taken.getsockname()[1])
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "MQA_PORT" in errors


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(tmp_path, stop):
    port = free_port()
    process = begin(tmp_path, PORT=port)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200
            break
        except httpx.HTTPError:
            time.sleep(0.1)
    # ten megabytes over a real connection: refused, and the connection is still of use
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        assert client.post("/api/v1/chat", content=b"x" * 10_000_000).status_code == 413
        assert client.get("/healthz").status_code == 200
        reply = client.post("/api/v1/chat", json={"message": "奖金多少"}).json()
    assert reply["messages"][0]["kind"] == "error"  # there is no Rasa here
    process.send_signal(stop)
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, -stop)
    assert "Traceback" not in errors
    assert "奖金" not in errors
