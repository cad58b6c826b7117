"""`make load`: many conversations at once against the whole product on this machine, as people hold them.

Each person asks, follows up, checks eligibility or looks something up, and reads for a few seconds in between. Printed for
each number of people: answers per second, p50 / p95 / p99, how many were refused (429, 503: told when to come again), how many
failed in any other way, and the memory of all processes. The rate limit is off: one machine plays everybody.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from eval.product import Product, own_data_dir, running_product

READING_S = (2.0, 6.0)
QUESTIONS = (
    "金奖奖金多少？",
    "申报需要什么材料？",
    "成立两年能报吗",
    "评审有哪些环节？",
    "一年奖励几家？",
    "自评报告要写多少字？",
)
FOLLOW_UPS = ("那银奖呢", "还有呢", "谢谢")
TOLD_TO_COME_AGAIN = (429, 503)


@dataclass
class Seen:
    """`took` in seconds, of what was answered; `odd` is everything that should never be."""

    took: list[float] = field(default_factory=list)
    refused: int = 0
    apologies: int = 0
    odd: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: float) -> float:
        ranked = sorted(self.took)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")


async def person(http: httpx.AsyncClient, seen: Seen, until: float, chance: random.Random) -> None:
    await asyncio.sleep(chance.uniform(0, READING_S[1]))
    while time.monotonic() < until:
        await chance.choice((question, eligibility, look_up))(http, seen, until, chance)


async def question(http: httpx.AsyncClient, seen: Seen, until: float, chance: random.Random) -> None:
    session = await say(http, seen, chance, chance.choice(QUESTIONS), None)
    for words in FOLLOW_UPS:
        if session and time.monotonic() < until:
            await say(http, seen, chance, words, session)


async def eligibility(http: httpx.AsyncClient, seen: Seen, until: float, chance: random.Random) -> None:
    session = await say(http, seen, chance, "核对申报条件", None)
    for words in ("组织奖", "企业", "2009年3月18日", "不清楚", "不清楚"):
        if session and time.monotonic() < until:
            await say(http, seen, chance, words, session)


async def look_up(http: httpx.AsyncClient, seen: Seen, _until: float, chance: random.Random) -> None:
    await timed(seen, http.get("/api/v1/search", params={"q": chance.choice(QUESTIONS)}))
    await asyncio.sleep(chance.uniform(*READING_S))


async def say(
    http: httpx.AsyncClient, seen: Seen, chance: random.Random, words: str, session: str | None
) -> str | None:
    response = await timed(seen, http.post("/api/v1/chat", json={"message": words, "session_id": session}))
    await asyncio.sleep(chance.uniform(*READING_S))
    if response is None:
        return session
    reply = response.json()
    seen.apologies += reply["messages"][-1]["kind"] == "error"
    return reply["session_id"]


async def timed(seen: Seen, request) -> httpx.Response | None:
    began = time.monotonic()
    try:
        response = await request
    except httpx.HTTPError as error:
        seen.odd[type(error).__name__] += 1
        return None
    if response.is_success:
        seen.took.append(time.monotonic() - began)
        return response
    if response.status_code in TOLD_TO_COME_AGAIN and "retry-after" in response.headers:
        seen.refused += 1
        await asyncio.sleep(min(5, int(response.headers["retry-after"])))
    else:
        seen.odd[str(response.status_code)] += 1
    return None


async def hold(url: str, people: int, seconds: float) -> Seen:
    """So many people at once, for so long."""
    seen = Seen()
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits, trust_env=False) as http:
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as crowd:
            for number in range(people):
                crowd.create_task(person(http, seen, until, random.Random(number)))
    return seen


def memory_mb(product: Product) -> int:
    """Resident memory of the launcher and everything it started."""
    launcher = psutil.Process(product.launcher.pid)
    return sum(each.memory_info().rss for each in (launcher, *launcher.children(recursive=True))) // 2**20


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10, 50, 200, 500])
    parser.add_argument("--seconds", type=float, default=60)
    chosen = parser.parse_args()
    busy = psutil.cpu_percent(interval=3)
    print(f"{psutil.cpu_count()} cores, {busy:.0f} % busy with other things before the start")
    print("people  answered/s     p50     p95     p99  refused  apologies  odd         MB")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var")) as product,
    ):
        for people in chosen.people:
            began = time.monotonic()
            seen = asyncio.run(hold(product.url, people, chosen.seconds))
            rate = len(seen.took) / (time.monotonic() - began)
            times = "".join(f"{seen.percentile(share) * 1000:6.0f}ms" for share in (0.5, 0.95, 0.99))
            odd = ",".join(f"{name}×{count}" for name, count in seen.odd.items()) or "none"
            print(
                f"{people:6}  {rate:10.1f}{times}  {seen.refused:7}  {seen.apologies:9}  {odd:10}  {memory_mb(product)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
