"""What several gateways keep together in a real Redis: the order of turns, and the limits."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.gateway import turn_order
from bot.gateway.errors import PartUnavailable, RateLimited
from bot.gateway.rate_limit import RateLimiter
from bot.gateway.store import session_key
from bot.gateway.turn_order import RedisOrder, connect
from eval.faults.redis_server import RedisServer
from tests.gateway.conftest import Gateway, running
from tests.gateway.fakes import smalltalk

DAY_S = 86_400

pytestmark = pytest.mark.skipif(
    not RedisServer.installed(),
    reason="NOT PROVED HERE that gateways share limits and order: no redis-server",
)


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.close()


@pytest.fixture
async def orders(server: RedisServer) -> AsyncIterator[list[RedisOrder]]:
    orders = [RedisOrder(connect(server.url)) for _ in range(3)]
    yield orders
    for order in orders:
        await order.close()


@pytest.fixture
async def gateways(server: RedisServer, tmp_path: Path) -> AsyncIterator[list[Gateway]]:
    """Two over one database; the first one's Rasa hears all."""
    async with AsyncExitStack() as stack:
        chosen = {"redis_url": server.url, "database_url": f"sqlite:///{tmp_path / 'one.sqlite3'}"}
        yield [await stack.enter_async_context(running(tmp_path, **chosen)) for _ in range(2)]


async def waiting(server: RedisServer, session_id: str, count: int) -> None:
    """Until so many turns of the session are under way or waiting."""
    async with connect(server.url) as redis, asyncio.timeout(10):
        while await redis.llen(f"mqa:turns:{{{session_id}}}") < count:
            await asyncio.sleep(0.005)


async def test_turns_of_a_session_come_one_by_one_in_the_order_of_arrival(orders, server):
    seen, inside = [], 0
    all_there = asyncio.Event()

    async def turn(number: int) -> None:
        nonlocal inside
        async with orders[number % 3].turn("s"):
            await all_there.wait()
            inside += 1
            assert inside == 1
            seen.append(number)
            await asyncio.sleep(0.005)
            inside -= 1

    async with asyncio.TaskGroup() as all_of_them:
        for number in range(20):
            all_of_them.create_task(turn(number))
            await waiting(server, "s", number + 1)
        all_there.set()
    assert seen == list(range(20))


async def test_sessions_do_not_wait_for_each_other(orders):
    async with orders[0].turn("a"), asyncio.timeout(10), orders[1].turn("b"):
        pass


async def test_a_long_turn_keeps_its_place(orders, monkeypatch):
    # Long enough that a busy machine renews in time, though it is held up for a second.
    monkeypatch.setattr(turn_order, "LEASE_MS", 1500)
    monkeypatch.setattr(turn_order, "BEAT_S", 0.1)
    async with orders[0].turn("s"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2.5), orders[1].turn("s"):
                pass
    async with asyncio.timeout(10), orders[1].turn("s"):
        pass


async def test_the_place_of_a_gateway_that_died_is_given_up(orders, monkeypatch):
    monkeypatch.setattr(turn_order, "LEASE_MS", 300)
    monkeypatch.setattr(turn_order, "BEAT_S", 60)  # it does not renew: as good as dead
    async with orders[0].turn("s"), asyncio.timeout(10), orders[1].turn("s"):
        pass


async def test_the_place_of_a_gateway_that_died_is_not_held_for_a_day_by_a_clock_set_back(orders, server):
    """As Redis has it then; under libfaketime Debian's redis-server does not start."""
    async with connect(server.url) as redis:
        seconds, _ = await redis.time()
        await redis.rpush("mqa:turns:{s}", "dead")
        await redis.hset("mqa:turns:{s}:held", "dead", (seconds + DAY_S) * 1000)
    async with asyncio.timeout(turn_order.LEASE_MS / 1000 / 2), orders[0].turn("s"):
        pass


async def test_who_stops_waiting_is_no_obstacle(orders):
    async with orders[0].turn("s"):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1), orders[1].turn("s"):
                pass
    async with asyncio.timeout(10), orders[2].turn("s"):
        pass


async def test_a_cancellation_that_the_client_loses_is_heard(orders):
    async def loses_it(keys: list[str], args: list[object]) -> int:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(1)
        return 1

    orders[0]._take_place = loses_it
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05), orders[0].turn("s"):
            pass


async def test_nothing_is_left_behind(orders, server):
    async with orders[0].turn("s"):
        pass
    redis = connect(server.url)
    assert await redis.keys("mqa:turns:*") == []
    await redis.aclose()


async def test_limits_are_counted_together(server, tmp_path):
    async with AsyncExitStack() as stack:
        chosen = {"redis_url": server.url, "rate_limit_per_minute": 4, "client_address": "198.51.100.44"}
        both = [await stack.enter_async_context(running(tmp_path / str(n), **chosen)) for n in range(2)]
        answers = [await both[n % 2].chat("你好") for n in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


async def test_a_window_that_a_clock_set_back_made_long_is_opened_anew(server):
    async with connect(server.url) as redis:
        limiter = RateLimiter(1, redis)
        await limiter.admit_session("set back")
        with pytest.raises(RateLimited):
            await limiter.admit_session("set back")
        (window,) = await redis.keys(f"mqa:limits*{session_key('set back')}*")
        await redis.expire(window, DAY_S)
        await limiter.admit_session("set back")
        with pytest.raises(RateLimited) as refused:
            await limiter.admit_session("set back")
    assert 1 <= refused.value.retry_after <= 60


async def test_one_conversation_through_two_gateways_keeps_its_order(gateways, server):
    first, second = gateways
    session = (await first.chat("你好")).json()["session_id"]
    heard, all_there = [], asyncio.Event()

    async def answer(said):
        await all_there.wait()
        heard.append(said["message"])
        return smalltalk(said["message"])

    first.rasa.reply = second.rasa.reply = answer
    async with asyncio.TaskGroup() as all_of_them:
        for number in range(10):
            all_of_them.create_task(gateways[number % 2].chat(f"第{number}句", session))
            await waiting(server, session_key(session), number + 1)
        all_there.set()
    assert heard == [f"第{number}句" for number in range(10)]


async def test_while_redis_is_gone_people_are_told_to_come_again_and_limits_go_on(tmp_path):
    server = RedisServer()
    server.start()
    async with running(tmp_path, redis_url=server.url, rate_limit_per_minute=3) as gateway:
        assert (await gateway.chat("你好")).status_code == 200
        server.stop()
        answers = [await gateway.chat("你好") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [503] * 3 + [429]
        assert all("retry-after" in answer.headers for answer in answers)
        readiness = await gateway.http.get("/readyz")
        assert (readiness.status_code, readiness.json()["parts"]["redis"]["ready"]) == (503, False)
        server.start()
        assert (await gateway.http.get("/readyz")).status_code == 200
        assert (await gateway.chat("你好")).status_code == 200
    server.close()


async def test_a_redis_that_hangs_is_a_redis_that_is_gone():
    server = RedisServer()
    server.start()
    order = RedisOrder(connect(server.url))
    await order.ping()
    server.signal(signal.SIGSTOP)
    with pytest.raises(PartUnavailable):
        async with asyncio.timeout(6), order.turn("s"):
            pass
    server.signal(signal.SIGCONT)
    async with asyncio.timeout(6), order.turn("s"):
        pass
    await order.close()
    server.close()
