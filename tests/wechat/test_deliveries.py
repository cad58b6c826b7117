"""One answer for a message: slow turns, three deliveries, two workers, and workers that die."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.gateway.wechat import account, deliveries
from bot.gateway.wechat.tables import DeliveryRow
from tests.wechat.api import SECRET, WeChatApi
from tests.wechat.conftest import echo
from tests.wechat.wire import ALICE, BOB, Server, event, text, until

SUCCESS = b"success"
# As they are in use; the tests are given more time (conftest.py).
PASSIVE, LEASE = timedelta(seconds=account.PASSIVE_S), deliveries.LEASE
PATIENCE_S = 0.45
SLOW = PATIENCE_S + 1  # seconds; a busy machine may stall for a good part of one


@pytest.fixture
def patience(monkeypatch):
    """WeChat's patience: a tenth of the real one at first, and what it is set to."""

    def set_to(seconds):
        monkeypatch.setattr(account, "PASSIVE_S", seconds)

    set_to(PATIENCE_S)
    return set_to


@pytest.fixture
def api():
    return WeChatApi()


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_deliveries_of_a_message_join_one_turn_and_get_the_same_bytes(workers, mode):
    first, second = (Server(worker.http, mode) for worker in workers)
    workers[0].rasa.delay = 0.3
    delivery = first.request(text("奖金是多少"))
    replies = await asyncio.gather(first.send(*delivery), second.send(*delivery), first.send(*delivery))
    replies.append(await second.send(*delivery))
    assert len(workers[0].rasa.requests) == 1
    assert first.opened(replies[0])["Content"] == "您说：奖金是多少"
    assert len({reply.content for reply in replies}) == 1


async def test_a_message_with_the_same_words_is_another_message(gateway, server):
    assert await server.ask("你好") == await server.ask("你好")
    assert len(gateway.rasa.requests) == 2


@pytest.mark.parametrize(("changed", "turns"), [({}, 1), ({"CreateTime": 1}, 2), ({"EventKey": "stages"}, 2)])
async def test_events_are_told_apart_by_sender_time_name_and_key(gateway, server, changed, turns):
    tap = event("CLICK", EventKey="awards")
    await server.deliver(tap)
    await server.deliver({**tap, **changed})
    assert len(gateway.rasa.requests) == turns


async def fates(gateway) -> list[str]:
    async with gateway.app.state.services.store.transaction() as db:
        return list(await db.scalars(select(DeliveryRow.fate).order_by(DeliveryRow.id)))


async def test_messages_within_a_second_are_answered_in_order(workers):
    servers = [Server(worker.http) for worker in workers]
    workers[0].rasa.delay = 0.3
    asked = []
    for number in range(4):
        asked.append(asyncio.create_task(servers[number % 2].ask(f"问题{number}")))
        while len(await fates(workers[0])) <= number:
            await asyncio.sleep(0.02)
    assert await asyncio.gather(*asked) == [f"您说：问题{number}" for number in range(4)]
    assert [request["message"] for request in workers[0].rasa.requests] == [f"问题{n}" for n in range(4)]


async def test_messages_at_once_are_answered_in_order(gateway, server):
    gateway.rasa.delay = 0.05
    asked = [server.ask(f"问题{number}") for number in range(8)]
    assert await asyncio.gather(*asked) == [f"您说：问题{number}" for number in range(8)]
    assert [request["message"] for request in gateway.rasa.requests] == [f"问题{n}" for n in range(8)]


async def test_people_do_not_wait_for_each_other_nor_get_each_others_answers(workers):
    servers = [Server(worker.http) for worker in workers]
    everybody = asyncio.Barrier(10)

    async def once_all_are_there(said):
        await everybody.wait()
        return echo(said)

    workers[0].rasa.reply = once_all_are_there
    people = [f"o{number:027d}" for number in range(10)]
    asked = [servers[n % 2].ask(f"我是{n}", person) for n, person in enumerate(people)]
    assert await asyncio.gather(*asked) == [f"您说：我是{n}" for n in range(10)]
    assert len({request["sender"] for request in workers[0].rasa.requests}) == 10


async def test_a_slow_turn_goes_to_the_next_delivery(workers, patience):
    first, second = (Server(worker.http) for worker in workers)
    workers[0].rasa.delay = SLOW
    delivery = first.request(text("慢"))
    assert (await first.send(*delivery)).content == SUCCESS
    patience(30)
    assert first.opened(await second.send(*delivery))["Content"] == "您说：慢"
    workers[0].rasa.delay = 0
    assert await first.ask("快") == "您说：快"
    assert len(workers[0].rasa.requests) == 2


