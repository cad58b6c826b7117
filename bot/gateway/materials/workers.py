"""Looks at files in processes of their own: bounded in time, memory and number, ended when they overrun."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from actions.materials.findings import Finding
from actions.materials.inspect_file import Task
from bot.gateway.errors import PartUnavailable
from bot.gateway.materials.turns import Turns
from telemetry import logs

ROOT = Path(__file__).resolve().parents[3]
AT_ONCE = 2
# Files that take longer than most go on beside the others, which come in for them.
ASIDE, QUICK_SECONDS = 6, 1.5
# Checks under way or waiting, uploads included; more are asked to come again.
MOST_CHECKS = 24
MOST_OF_AN_ADDRESS = 12  # an office, or a proxy, is one address
# The worker itself gives up after ten seconds of computing; on a busy machine these take longer.
PATIENCE_SECONDS = 60
MOST_OUTPUT = 64 * 1024  # bytes; findings on one file are a few hundred

logger = logging.getLogger(__name__)


class Workers:
    def __init__(self, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds
        self._turns = Turns(AT_ONCE, ASIDE, QUICK_SECONDS)
        self._checks: Counter[str] = Counter()

    @asynccontextmanager
    async def admission(self, address: str) -> AsyncIterator[None]:
        """A place for one check from that address, with all its files. Raises `PartUnavailable` when there is none left."""
        if self._checks.total() >= MOST_CHECKS or self._checks[address] >= MOST_OF_AN_ADDRESS:
            raise PartUnavailable("materials")
        self._checks[address] += 1
        try:
            yield
        finally:
            self._checks[address] -= 1
            if not self._checks[address]:
                del self._checks[address]

    async def inspect(self, file: BinaryIO, task: Task, place: int = 0) -> list[Finding]:
        """What was found in a file with a descriptor of its own. `place` is its number in its check."""
        async with self._turns.turn(place):
            return await self._inspect(file, task)

    async def _inspect(self, file: BinaryIO, task: Task) -> list[Finding]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "actions.materials.worker",
            json.dumps(asdict(task)),
            stdin=file.fileno(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,  # a message could quote the file
            cwd=ROOT,
            env={},
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._patience):
                said = await process.stdout.read(MOST_OUTPUT)
                status = await process.wait()
        except TimeoutError:
            status = None
        finally:
            if process.returncode is None:
                with contextlib.suppress(
                    ProcessLookupError
                ):  # it may have ended by itself in this very moment
                    process.kill()
                await process.wait()
        if status == 0:
            return [Finding(**each) for each in json.loads(said)]
        logs.event(logger, logging.WARNING, "material_not_read", status=status, extension=task.extension)
        return [Finding("unreadable", "default" if status == 1 else "slow")]
