"""Fuzzing by hypothesis for a bounded time: a round of examples after another, each with a seed of its own."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.targets import Target

ROUND = 100  # examples; a failure is found again by the seed of its round
# What parsers trip over.
NASTY = [
    b"", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"<", b">", b"&#0;", b"]]>", b"<!DOCTYPE x>", b"{", b"[" * 40, b"\"",
    b"\n", b"\r", b": ", b"- ", b"&a ", b"*a", b"!!python/object:x", b"1e999", b"-1", b"9" * 25, b"\xff\xff\xff\x7f", b"NaN",
    "质".encode(), "〇".encode(), "２月".encode(), "\u202e".encode(), b"0000-00-00", b"2019-02-30", b"%PDF-", b"PK\x03\x04",
]  # fmt: skip


def _changed(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """`edits` are a place (of 65536ths), how much goes there, and what comes instead."""
    for place, length, put in edits:
        at = place * len(data) // 2**16
        data = data[:at] + put + data[at + length :]
    return data


def inputs(samples: list[bytes]) -> st.SearchStrategy[bytes]:
    edit = st.tuples(
        st.integers(0, 2**16), st.integers(0, 40), st.sampled_from(NASTY) | st.binary(max_size=8)
    )
    return st.builds(_changed, st.sampled_from(samples), st.lists(edit, max_size=6)) | st.binary(max_size=200)


def round_of(target: Target, number: int, strategy: st.SearchStrategy[bytes]) -> None:
    """The examples of one seed; raises what the target must not."""

    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=None,
        verbosity=Verbosity.quiet,  # the seed says it all, and files are long
        derandomize=False,
        phases=[Phase.generate, Phase.target, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def once(data: bytes) -> None:
        target.check(data)

    once()


def run(target: Target, seconds: float, first: int) -> int | None:
    """The seed of the round that failed, whose failure is raised with it; how many rounds there were, otherwise."""
    strategy, until, number = inputs(target.samples()), time.monotonic() + seconds, first
    while number == first or time.monotonic() < until:
        try:
            round_of(target, number, strategy)
        except BaseException as failure:
            failure.add_note(f"again: python -m tests.fuzz {target.name} --seed {number} --seconds 0")
            raise
        number += 1
    return number - first
