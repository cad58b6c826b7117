"""`python -m eval.faults.launch URL`: the four processes as `python -m bot` runs them, with knowledge at URL.

The others ask it at `MQA_KNOWLEDGE_URL`, where a proxy stands.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace

from bot.__main__ import serve
from bot.launch.processes import Process, processes
from bot.launch.settings import LaunchSettings, address


def main() -> int:
    settings = LaunchSettings()
    (knowledge,) = sys.argv[1:]
    return asyncio.run(serve(settings, [_at(part, knowledge) for part in processes(settings)]))


def _at(part: Process, url: str) -> Process:
    if part.name != "knowledge":
        return part
    return replace(
        part,
        command=("env", f"MQA_KNOWLEDGE_URL={url}", *part.command),
        listens=address(url),
        health=f"{url}/readyz",
    )


if __name__ == "__main__":
    sys.exit(main())
