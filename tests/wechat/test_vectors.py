"""Signatures and cipher texts, byte for byte: WeChat's published example, and wechatpy as a second opinion."""

from __future__ import annotations

import base64
import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto

from bot.gateway.errors import Forbidden, MalformedBody
from bot.gateway.wechat import crypto
from bot.gateway.wechat.crypto import MessageKey, Undecipherable
from bot.gateway.wechat.gate import Gate
from tests.wechat.wire import AES_KEY, APP_ID, envelope, read

# From the sample code that WeChat publishes with its 消息加解密 documentation.
TOKEN, TIMESTAMP, NONCE = "spamtest", "1409735669", "1320562132"
PUBLISHED_APP_ID = "wx2c2769f8efd9abc2"
ENCRYPTED = (
    "hyzAe4OzmOMbd6TvGdIOO6uBmdJoD0Fk53REIHvxYtJlE2B655HuD0m8KUePWB3+LrPXo87wzQ1QLvbeUgmBM4x6F8PGHQHFVAFmOD2LdJF9FrXp"
    "bUAh0B5GIItb52sn896wVsMSHGuPE328HnRGBcrS7C41IzDWyWNlZkyyXwon8T332jisa+h6tEDYsVticbSnyU8dKOIbgU6ux5VTjg3yt+WGzjlp"
    "Kn6NPhRjpA912xMezR4kw6KWwMrCVKSVCZciVGCgavjIQ6X8tCOp3yZbGpy0VxpAe+77TszTfRd5RJSVO/HTnifJpXgCSUdUue1v6h0EIBYYI1BD"
    "1DlD+C0CR8e6OewpusjZ4uBl9FyJvnhvQl+q5rv1ixrcpCumEPo5MJSgM9ehVsNPfUM669WuMyVWQLCzpu9GhglF2PE="
)
QUERY = {
    "encrypt_type": "aes",
    "msg_signature": "5d197aaffba7e9b25a30732f161a50dee96bd5fa",
    "timestamp": TIMESTAMP,
    "nonce": NONCE,
}
KEY = MessageKey(AES_KEY, PUBLISHED_APP_ID)
SALTS = st.binary(min_size=16, max_size=16)


def published_gate(at=1409735670.0):
    return Gate(TOKEN, (KEY,), safe=True, now=lambda: at)


def test_the_published_message_is_opened():
    opened = published_gate().open(QUERY, envelope({"ToUserName": "x", "Encrypt": ENCRYPTED}).encode())
    assert opened.received.text == "abcdteT"
    assert opened.received.identity[-1] == "6054768590064713728"
    assert opened.received.sender == "oyORnuP8q7ou2gfYjqLzSIWZf0rs"


@pytest.mark.parametrize("at", [1409735669 + 301, 1409735669 - 301])
def test_not_when_it_is_old_or_from_the_future(at):
    with pytest.raises(Forbidden):
        published_gate(at).open(QUERY, envelope({"Encrypt": ENCRYPTED}).encode())


def test_a_reply_to_it_is_read_by_wechatpy_and_signed_over_its_own_time_and_nonce():
    gate = published_gate()
    opened = gate.open(QUERY, envelope({"Encrypt": ENCRYPTED}).encode())
    reply = gate.reply(opened, "您好", 1409735671, b"s" * 16)
    fields = read(reply)
    assert fields["TimeStamp"] == "1409735671"
    assert fields["Nonce"] != NONCE
    oracle = WeChatCrypto(TOKEN, AES_KEY, PUBLISHED_APP_ID)
    plain = oracle.decrypt_message(reply, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"])
    assert read(plain.encode()) == {
        "ToUserName": "oyORnuP8q7ou2gfYjqLzSIWZf0rs",
        "FromUserName": "gh_10f6c3c3ac5a",
        "CreateTime": "1409735671",
        "MsgType": "text",
        "Content": "您好",
    }


@settings(max_examples=200, deadline=None)
@given(message=st.binary(max_size=200), salt=SALTS)
def test_what_is_encrypted_is_decrypted(message, salt):
    assert KEY.decrypt(KEY.encrypt(message, salt)) == message


@settings(max_examples=100, deadline=None)
@given(message=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200), salt=SALTS)
def test_wechatpy_and_we_read_each_other(message, salt):
    oracle = PrpCrypto(base64.b64decode(AES_KEY + "="))
    encrypted = KEY.encrypt(message.encode(), salt)
    assert oracle.decrypt(encrypted, PUBLISHED_APP_ID) == message
    assert KEY.decrypt(oracle.encrypt(message, PUBLISHED_APP_ID).decode()) == message.encode()


@settings(max_examples=100, deadline=None)
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed_or_changes_nothing_but_the_message(place, bit):
    """CBC does not authenticate, the signature does; whatever comes out, it is an answer or `Undecipherable`."""
    raw = bytearray(base64.b64decode(ENCRYPTED))
    raw[place % len(raw)] ^= 1 << bit
    with contextlib.suppress(Undecipherable):
        KEY.decrypt(base64.b64encode(raw).decode())


def sealed(plain):
    """A cipher text of exactly these bytes."""
    encryptor = KEY._cipher().encryptor()
    return base64.b64encode(encryptor.update(plain)).decode()


@pytest.mark.parametrize(
    "encrypted",
    [
        "",
        "not base64!",
        ENCRYPTED[:-4],
        ENCRYPTED[:-1] + "\n",
        base64.b64encode(b"x" * 16).decode(),
        sealed(b"s" * 32),  # padding 115
        sealed(b"s" * 31 + b"\0"),
        sealed(b"s" * 16 + b"\0\0\xff\xff" + b"m" * 11 + b"\1"),
        sealed(b"s" * 16 + (2**32 - 1).to_bytes(4, "big") + b"m" * 11 + b"\1"),
        sealed(b"s" * 14 + b"\x12" * 18),  # shorter than its length
        MessageKey(AES_KEY, APP_ID).encrypt(b"<xml></xml>", b"s" * 16),  # for somebody else
        MessageKey(AES_KEY, "").encrypt(b"<xml></xml>", b"s" * 16),
    ],
)
def test_what_is_wrong_inside_is_refused(encrypted):
    with pytest.raises(Undecipherable):
        KEY.decrypt(encrypted)


def test_what_is_not_utf8_inside_is_refused():
    encrypted = KEY.encrypt("<xml><Content>你好</Content></xml>".encode("gbk"), b"s" * 16)
    query = {**QUERY, "msg_signature": crypto.signature(TOKEN, TIMESTAMP, NONCE, encrypted)}
    with pytest.raises(MalformedBody):
        published_gate().open(query, envelope({"Encrypt": encrypted}).encode())


@pytest.mark.parametrize("given", ["", "0" * 40, "签名", QUERY["msg_signature"].upper(), "5d197aaf"])
def test_other_signatures(given):
    assert not crypto.signed(given, TOKEN, TIMESTAMP, NONCE, ENCRYPTED)
