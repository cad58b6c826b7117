"""A clock that can be moved under running processes: libfaketime, in front of the C library of each."""

from __future__ import annotations

import contextlib
from pathlib import Path

# Where Debian's package libfaketime has the variant for programs with threads.
PLACES = "usr/lib/*/faketime/libfaketimeMT.so.1"


class Clock:
    """What time it is for processes that are started with `environment`.

    The monotonic clock is left alone. (libfaketime 0.9.10 then spoils `time.sleep` of Python 3.11, which nothing of the
    product uses: what sleeps there is an event loop.)
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.move("+0")
        _tidy()

    @staticmethod
    def library() -> Path | None:
        return next(Path("/").glob(PLACES), None)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(self.library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # which makes each wait of a thread a hundred times as long
            "NO_FAKE_STAT": "1",
        }

    def move(self, by: str) -> None:
        """`by` from the real time, as libfaketime reads it: `+1h`, `-1d`; `+0` is right again. At once, for all of them."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{by}\n")
        new.replace(self._file)


def _tidy() -> None:
    """Takes away what libfaketime left of processes that were killed: one that gets the number of such a one would not start."""
    for left in Path("/dev/shm").glob("*faketime_s*_*"):
        number = left.name.rpartition("_")[2]
        if number.isdecimal() and not Path(f"/proc/{number}").exists():
            with contextlib.suppress(OSError):
                left.unlink()
