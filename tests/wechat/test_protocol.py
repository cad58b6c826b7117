"""Who may deliver what, in each mode, and what the reply looks like."""

from __future__ import annotations

import base64
import time

import pytest
from wechatpy.crypto import PrpCrypto

from tests.wechat import wire
from tests.wechat.wire import AES_KEY, ALICE, BOB, Server, envelope, event, message, signature, text

MODES = ("plain", "compat", "safe")
OTHER_KEY = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut"


def verification(**changed):
    stamp, nonce = str(int(time.time())), "n"
    query = {"timestamp": stamp, "nonce": nonce, "echostr": "5718<&>"}
    return {**query, "signature": signature(wire.TOKEN, stamp, nonce), **changed}


async def test_the_address_is_verified_with_the_bare_echo(gateway):
    response = await gateway.http.get("/wechat", params=verification())
    assert (response.status_code, response.text) == (200, "5718<&>")
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "changed", [{"signature": "0" * 40}, {"signature": ""}, {"nonce": "m"}, {"signature": "签名"}]
)
async def test_a_wrong_signature_echoes_nothing(gateway, changed):
    response = await gateway.http.get("/wechat", params=verification(**changed))
    assert response.status_code == 403
    assert "5718" not in response.text


async def test_no_parameters(gateway):
    assert (await gateway.http.get("/wechat")).status_code == 403
    assert (await gateway.http.post("/wechat", content=b"<xml/>")).status_code == 403


async def test_without_a_token_there_is_nothing(start):
    gateway = await start(wechat_token="")
    assert (await gateway.http.get("/wechat", params=verification())).status_code == 404
    assert (await gateway.http.post("/wechat", content=b"")).status_code == 404


@pytest.mark.parametrize("mode", MODES)
async def test_a_message_is_answered(start, mode):
    gateway = await start(wechat_mode=mode)
    server = Server(gateway.http, mode)
    response = await server.deliver(text("奖金是多少"))
    fields = server.opened(response)
    assert fields["Content"] == "您说：奖金是多少"
    assert (fields["ToUserName"], fields["FromUserName"]) == (ALICE, wire.ACCOUNT)
    assert fields["MsgType"] == "text"
    assert abs(int(fields["CreateTime"]) - time.time()) < 5
    assert (b"<Encrypt>" in response.content) == (mode != "plain")


async def test_safe_mode_takes_no_plain_message(start):
    gateway = await start(wechat_mode="safe")
    assert (await Server(gateway.http, "plain").deliver(text("你好"))).status_code == 403
    query, body = Server(gateway.http, "plain").request(text("你好"))
    assert (await Server(gateway.http).send({**query, "encrypt_type": "raw"}, body)).status_code == 403


async def test_compatible_mode_believes_the_decrypted_fields_only(gateway):
    server = Server(gateway.http, "compat")
    query, body = server.request(text("里面的"))
    forged = body.replace("里面的".encode(), "外面的".encode()).replace(ALICE.encode(), BOB.encode())
    fields = server.opened(await server.send(query, forged))
    assert (fields["Content"], fields["ToUserName"]) == ("您说：里面的", ALICE)


async def test_during_a_rotation_both_keys_are_read_and_each_is_answered_in_its_own(start):
    gateway = await start(wechat_encoding_aes_key=OTHER_KEY, wechat_previous_aes_key=AES_KEY)
    for key in (OTHER_KEY, AES_KEY):
        assert await Server(gateway.http, "safe", key=key).ask("你好") == "您说：你好"


@pytest.mark.parametrize("wrong", [{"key": OTHER_KEY}, {"app_id": "wxffffffffffffffff"}])
async def test_what_cannot_be_decrypted_is_refused(gateway, wrong):
    assert (await Server(gateway.http, "safe", **wrong).deliver(text("你好"))).status_code == 400


