"""When a fault is over, as the matrix of faults counts it."""

from __future__ import annotations

import time

import httpx
import pytest

from eval.faults.people import APOLOGY, SERVED, Asked, normal_again, until_served
from eval.faults.proxy import SlowProxy
from tests.telemetry.collector import Collector

GONE = 10.0


class Person:
    def __init__(self, *seen: tuple[float, float, str]) -> None:
        self.record = [Asked(*each) for each in seen]


def test_where_nothing_went_wrong_afterwards_no_time_passed():
    assert until_served(Person((8, 9, APOLOGY), (11, 12, SERVED)), GONE) == 0


def test_until_the_first_reply_after_the_last_that_went_wrong():
    person = Person((9, 11, APOLOGY), (12, 13, SERVED), (13, 14, APOLOGY), (15, 16, SERVED), (17, 18, SERVED))
    assert until_served(person, GONE) == 6


@pytest.mark.parametrize(
    "seen, normal",
    [
        ([(11, 12, SERVED), (12, 13, SERVED), (13, 14, SERVED)], True),
        ([(9, 12, SERVED), (12, 13, SERVED), (13, 14, SERVED)], False),  # the first was asked before
        ([(11, 12, SERVED), (12, 13, APOLOGY), (13, 14, SERVED)], False),
        ([(11, 12, SERVED)], False),
    ],
)
def test_normal_is_three_served_in_a_row(seen, normal):
    assert normal_again(Person(*seen), GONE) is normal


def test_the_proxy_keeps_replies_back_and_changes_nothing():
    with Collector() as behind, SlowProxy(behind.url) as proxy, httpx.Client(trust_env=False) as client:
        assert client.post(f"{proxy.url}/v1/traces", content=b"").status_code == 200
        proxy.delay_s = 0.5
        began = time.monotonic()
        assert client.post(f"{proxy.url}/v1/traces", content=b"").status_code == 200
        assert time.monotonic() - began >= 0.5
