"""From measured crowds to machines."""

import pytest

from eval.capacity import Assumed, NothingMeasured, answered_per_s, described, measure


def crowd(per_s: float, p95: int, **bad: int) -> dict:
    return {"answered_per_s": per_s, "p95_ms": p95, "refused": 0, "apologies": 0, "failed": 0} | bad


LOAD = {"cores": 2, "crowds": [crowd(2, 200), crowd(10, 2000), crowd(30, 9000), crowd(20, 900, refused=1)]}


def test_a_machine_is_worth_the_largest_crowd_that_was_answered_in_time():
    assert answered_per_s(LOAD, 3000) == 10
    assert answered_per_s(LOAD, 500) == 2
    with pytest.raises(NothingMeasured, match="make load"):
        answered_per_s(LOAD, 100)


def test_machines_follow_from_the_formula():
    report = measure(LOAD, Assumed(turns=5, busiest_hour=0.2, burst=1.8, used=0.5), (1_000, 1_000_000))
    assert [row["turns_at_the_peak_per_s"] for row in report["rows"]] == [0.5, 500]
    assert [row["machines"] for row in report["rows"]] == [2, 101]  # one can always be away
    assert "1,000,000" in described(report)
