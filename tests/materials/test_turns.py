"""Whose file is next."""

from __future__ import annotations

import asyncio

import pytest

from bot.gateway.materials.turns import Turns

QUICK = 0.2


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
async def running():
    """Starts a file's turn; each is over when its event is set."""
    turns, inside, started = Turns(at_once=2, aside=1, quick_seconds=QUICK), [], []

    async def one(name: str, place: int, over: asyncio.Event) -> None:
        async with turns.turn(place):
            inside.append(name)
            await over.wait()

    async def start(name: str, place: int) -> tuple[asyncio.Task[None], asyncio.Event]:
        over = asyncio.Event()
        started.append(asyncio.create_task(one(name, place, over)))
        await settle()
        return started[-1], over

    start.inside = inside
    yield start
    for task in started:
        task.cancel()
    await asyncio.gather(*started, return_exceptions=True)


async def end(over: asyncio.Event) -> None:
    over.set()
    await settle()


async def test_a_newcomers_first_file_comes_before_the_third_of_others(running):
    overs = [(await running(f"many {place}", place))[1] for place in range(4)]
    await running("newcomer", 0)
    assert running.inside == ["many 0", "many 1"]
    await end(overs[0])
    await end(overs[1])
    assert running.inside == ["many 0", "many 1", "newcomer", "many 2"]


async def test_who_goes_away_while_waiting_is_passed_over(running):
    overs = [(await running(str(number), 0))[1] for number in range(2)]
    leaving, _ = await running("leaving", 0)
    await running("staying", 0)
    leaving.cancel()
    await settle()
    await end(overs[0])
    assert running.inside == ["0", "1", "staying"]


async def test_who_goes_away_inside_makes_room(running):
    first, _ = await running("first", 0)
    await running("second", 0)
    await running("third", 0)
    first.cancel()
    await settle()
    assert running.inside == ["first", "second", "third"]


async def test_what_takes_long_steps_aside_as_long_as_there_is_room(running):
    overs = [(await running(str(number), 0))[1] for number in range(4)]
    assert running.inside == ["0", "1"]
    await asyncio.sleep(1.5 * QUICK)
    assert running.inside == ["0", "1", "2"]
    await asyncio.sleep(1.5 * QUICK)
    assert running.inside == ["0", "1", "2"]
    await end(overs[0])  # which stood aside: nobody comes in for it
    assert running.inside == ["0", "1", "2"]
    await end(overs[1])
    assert running.inside == ["0", "1", "2", "3"]
