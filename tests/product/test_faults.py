"""What people see of a fault in the real four processes, and that nothing is lost by it. `python -m eval faults` times all of them."""

from __future__ import annotations

import functools
import signal
import time

import httpx
import pytest

from eval.faults import causes
from eval.faults.causes import Scene
from eval.faults.matrix import Fault, befall
from eval.faults.people import APOLOGY, BROKEN_OFF, REFUSED, SERVED, UNREACHABLE, asking

QUESTIONS = ["金奖奖金多少？", "银奖奖金多少？", "铜奖有几个名额？", "需要几年没有事故？"]


@pytest.fixture(scope="module")
def ask(fragile):
    with httpx.Client(base_url=fragile.url, timeout=40, trust_env=False) as client:

        def kinds(question: str) -> tuple[list[str], float]:
            began = time.monotonic()
            reply = client.post("/api/v1/chat", json={"message": question}).raise_for_status().json()
            return [message["kind"] for message in reply["messages"]], time.monotonic() - began

        yield kinds


@pytest.fixture
def slow(behind_slow_proxy):
    """Makes knowledge answer so many seconds late."""
    _, proxy = behind_slow_proxy
    yield functools.partial(setattr, proxy, "delay_s")
    proxy.delay_s = 0.0


def test_with_knowledge_two_seconds_late_people_get_their_answer_late(ask, slow):
    slow(2.0)
    kinds, took = ask("金奖奖金多少？")
    assert kinds == ["answer"] and took >= 2


def test_with_knowledge_thirty_seconds_late_people_get_an_apology_soon(ask, slow):
    slow(30.0)
    kinds, took = ask("铜奖奖金多少？")
    assert kinds == ["error"] and took < 25
    slow(0.0)
    assert ask("铜奖奖金多少？")[0] == ["answer"]


@pytest.mark.parametrize(
    "fault, may_be_seen",
    [
        (
            Fault(
                "stopped",
                functools.partial(causes.signalled, process="actions", number=signal.SIGTERM),
            ),
            {SERVED, APOLOGY},
        ),
        (
            Fault(
                "killed",
                functools.partial(causes.signalled, process="gateway", number=signal.SIGKILL),
            ),
            {SERVED, BROKEN_OFF, UNREACHABLE},
        ),
        (Fault("full", causes.full_disk, 2), {SERVED, APOLOGY, REFUSED}),
    ],
    ids=[
        "the action server is told to stop under load",
        "the gateway is killed in a turn",
        "the disk is full for databases and logs",
    ],
)
def test_nothing_acknowledged_is_lost(behind_slow_proxy, fault, may_be_seen):
    product, proxy = behind_slow_proxy
    with asking(product.url, QUESTIONS, 2) as people:
        row = befall(fault, Scene(product, proxy, people))
    assert set(row["seen"]) <= may_be_seen, row
    assert row["seen"][SERVED] >= 6
    assert row["lost"] == 0


def test_nothing_goes_wrong_when_the_clock_is_set(behind_slow_proxy, clock):
    product, proxy = behind_slow_proxy
    with asking(product.url, QUESTIONS, 2) as people:
        jumps = Fault("jumps", functools.partial(causes.clock_jumps, each_s=2))
        row = befall(jumps, Scene(product, proxy, people, clock=clock))
    assert set(row["seen"]) == {SERVED}, row
    assert row["lost"] == 0


def test_a_dialogue_goes_on_while_the_clock_is_set(fragile, clock):
    """Its questions come one after another, and none of its answers is forgotten."""
    with httpx.Client(base_url=fragile.url, timeout=40, trust_env=False) as client:
        session, asked = None, []
        for by, message in (
            ("+0", "核对申报条件"),
            ("+1h", "项目奖"),
            ("-1d", "不清楚"),
            ("-1d", "不清楚"),
            ("+0", "不清楚"),
        ):
            clock.move(by)
            said = client.post("/api/v1/chat", json={"message": message, "session_id": session})
            session = said.raise_for_status().json()["session_id"]
            asked.append(said.json()["messages"][-1]["card"]["fact"])
    assert asked[0] == "applicant" and len(asked) == len(set(asked))
