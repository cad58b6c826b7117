"""A small crowd: answers, or being told when to come again, and nothing else."""

from eval.load import crowd, summary


def test_a_small_crowd_is_answered(product):
    seen = crowd(product, people=8, seconds=10)
    assert seen["answered_per_s"] > 0 and seen["failed"] == 0, seen


def test_what_came_of_it_is_told_apart():
    def row(name, failures, times):
        return {
            "name": name,
            "num_failures": failures,
            "num_requests": sum(times.values()),
            "response_times": times,
        }

    stats = [row("chat", 1, {"10": 98, "20": 1, "900": 1}), row("refused", 0, {"1": 7})]
    assert summary(stats, 10) == {
        "answered_per_s": 9.9,
        "p50_ms": 10,
        "p95_ms": 10,
        "p99_ms": 20,
        "refused": 7,
        "apologies": 0,
        "failed": 1,
    }
