"""Who unsubscribes is forgotten: here, in the dialogue, and also what was still under way."""

from __future__ import annotations

import asyncio

from sqlalchemy import text as sql

from bot.gateway import forgetting
from tests.wechat.conftest import echo
from tests.wechat.wire import BOB, Server, event, text, until

SUCCESS = b"success"
NOTHING = {"sessions": 0, "turns": 0, "wechat_contacts": 0, "wechat_reports": 0, "forgotten_dialogues": 0}


async def kept(gateway) -> dict[str, int]:
    async with gateway.app.state.services.store.transaction() as db:
        return {table: await db.scalar(sql(f"SELECT count(*) FROM {table}")) for table in NOTHING}


async def remains(gateway, rows: dict[str, int]) -> None:
    """In the end: that the dialogue has forgotten is noted after it has."""
    while await kept(gateway) != rows:
        await asyncio.sleep(0.02)


def conversations(gateway) -> list[str]:
    return list(dict.fromkeys(request["sender"] for request in gateway.rasa.requests))


async def test_all_that_is_known_goes_and_others_stay(gateway, server):
    await server.ask("你好")
    await server.ask("你好", BOB)
    mine, theirs = conversations(gateway)
    assert (await server.deliver(event("unsubscribe"))).content == SUCCESS
    await until(lambda: gateway.rasa.forgotten)
    assert gateway.rasa.forgotten == [mine]
    await remains(gateway, {**NOTHING, "sessions": 1, "turns": 1, "wechat_contacts": 1})
    async with gateway.app.state.services.store.transaction() as db:
        left = sql("SELECT reply, sealed FROM wechat_deliveries WHERE contact_id = ''")
        assert [tuple(row) for row in await db.execute(left)] == [("", None)]
    assert await server.ask("又来了") == "您说：又来了"
    assert conversations(gateway)[-1] not in (mine, theirs)


async def test_every_conversation_of_a_person_is_forgotten(workers):
    """The first one ended; the worker that answered in it would know that it was in use a moment ago."""
    gateway, server = workers[0], Server(workers[0].http)
    for worker in workers:
        await Server(worker.http).ask("你好")
        async with gateway.app.state.services.store.transaction() as db:
            await db.execute(sql("UPDATE sessions SET seen_at = '2020-01-01 00:00:00.000000'"))
    await server.deliver(event("unsubscribe"))
    await until(lambda: len(gateway.rasa.forgotten) == 2)
    assert sorted(gateway.rasa.forgotten) == sorted(conversations(gateway))


async def test_a_turn_under_way_in_another_worker_leaves_nothing(workers):
    first, second = (Server(worker.http) for worker in workers)
    rasa, said = workers[0].rasa, []
    await first.ask("你好")
    resume = asyncio.Event()

    async def slowly(asked):
        await resume.wait()
        said.append(asked["sender"])
        return echo(asked)

    rasa.reply = slowly
    delivery = first.request(text("慢"))
    waiting = asyncio.create_task(first.send(*delivery))
    await until(lambda: len(rasa.requests) == 2)
    await second.deliver(event("unsubscribe"))
    resume.set()
    assert (await waiting).content == SUCCESS
    # However early the other worker asked, it is forgotten once more than the dialogue has taken a turn in.
    await until(lambda: said and rasa.order[-1] == ("forget", said[-1]))
    assert (await second.send(*delivery)).content == SUCCESS  # delivered once more: no new message
    await remains(workers[0], NOTHING)
    assert len(rasa.requests) == 2


async def test_a_first_turn_under_way_leaves_nothing_even_for_who_comes_back(gateway, server):
    resume = asyncio.Event()

    async def slowly(asked):
        if asked["message"] == "慢":
            await resume.wait()
        return echo(asked)

    gateway.rasa.reply = slowly
    waiting = asyncio.create_task(server.deliver(text("慢")))
    await until(lambda: gateway.rasa.requests)
    await server.deliver(event("unsubscribe"))
    await server.deliver(event("subscribe"))
    assert await server.ask("又来了") == "您说：又来了"
    before, after = conversations(gateway)
    resume.set()
    assert (await waiting).content == SUCCESS
    await until(lambda: gateway.rasa.forgotten)
    assert gateway.rasa.forgotten == [before] and before != after
    await remains(gateway, {**NOTHING, "sessions": 1, "turns": 1, "wechat_contacts": 1})


async def test_while_the_dialogue_is_away_it_is_not_lost(gateway, server, monkeypatch):
    monkeypatch.setattr(forgetting, "RETRY_S", 0.05)
    await server.ask("你好")
    gateway.rasa.up = False
    assert (await server.deliver(event("unsubscribe"))).content == SUCCESS
    assert await kept(gateway) == {**NOTHING, "forgotten_dialogues": 1}
    gateway.rasa.up = True
    gateway.app.state.services.wechat.exchange._deleted()  # as the next round, which is 15 s away
    await until(lambda: gateway.rasa.forgotten)
    assert gateway.rasa.forgotten == conversations(gateway)


async def test_what_was_noted_before_a_restart_is_done_after_it(start):
    first = await start()
    await Server(first.http).ask("你好")
    first.rasa.up = False
    await Server(first.http).deliver(event("unsubscribe"))
    second = await start()
    await until(lambda: second.rasa.forgotten)
    # Twice where the first, which is not gone yet, says meanwhile that its own try failed.
    assert set(second.rasa.forgotten) == set(conversations(first))
