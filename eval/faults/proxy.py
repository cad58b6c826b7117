"""Stands between a process and those who ask it, and keeps its replies back for as long as it is told."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from urllib.parse import urlsplit

PIECE = 2**16


class SlowProxy:
    """Passes bytes on as they are, so that both sides notice nothing but the time. `delay_s` may change while it runs."""

    def __init__(self, behind: str) -> None:
        """`behind` is the URL that it leads to; nobody has to be there yet."""
        self.delay_s = 0.0
        parts = urlsplit(behind)
        self._behind = (parts.hostname, parts.port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer), contextlib.suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection(*self._behind)
            with contextlib.closing(far_writer):
                ways = (self._pass_on(reader, far_writer), self._pass_on(far_reader, writer, back=True))
                tasks = [asyncio.ensure_future(way) for way in ways]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, back: bool = False
    ) -> None:
        while piece := await reader.read(PIECE):
            if back and self.delay_s:
                await asyncio.sleep(self.delay_s)
            writer.write(piece)
            await writer.drain()

    def __enter__(self) -> SlowProxy:
        self._thread.start()
        starting = asyncio.start_server(self._take, "127.0.0.1", 0)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result()
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
