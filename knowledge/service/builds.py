"""Makes new releases while the service goes on: the command in a process of its own, one at a time, the last wish counts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel

State = Literal["idle", "running", "done", "failed"]
_MOST_SAID = 500


class BuildStatus(BaseModel):
    """`wishes` counts the builds that were asked for, `done` those that are over: an edit that wished for number n is in
    the index, and this service answers from it, when `done` is at least n and the state is not "failed"."""

    state: State = "idle"
    message: str = ""
    wishes: int = 0
    done: int = 0


class Builds:
    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self.take_up: Callable[[], None] = lambda: None  # what was built, before it is said to be done
        self._running: asyncio.Task[None] | None = None
        self.status = BuildStatus()

    def wish(self) -> BuildStatus:
        """A build of what there is now; one that is running is followed by another."""
        self.status = self.status.model_copy(
            update={"wishes": self.status.wishes + 1, "state": "running", "message": ""}
        )
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._run())
        return self.status

    async def stop(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def each_day(self, today: Callable[[], date], seconds: float = 60.0) -> None:
        """Answers and editions begin and end with a day; until cancelled."""
        last = today()
        while True:
            await asyncio.sleep(seconds)
            if (day := today()) != last:
                last = day
                self.wish()

    async def _run(self) -> None:
        while self.status.done < self.status.wishes:
            covered = self.status.wishes
            code, said = await self._build()
            await asyncio.to_thread(self.take_up)
            state: State = "failed" if code else "done"
            if self.status.wishes > covered:
                state = "running"
            self.status = self.status.model_copy(
                update={"state": state, "message": said[-_MOST_SAID:], "done": covered}
            )

    async def _build(self) -> tuple[int, str]:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
        except OSError as failure:
            return 1, str(failure)
        try:
            said, _ = await process.communicate()
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):  # it may have ended by itself in this very moment
                process.terminate()
            await process.wait()
            raise
        return process.returncode or 0, said.decode(errors="replace").strip()
