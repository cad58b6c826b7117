"""Children that die, and a launcher that is told to stop."""

import os
import signal
import time

import httpx
import pytest

from eval.product import own_data_dir, running_product


def eventually(condition, limit_s: float = 60):
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.1)
    raise AssertionError("waited in vain")


@pytest.mark.parametrize("name", ["actions", "knowledge", "rasa"])
def test_a_killed_process_is_named_apologised_for_and_restarted(fragile, name):
    old = fragile.pid(name)
    os.kill(old, signal.SIGSTOP)  # hold it so that the state in between can be seen
    os.kill(old, signal.SIGKILL)
    with httpx.Client(base_url=fragile.url, timeout=30, trust_env=False) as client:
        readiness = client.get("/readyz")
        reply = client.post("/api/v1/chat", json={"message": "金奖奖金多少？"})
        assert readiness.status_code == 503
        assert name in readiness.text
        assert reply.status_code == 200
        assert [m["kind"] for m in reply.json()["messages"]] == ["error"]
        eventually(lambda: client.get("/readyz").is_success)
        assert fragile.pid(name) != old
        reply = client.post("/api/v1/chat", json={"message": "金奖奖金多少？"})
        assert [m["kind"] for m in reply.json()["messages"]] == ["answer"]


def test_stopping_leaves_no_child_behind(tmp_path):
    with running_product(own_data_dir(tmp_path / "var")) as product:
        pids = [product.pid(name) for name in ("rasa", "actions", "knowledge", "gateway")]
        assert all(pids)
        assert product.stop() == 0
    assert not [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


def test_a_taken_port_is_said_and_nothing_started(fragile, tmp_path):
    port = fragile.url.rsplit(":", 1)[1]
    data_dir = own_data_dir(tmp_path / "var")
    with (
        pytest.raises(AssertionError, match=f"端口 {port} 已被占用"),
        running_product(data_dir, MQA_PORT=port),
    ):
        pass
