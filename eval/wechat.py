"""Times to WeChat's passive reply, with the whole product: `python -m eval wechat`.

A simulated WeChat delivers 1,000 development questions of 50 people who write at the same time, each reading for some
seconds before the next; then the same people all write again the moment they are answered, which is as much as the
machine can do. WeChat shows nothing that takes longer than five seconds; at 4.5 the gateway says `success` instead.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from eval import questions
from eval.product import own_data_dir, running_product
from eval.wechat_wire import TOKEN, delivery

PEOPLE = 50
MESSAGES = 1000
RUSHED = 200
# Seconds between an answer and the next message, on average.
READING_S = 8.0
SEED = 6
PASSIVE_S = 4.5


@dataclass(frozen=True)
class Delivered:
    seconds: float
    answered: bool


def measure() -> dict[str, Any]:
    texts = [question.text for question in questions.read("dev")]
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(own_data_dir(Path(folder) / "var"), MQA_WECHAT_TOKEN=TOKEN) as product,
    ):
        return {
            "people": PEOPLE,
            "reading": asyncio.run(_all_write(product.url, texts, MESSAGES, READING_S)),
            "rushing": asyncio.run(_all_write(product.url, texts, RUSHED, 0)),
        }


async def _all_write(url: str, texts: list[str], messages: int, pause_s: float) -> dict[str, Any]:
    limits = httpx.Limits(max_connections=PEOPLE)
    async with httpx.AsyncClient(base_url=url, timeout=30, limits=limits, trust_env=False) as client:
        people = [
            _writes(client, person, texts, messages // PEOPLE, pause_s, random.Random(SEED + person))
            for person in range(PEOPLE)
        ]
        delivered = [each for one in await asyncio.gather(*people) for each in one]
    return summary(delivered)


async def _writes(
    client: httpx.AsyncClient,
    person: int,
    texts: list[str],
    messages: int,
    pause_s: float,
    chance: random.Random,
) -> list[Delivered]:
    delivered = []
    for number in range(messages):
        await asyncio.sleep(chance.uniform(0, 2 * pause_s))
        delivered.append(await _deliver(client, person, chance.choice(texts), number))
    return delivered


async def _deliver(client: httpx.AsyncClient, person: int, text: str, number: int) -> Delivered:
    query, body = delivery(person, text)
    began = time.perf_counter()
    response = await client.post("/wechat", params=query, content=body)
    taken = time.perf_counter() - began
    return Delivered(taken, response.is_success and b"<Content>" in response.content)


def summary(delivered: list[Delivered]) -> dict[str, Any]:
    """Milliseconds to the response, and of all messages the shares that were answered in it within a time."""
    milliseconds = [each.seconds * 1000 for each in delivered]
    answered = [each.seconds for each in delivered if each.answered]
    return {
        "messages": len(delivered),
        "reply_ms": {f"p{share}": round(float(np.percentile(milliseconds, share))) for share in (50, 95, 99)},
        "under_1_s": round(sum(seconds < 1 for seconds in answered) / len(delivered), 4),
        "under_4.5_s": round(sum(seconds < PASSIVE_S for seconds in answered) / len(delivered), 4),
    }


def described(report: dict[str, Any]) -> str:
    lines = []
    for name in ("reading", "rushing"):
        result = report[name]
        times = ", ".join(f"{share} {value} ms" for share, value in result["reply_ms"].items())
        lines.append(
            f"{report['people']} people {name}, {result['messages']} messages: {times}; "
            f"{result['under_1_s']:.1%} answered under 1 s, {result['under_4.5_s']:.1%} under 4.5 s"
        )
    return "\n".join(lines)
