"""Whatever comes with a valid signature, the door answers with a status below 500."""

from __future__ import annotations

import base64
import random

import pytest
from wechatpy.crypto import PrpCrypto

from tests.wechat import wire
from tests.wechat.wire import AES_KEY, Server, envelope, event, signature, text

MESSAGES = 300  # a number, not a time: a busy machine must come across the same ones
SEED = 20201123
NASTY = [
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"\x00", b"\xff", b"<!DOCTYPE x>", b"&#0;", b"&#x110000;", b"</xml>",
    "质".encode(), b"<xml>", b"\xef\xbb\xbf", b"<?xml version='1.0' encoding='gbk'?>", b"9" * 25, b"-1", b"\xed\xa0\x80",
]  # fmt: skip


def mangled(chance: random.Random, body: bytes) -> bytes:
    """A message with some places overwritten, cut, doubled or filled with what parsers trip over."""
    for _ in range(chance.randint(1, 4)):
        at, until = sorted(chance.randrange(len(body) + 1) for _ in range(2))
        until = min(until, at + 40)
        put = chance.choice([b"", chance.choice(NASTY), chance.randbytes(3), body[at:until] * 2])
        body = body[:at] + put + body[until:]
    return body


def sealed(chance: random.Random, query: dict, body: bytes) -> tuple[dict, bytes]:
    """The body in a validly signed envelope; sometimes the cipher text itself is garbage."""
    encrypted = PrpCrypto(base64.b64decode(AES_KEY + "=")).encrypt(body, wire.APP_ID).decode()
    if chance.random() < 0.3:
        encrypted = base64.b64encode(chance.randbytes(chance.choice([0, 16, 32, 33, 64, 320]))).decode()
    signed = signature(wire.TOKEN, query["timestamp"], query["nonce"], encrypted)
    return {**query, "encrypt_type": "aes", "msg_signature": signed}, envelope(
        {"Encrypt": encrypted}
    ).encode()


@pytest.mark.parametrize("mode", ["plain", "safe"])
async def test_validly_signed_garbage(gateway, mode):
    chance = random.Random(SEED)
    server = Server(gateway.http)
    statuses = set()
    for _ in range(MESSAGES):
        fields = chance.choice([text("奖金是多少"), event("CLICK", EventKey="awards"), event("subscribe")])
        query, body = server.request(fields)
        body = mangled(chance, body)
        if mode == "safe":
            query, body = sealed(chance, query, body)
        response = await server.send(query, body)
        assert response.status_code < 500, body
        statuses.add(response.status_code)
    assert statuses >= {200, 400}
