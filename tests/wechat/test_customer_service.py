"""The access token and the customer-service messages, against a stand-in that keeps WeChat's rules."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.gateway.store import Store, database_url
from bot.gateway.wechat import api as http_api
from bot.gateway.wechat import deliveries as clock
from bot.gateway.wechat.api import Api, Refused
from bot.gateway.wechat.customer_service import CustomerService, of_official_account, stable_token
from bot.gateway.wechat.deliveries import Arrival, Deliveries
from bot.gateway.wechat.identity import Identity
from bot.gateway.wechat.quota import Quota
from bot.gateway.wechat.received import Received
from bot.gateway.wechat.tokens import AccessToken
from tests.gateway import database
from tests.wechat.api import SECRET, WeChatApi
from tests.wechat.wire import ACCOUNT, ALICE, APP_ID, TOKEN

TO = Received(ALICE, ACCOUNT, 0, "text", ("m",))
CONTACT = "c"


@pytest.fixture
def far():
    return WeChatApi()


@pytest.fixture
async def store(tmp_path):
    url = database_url("", tmp_path)
    database.upgrade(url)
    store = Store(url)
    yield store
    await store.close()


@pytest.fixture
async def near(far):
    api = Api("http://wechat", far.transport())
    yield api
    await api.close()


@pytest.fixture
def make_token(store, near):
    """An access token as each worker holds one."""

    def make():
        identity = Identity(TOKEN, "wechat")
        return AccessToken(store, identity, "wechat:a", stable_token(near, APP_ID, SECRET))

    return make


@pytest.fixture
def service(store, near, make_token):
    return CustomerService(of_official_account(near, make_token()), Quota(store), "…")


async def opened(store, window="message", number=1):
    """A person who has just written, or tapped."""
    deliveries = Deliveries(store, lambda earlier, text: text, "")
    await deliveries.admit(Arrival(f"k{number}", CONTACT, "wechat", "", window))


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of the channel on."""
    real, moved = clock.now, timedelta()

    def move(**by):
        nonlocal moved
        moved += timedelta(**by)

    for module in ("deliveries", "quota", "tokens"):
        monkeypatch.setattr(f"bot.gateway.wechat.{module}.now", lambda: real() + moved)
    return move


async def test_a_message_is_raw_utf8_and_the_token_is_fetched_once_for_all_workers(
    store, near, far, make_token
):
    far.delay = 0.1
    await opened(store)
    workers = [CustomerService(of_official_account(near, make_token()), Quota(store), "…") for _ in range(4)]
    assert all(await asyncio.gather(*(worker.send(TO, CONTACT, "奖金是 200 万元") for worker in workers)))
    assert [asked["force_refresh"] for asked in far.fetched] == [False]
    assert "奖金是 200 万元".encode() in far.raw


async def test_a_token_is_kept_sealed_and_renewed_before_it_ends(far, make_token, later, tmp_path):
    token = make_token()
    assert await token() == "token-1"
    assert not any(b"token-1" in file.read_bytes() for file in tmp_path.glob("db.sqlite3*"))
    later(seconds=7200 - 301)
    assert await token() == "token-1"
    assert len(far.fetched) == 1
    far.valid = "token-2"
    later(seconds=2)
    assert await make_token()() == "token-2"


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_refused_token_is_replaced_once(store, far, service, code):
    await opened(store)
    far.failures = [code]
    assert await service.send(TO, CONTACT, "你好")
    assert [asked["force_refresh"] for asked in far.fetched] == [False, False, True]
    far.failures = [code, code]
    assert not await service.send(TO, CONTACT, "你好")
    assert far.tried == 4


async def test_a_token_that_somebody_else_renewed_is_not_renewed_again(store, far, service):
    await opened(store)
    assert await service.send(TO, CONTACT, "一")
    far.valid = "token-by-another-server"
    assert await service.send(TO, CONTACT, "二")
    assert not any(asked["force_refresh"] for asked in far.fetched)


async def test_neither_token_nor_secret_is_logged(store, far, service, caplog):
    await opened(store)
    far.failures = [40001, 45009]
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("httpx").setLevel(logging.WARNING)  # as the gateway's own configuration does
        await service.send(TO, CONTACT, "你好")
    logged = caplog.text + str([vars(record) for record in caplog.records])
    assert "token-1" not in logged and SECRET not in logged and ALICE not in logged


async def test_busy_is_waited_for(store, far, service, monkeypatch):
    monkeypatch.setattr(http_api, "BACK_OFF_S", (0.01, 0.01))
    await opened(store)
    far.failures = [-1, -1]
    assert await service.send(TO, CONTACT, "你好")
    far.failures = [-1, -1, -1]
    assert not await service.send(TO, CONTACT, "你好")


@pytest.mark.parametrize("code", [45009, 48001, 40164])
async def test_what_only_a_person_can_mend_is_an_alert(store, far, service, code, caplog):
    await opened(store)
    far.failures = [code]
    assert not await service.send(TO, CONTACT, "你好")
    alerts = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert [record.values["code"] for record in alerts] == [code]
    assert far.tried == 1


@pytest.mark.parametrize("code", [45015, 45047])
async def test_out_of_time_or_count_is_dropped_and_recorded(store, far, service, code, caplog):
    await opened(store)
    far.failures = [code]
    assert not await service.send(TO, CONTACT, "你好")
    assert [record.message for record in caplog.records] == ["wechat_message_dropped"]
    assert far.tried == 1


async def test_too_long_is_split(store, far, service):
    await opened(store)
    far.failures = [45002, 0, 45002]
    text = "一句话。" * 100
    assert await service.send(TO, CONTACT, text)
    assert "".join(far.texts()) == text
    assert len(far.sent) == 3


async def test_five_messages_within_48_hours_of_a_message(store, far, service, later):
    await opened(store)
    assert [await service.send(TO, CONTACT, "你好") for _ in range(6)] == [True] * 5 + [False]
    await opened(store, number=2)
    assert await service.send(TO, CONTACT, "你好")
    later(hours=48, seconds=1)
    assert not await service.send(TO, CONTACT, "你好")
    assert far.tried == 6


async def test_three_messages_within_a_minute_of_a_tap(store, far, service, later):
    await opened(store, "event")
    assert [await service.send(TO, CONTACT, "你好") for _ in range(4)] == [True] * 3 + [False]
    await opened(store, "event", number=2)
    later(seconds=61)
    assert not await service.send(TO, CONTACT, "你好")


async def test_an_api_that_is_not_there(store, make_token, monkeypatch):
    monkeypatch.setattr(http_api, "BACK_OFF_S", ())
    await opened(store)
    nowhere = Api("http://127.0.0.1:1")
    token = AccessToken(store, Identity(TOKEN, "wechat"), "b", stable_token(nowhere, APP_ID, SECRET))
    service = CustomerService(of_official_account(nowhere, token), Quota(store), "…")
    assert not await service.send(TO, CONTACT, "你好")
    await nowhere.close()


async def test_a_wrong_secret(store, near):
    token = AccessToken(store, Identity(TOKEN, "wechat"), "c", stable_token(near, APP_ID, "wrong"))
    with pytest.raises(Refused):
        await token()