async def test_a_slow_turns_answer_that_nobody_fetched_comes_before_the_next(workers, patience):
    first, second = (Server(worker.http) for worker in workers)
    workers[0].rasa.delay = SLOW
    delivery = first.request(text("慢"))
    assert (await first.send(*delivery)).content == SUCCESS
    while await fates(workers[0]) != ["ready"]:
        await asyncio.sleep(0.02)
    workers[0].rasa.delay = 0
    patience(30)
    both = await second.ask("快")
    assert both.index("您说：慢") < both.index("您说：快")
    assert await second.ask("再来") == "您说：再来"
    assert (await first.send(*delivery)).content == SUCCESS
    assert await second.ask("别人", BOB) == "您说：别人"


async def test_a_slow_turn_is_sent_by_the_customer_service_api_once(start, patience, api):
    gateway = await start(wechat_app_secret=SECRET, transports={"wechat": api.transport()})
    server = Server(gateway.http)
    done = asyncio.Event()

    async def slowly(said):
        await done.wait()
        return echo(said)

    gateway.rasa.reply = slowly
    delivery = server.request(text("慢"))
    replies = await asyncio.gather(server.send(*delivery), server.send(*delivery))
    replies.append(await server.send(*delivery))
    done.set()
    assert [reply.content for reply in replies] == [SUCCESS] * 3
    await until(lambda: api.sent)
    replies.append(await server.send(*delivery))
    assert replies[-1].content == SUCCESS
    assert api.sent == [{"touser": ALICE, "msgtype": "text", "text": {"content": "您说：慢"}}]
    assert "您说：慢".encode() in api.raw
    patience(30)
    assert await server.ask("快") == "您说：快"


async def test_what_the_api_refuses_is_not_lost(start, patience, api, caplog):
    gateway = await start(wechat_app_secret=SECRET, transports={"wechat": api.transport()})
    server = Server(gateway.http)
    gateway.rasa.delay, api.failures = SLOW, [45015]
    with caplog.at_level(logging.WARNING):
        assert (await server.deliver(text("慢"))).content == SUCCESS
        await until(lambda: "wechat_message_dropped" in caplog.text)
    gateway.rasa.delay = 0
    patience(30)
    both = await server.ask("快")
    assert both.index("您说：慢") < both.index("您说：快")
    assert api.tried == 1


async def test_a_turn_that_fails_is_apologised_for(gateway, server):
    gateway.rasa.reply = [{"not": "a reply"}]
    assert "秘书处" in await server.ask("你好")


async def test_asking_for_more_brings_the_late_answer_first_and_once(workers, patience):
    server = Server(workers[0].http)
    workers[0].rasa.reply = lambda said: echo({"message": "长。" * 600})
    workers[0].rasa.delay = SLOW
    assert (await server.deliver(text("慢"))).content == SUCCESS
    while await fates(workers[0]) != ["ready"]:
        await asyncio.sleep(0.02)
    patience(30)
    first, second = await server.ask("继续"), await server.ask("继续")
    assert (first + second).count("长") == 600
    assert len(workers[0].rasa.requests) == 1


def test_a_dead_workers_turn_can_be_answered_while_wechat_waits():
    assert timedelta(seconds=deliveries.BEAT_S) < LEASE < PASSIVE < timedelta(seconds=5)


@pytest.mark.parametrize("set_back", [timedelta(0), timedelta(days=1)], ids=str)
async def test_a_dead_workers_turn_is_taken_over(workers, set_back, monkeypatch):
    """The first worker is cut off in the middle of the turn, without a word to the database; the clock may be set back then."""
    monkeypatch.setattr(deliveries, "LEASE", timedelta(seconds=1))
    server = Server(workers[1].http)
    stuck = asyncio.Event()

    async def hang(said):
        await stuck.wait()

    workers[0].rasa.reply = hang
    delivery = server.request(text("你好"))
    cut_off = asyncio.create_task(Server(workers[0].http).send(*delivery))
    await until(lambda: workers[0].rasa.requests)
    workers[0].app.state.services.wechat.deliveries._runner = (
        "dead" * 8
    )  # its heartbeats and its answer no longer count
    async with workers[1].app.state.services.store.transaction() as db:
        (lease,) = await db.scalars(select(DeliveryRow.alive_until))
        await db.execute(update(DeliveryRow).values(alive_until=lease + set_back))
    workers[0].rasa.reply = echo
    assert server.opened(await server.send(*delivery))["Content"] == "您说：你好"
    stuck.set()
    assert (await cut_off).status_code == 200


async def test_nothing_stored_names_a_person(gateway, server, tmp_path):
    await server.ask("你好")
    files = [file.read_bytes() for file in tmp_path.glob("db.sqlite3*")]
    assert files
    assert not any(ALICE.encode() in content for content in files)