async def test_an_encrypted_message_needs_its_own_signature(gateway):
    query, body = Server(gateway.http, "safe").request(text("你好"))
    for changed in (
        {"msg_signature": "0" * 40},
        {"timestamp": str(int(query["timestamp"]) + 1)},
        {"nonce": "x"},
    ):
        assert (await Server(gateway.http).send({**query, **changed}, body)).status_code == 403
    del query["msg_signature"]
    assert (await Server(gateway.http).send(query, body)).status_code == 403


@pytest.mark.parametrize("mode", ["plain", "safe"])
@pytest.mark.parametrize(("age", "status"), [(-310, 403), (-290, 200), (290, 200), (310, 403)])
async def test_only_current_deliveries_are_taken(gateway, mode, age, status):
    response = await Server(gateway.http, mode).deliver(text("你好"), at=int(time.time()) + age)
    assert response.status_code == status


async def test_a_plain_nonce_serves_one_request_however_often_it_is_delivered(server):
    query, body = server.request(text("转人工"))
    first = await server.send(query, body)
    assert (await server.send(query, body)).content == first.content
    _, another = server.request(text("转人工", BOB))
    assert (await server.send(query, another)).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<xml>",
        b"<html></html>",
        b"<xml></xml>",
        envelope(text("你好")).encode("gbk"),
        envelope(text("你好")).encode("utf-16"),
        b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>',
        b"<!DOCTYPE xml><xml></xml>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml></xml>',
        b"<xml><MsgType>text</MsgType></xml>",
        envelope({**text("a"), "MsgId": "x"}).encode(),
        envelope({**text("a"), "MsgId": 2**64}).encode(),
        envelope({**text("a"), "CreateTime": "now"}).encode(),
        envelope({**text("a"), "FromUserName": ""}).encode(),
        envelope({name: value for name, value in text("a").items() if name != "Content"}).encode(),
        envelope({name: value for name, value in text("a").items() if name != "MsgId"}).encode(),
        envelope({name: value for name, value in event("CLICK").items() if name != "Event"}).encode(),
        envelope(text("a")).replace("</xml>", "<Content>b</Content></xml>").encode(),
        ("<a>" * 5000 + "</a>" * 5000).encode(),
    ],
)
@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_malformed_messages(gateway, body, mode):
    server = Server(gateway.http, mode)
    query, _ = server.request("<xml></xml>")
    if mode == "safe":
        encrypted = PrpCrypto(base64.b64decode(AES_KEY + "=")).encrypt(body, wire.APP_ID).decode()
        query["msg_signature"] = signature(wire.TOKEN, query["timestamp"], query["nonce"], encrypted)
        body = envelope({"Encrypt": encrypted}).encode()
    response = await server.send(query, body)
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "malformed_body"


async def test_a_large_body_is_refused_before_it_is_read(gateway):
    response = await gateway.http.post("/wechat", content=b"<" * (64 * 1024 + 1))
    assert response.status_code == 413


async def test_what_a_reply_holds_is_escaped(gateway, server):
    nasty = "a]]>b<c>&amp;</Content>]]>"
    assert await server.ask(nasty.replace("]]>", "]]]]><![CDATA[>")) == f"您说：{nasty}"


async def test_emoji_and_rare_characters_survive(server):
    assert await server.ask("𠮷🏆 ok") == "您说：𠮷🏆 ok"


async def test_the_limit_is_for_each_person(start):
    gateway = await start(rate_limit_per_minute=2)
    server = Server(gateway.http)
    for _ in range(2):
        assert await server.ask("你好") == "您说：你好"
    assert "太快" in await server.ask("你好")
    assert await server.ask("你好", BOB) == "您说：你好"


async def test_a_long_message_is_refused_in_words(server):
    assert "1000" in await server.ask("a" * 1500)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_other_methods(gateway, method):
    response = await gateway.http.request(method, "/wechat")
    assert response.status_code == 405


async def test_unknown_encryption(server):
    query, body = server.request(message(kind="text", Content="a"))
    assert (await server.send({**query, "encrypt_type": "des"}, body)).status_code == 400
