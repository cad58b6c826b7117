"""`python -m bot`: the whole product on this machine, until Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time

import httpx
from pydantic import ValidationError

from bot.launch import preflight
from bot.launch.processes import ROOT, Process, preparations, processes
from bot.launch.settings import LaunchSettings
from bot.launch.supervisor import Supervisor

# A first start on a slow machine; far above what was ever seen, so that only a real fault ends it.
START_LIMIT_S = 180.0


def say(text: str) -> None:
    print(f"· {text}", flush=True)


def main() -> int:
    try:
        settings = LaunchSettings()
        parts = processes(settings)
        preflight.check(settings.data_dir, parts)
    except (ValidationError, ValueError) as error:
        print(f"设置有误：{error}", file=sys.stderr)
        return 2
    except preflight.PreflightError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        if not prepare():
            return 1
        return asyncio.run(serve(settings, parts))
    except KeyboardInterrupt:
        return 130


def prepare() -> bool:
    """Make what is missing; a step's own output (progress, errors) goes straight to the terminal."""
    for step in preparations():
        say(f"准备：{step.title}")
        if subprocess.run(step.command, cwd=ROOT, check=False).returncode != 0:
            print(
                f"准备“{step.title}”没有成功，原因见上；改正后再运行一次即可，已完成的部分会保留。",
                file=sys.stderr,
            )
            return False
    return True


async def serve(settings: LaunchSettings, parts: list[Process]) -> int:
    supervisor = Supervisor(parts, settings.data_dir, say)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    began = time.monotonic()
    supervisor.start()
    running = asyncio.create_task(supervisor.wait())
    stopped = asyncio.create_task(stop.wait())
    ready = asyncio.create_task(until_ready(settings, parts, began))
    try:
        await asyncio.wait({ready, stopped, running}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and not ready.result():
            print(
                f"{START_LIMIT_S:g} 秒内没有全部就绪；请看 {settings.data_dir / 'log'} 里的日志。",
                file=sys.stderr,
            )
            return 1
        await asyncio.wait({stopped, running}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        return 0
    finally:
        ready.cancel()
        stopped.cancel()
        say("正在停止…")
        await supervisor.stop()
        await asyncio.gather(running, ready, stopped, return_exceptions=True)
        say("已停止。")


async def until_ready(settings: LaunchSettings, parts: list[Process], began: float) -> bool:
    """Report each process as it becomes ready, then the address; False when the limit passes first."""
    waiting = {part.name: part for part in parts}
    async with httpx.AsyncClient(timeout=2, trust_env=False) as client:
        while waiting and time.monotonic() - began < START_LIMIT_S:
            for part in list(waiting.values()):
                if await answers(client, part.health):
                    del waiting[part.name]
                    say(f"{part.name} 就绪（{time.monotonic() - began:.1f} 秒）")
            await asyncio.sleep(0.2)
    if waiting:
        return False
    say(f"全部就绪：{settings.gateway_url}    （Ctrl-C 停止，日志在 {settings.data_dir / 'log'}）")
    return True


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).is_success
    except httpx.HTTPError:
        return False


if __name__ == "__main__":
    sys.exit(main())
