"""微信客服: announced, pulled once, answered by the API."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from wechatpy.crypto import WeChatCrypto

from bot.gateway.wechat import housekeeping, inbox
from tests.wechat import wecom_api
from tests.wechat.wecom_api import ACCOUNT, CORP_ID, WeComApi
from tests.wechat.wire import AES_KEY, envelope, read, signature, until

TOKEN = "callback-token"
ALICE, BOB = "wmAlice", "wmBob"
CONFIGURED = {
    "wecom_token": TOKEN,
    "wecom_corp_id": CORP_ID,
    "wecom_encoding_aes_key": AES_KEY,
    "wecom_secret": wecom_api.SECRET,
}


@pytest.fixture
def api():
    return WeComApi()


@pytest.fixture
async def gateway(start, api):
    return await start(**CONFIGURED, transports={"wecom": api.transport()})


def announcement(**changed):
    stamp = str(int(time.time()))
    fields = {"ToUserName": CORP_ID, "CreateTime": stamp, "MsgType": "event", "Event": "kf_msg_or_event"}
    fields |= {"Token": "pull-token", "OpenKfId": ACCOUNT, **changed}
    encrypted = read(
        WeChatCrypto(TOKEN, AES_KEY, CORP_ID).encrypt_message(envelope(fields), "n", stamp).encode()
    )
    query = {"msg_signature": encrypted["MsgSignature"], "timestamp": stamp, "nonce": "n"}
    return query, envelope({"ToUserName": CORP_ID, "Encrypt": encrypted["Encrypt"]}).encode()


async def announce(gateway, **changed):
    query, body = announcement(**changed)
    return await gateway.http.post("/wecom", params=query, content=body)


async def test_the_address_is_verified_with_the_decrypted_echo(gateway):
    stamp = str(int(time.time()))
    sealed = read(WeChatCrypto(TOKEN, AES_KEY, CORP_ID).encrypt_message("1234567", "n", stamp).encode())
    query = {"msg_signature": sealed["MsgSignature"], "timestamp": stamp, "nonce": "n"}
    response = await gateway.http.get("/wecom", params={**query, "echostr": sealed["Encrypt"]})
    assert (response.status_code, response.text) == (200, "1234567")
    forged = await gateway.http.get(
        "/wecom", params={**query, "echostr": sealed["Encrypt"], "msg_signature": signature("x")}
    )
    assert forged.status_code == 403


async def test_all_pages_are_pulled_and_answered_in_order(gateway, api):
    for number in range(5):
        api.writes(ALICE, f"问题{number}")
    response = await announce(gateway)
    assert (response.status_code, response.text) == (200, "success")
    await until(lambda: len(api.sent) == 5)
    assert api.texts() == [f"您说：问题{number}" for number in range(5)]
    assert api.sent[0]["touser"] == ALICE
    assert [pull.get("cursor") for pull in api.pulls] == [None, "2", "4"]
    assert api.pulls[0]["token"] == "pull-token"


async def test_the_cursor_is_kept_over_a_restart_and_nothing_is_answered_twice(start, api):
    for _ in range(2):
        gateway = await start(**CONFIGURED, transports={"wecom": api.transport()})
        api.writes(ALICE, "你好")
        count = len(api.messages)
        await announce(gateway)
        await until(lambda count=count: len(api.sent) == count)
    assert api.pulls[-1]["cursor"] == "1"


async def test_announcements_over_two_workers_answer_each_message_once(start, api):
    first = await start(**CONFIGURED, transports={"wecom": api.transport()})
    rasa = httpx.ASGITransport(first.rasa.app)
    second = await start(**CONFIGURED, transports={"wecom": api.transport(), "rasa": rasa})
    for number in range(6):
        api.writes((ALICE, BOB)[number % 2], f"问题{number}")
        await asyncio.gather(announce(first), announce(second))
    await until(lambda: len(api.sent) >= 6)
    await asyncio.sleep(0.3)
    assert sorted(api.texts()) == [f"您说：问题{number}" for number in range(6)]


async def test_what_could_not_be_pulled_is_pulled_later(start, api, monkeypatch):
    monkeypatch.setattr(housekeeping, "SWEEP_S", 0.1)
    monkeypatch.setattr(inbox, "LEASE", inbox.timedelta(seconds=0.2))
    gateway = await start(**CONFIGURED, transports={"wecom": api.transport()})
    api.down = True
    api.writes(ALICE, "你好")
    await announce(gateway)
    await until(lambda: api.pulls)
    api.down = False
    await until(lambda: api.sent)


async def test_a_welcome_goes_out_by_its_code_within_20_seconds(gateway, api):
    api.enters(ALICE, "code-1")
    api.enters(BOB, "code-2", ago=21)
    api.enters(BOB)
    await announce(gateway)
    await until(lambda: api.welcomed)
    assert [said["code"] for said in api.welcomed] == ["code-1"]
    assert "质奖通" in api.welcomed[0]["text"]["content"]
    api.writes(ALICE, "1")
    await announce(gateway)
    await until(lambda: api.sent)
    assert api.texts() == ["您说：奖金是多少"]


async def test_what_is_not_a_customers_is_not_answered(gateway, api):
    api.writes(ALICE, "我是接待人员", origin=5)
    api.writes(ALICE, "几天前的", ago=86400)
    api.says(ALICE, "event", origin=4, event_type="msg_send_fail", open_kfid=ACCOUNT)
    api.messages.append({"msgtype": "text"})
    api.says(ALICE, "image", media_id="m")
    await announce(gateway)
    await until(lambda: api.sent)
    assert len(api.sent) == 1
    assert "图片" in api.texts()[0]


async def test_a_long_answer_is_continued(gateway, api):
    gateway.rasa.reply = [{"recipient_id": "x", "custom": {"kind": "smalltalk", "text": "长。" * 600}}]
    for text in ("长", "继续"):
        api.writes(ALICE, text)
        await announce(gateway)
    await until(lambda: len(api.sent) == 2)
    assert "".join(api.texts()).count("长") == 600
    assert all(len(text.encode()) <= 2048 for text in api.texts())


@pytest.mark.parametrize(("changed", "status"), [({"Event": "other"}, 200), ({"OpenKfId": ""}, 400)])
async def test_other_announcements(gateway, api, changed, status):
    assert (await announce(gateway, **changed)).status_code == status
    assert not api.pulls


async def test_not_configured_or_not_signed(start, api):
    query, body = announcement()
    bare = await start()
    assert (await bare.http.post("/wecom", params=query, content=body)).status_code == 404
    gateway = await start(**CONFIGURED, transports={"wecom": api.transport()})
    assert (await gateway.http.post("/wecom", content=body)).status_code == 403
    forged = {**query, "msg_signature": "0" * 40}
    assert (await gateway.http.post("/wecom", params=forged, content=body)).status_code == 403
