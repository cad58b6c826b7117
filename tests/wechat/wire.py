"""WeChat's side of the wire: signs, encrypts and reads as its servers do, on an implementation of its own (wechatpy's)."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from typing import Any

import httpx
from wechatpy.crypto import WeChatCrypto

TOKEN = "a-token-of-the-tests"
APP_ID = "wx0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = "gh_0123456789ab"
ALICE, BOB = "oAAAAAAAAAAAAAAAAAAAAAAAAAAA", "oBBBBBBBBBBBBBBBBBBBBBBBBBBB"

numbers = itertools.count(2**63 + 1)  # message ids need all 64 bits


def signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def envelope(fields: dict[str, Any]) -> str:
    inner = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>"


def message(sender: str = ALICE, kind: str = "text", **fields: Any) -> dict[str, Any]:
    return {
        "ToUserName": ACCOUNT,
        "FromUserName": sender,
        "CreateTime": int(time.time()),
        "MsgType": kind,
        **({} if kind == "event" else {"MsgId": next(numbers)}),
        **fields,
    }


def text(content: str, sender: str = ALICE, **fields: Any) -> dict[str, Any]:
    return message(sender, "text", Content=content, **fields)


def event(name: str, sender: str = ALICE, **fields: Any) -> dict[str, Any]:
    return message(sender, "event", Event=name, **fields)


def read(body: bytes) -> dict[str, str]:
    return {child.tag: child.text or "" for child in ElementTree.fromstring(body)}


@dataclass
class Server:
    """One of WeChat's servers, delivering to `http` in one of the three modes."""

    http: httpx.AsyncClient
    mode: str = "plain"
    key: str = AES_KEY
    token: str = TOKEN
    app_id: str = APP_ID
    replies: list[httpx.Response] = field(default_factory=list)

    def request(
        self, fields: dict[str, Any] | str, at: int | None = None, nonce: str = ""
    ) -> tuple[dict, bytes]:
        """Query and body of a delivery."""
        plain = fields if isinstance(fields, str) else envelope(fields)
        timestamp, nonce = str(at or int(time.time())), nonce or str(next(numbers))
        query = {
            "timestamp": timestamp,
            "nonce": nonce,
            "signature": signature(self.token, timestamp, nonce),
            "openid": ALICE,
        }
        if self.mode == "plain":
            return query, plain.encode()
        crypto = WeChatCrypto(self.token, self.key, self.app_id)
        encrypted = read(crypto.encrypt_message(plain, nonce, timestamp).encode())
        query |= {"encrypt_type": "aes", "msg_signature": encrypted["MsgSignature"]}
        outside = fields if self.mode == "compat" and isinstance(fields, dict) else {"ToUserName": ACCOUNT}
        return query, envelope({**outside, "Encrypt": encrypted["Encrypt"]}).encode()

    async def send(self, query: dict[str, str], body: bytes) -> httpx.Response:
        return await self.http.post(
            "/wechat", params=query, content=body, headers={"Content-Type": "text/xml"}
        )

    async def deliver(self, fields: dict[str, Any] | str, **when: Any) -> httpx.Response:
        return await self.send(*self.request(fields, **when))

    def opened(self, response: httpx.Response) -> dict[str, str]:
        """The fields of a reply, decrypted where it is encrypted."""
        assert response.status_code == 200, response.text
        fields = read(response.content)
        if "Encrypt" in fields:
            plain = WeChatCrypto(self.token, self.key, self.app_id).decrypt_message(
                response.content, fields["MsgSignature"], fields["TimeStamp"], fields["Nonce"]
            )
            fields = read(plain.encode())
        return fields

    async def ask(self, words: str, sender: str = ALICE) -> str:
        return self.opened(await self.deliver(text(words, sender)))["Content"]


async def until(condition, limit=60.0):
    deadline = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < deadline, "did not happen"
        await asyncio.sleep(0.02)
