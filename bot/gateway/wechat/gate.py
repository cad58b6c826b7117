"""The protocol at the door: who may deliver, in which mode, and how a reply is written so that WeChat takes it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.gateway.errors import Forbidden, MalformedBody
from bot.gateway.settings import Settings
from bot.gateway.wechat import crypto, xml
from bot.gateway.wechat.crypto import MessageKey
from bot.gateway.wechat.received import Received, read

# WeChat delivers three times within about 15 seconds; the rest is for clocks that disagree.
MAX_SKEW_S = 300

Query = Mapping[str, str]


@dataclass(frozen=True)
class Once:
    """A nonce that was used, and what it was used for; only the same request may come with it again."""

    nonce: str
    request: str


@dataclass(frozen=True)
class Opened:
    """An accepted delivery. `once` is set where the signature does not cover the body (plain mode)."""

    received: Received
    key: MessageKey | None
    once: Once | None


class Gate:
    """Raises `Forbidden` for what is not WeChat's, not current or not in the mode, `MalformedBody` for the rest."""

    def __init__(
        self, token: str, keys: tuple[MessageKey, ...], *, safe: bool, now: Callable[[], float] = time.time
    ) -> None:
        self._token = token
        self._keys = keys
        self._safe = safe
        self._now = now

    @classmethod
    def of_official_account(cls, settings: Settings) -> Gate:
        secrets = (settings.wechat_encoding_aes_key, settings.wechat_previous_aes_key)
        keys = tuple(MessageKey(key.get_secret_value(), settings.wechat_app_id) for key in secrets if key)
        return cls(settings.wechat_token.get_secret_value(), keys, safe=settings.wechat_mode == "safe")

    @classmethod
    def of_wecom(cls, settings: Settings) -> Gate:
        key = MessageKey(settings.wecom_encoding_aes_key.get_secret_value(), settings.wecom_corp_id)
        return cls(settings.wecom_token.get_secret_value(), (key,), safe=True)

    def verify_url(self, query: Query) -> str:
        """The `echostr` to send back when the address is registered in the 公众号's back office."""
        self._check_signature(query)
        self._check_time(query)
        if "echostr" not in query:
            raise MalformedBody("echostr：缺少这一项。")
        return query["echostr"]

    def verify_encrypted_url(self, query: Query) -> str:
        """The same for WeCom, which encrypts the `echostr`."""
        echo, _ = self._decrypt(query, query.get("echostr", ""))
        self._check_time(query)
        return echo.decode("utf-8", "replace")

    def open(self, query: Query, body: bytes) -> Opened:
        fields, key = self.fields(query, body)
        if key:
            return Opened(read(fields), key, None)
        used = hashlib.sha256(f"{query['timestamp']}\n{query['nonce']}".encode()).hexdigest()
        return Opened(read(fields), None, Once(used, hashlib.sha256(body).hexdigest()))

    def fields(self, query: Query, body: bytes) -> tuple[dict[str, str], MessageKey | None]:
        """What a body says, with the key it was encrypted with."""
        encryption = query.get("encrypt_type", "raw")
        if encryption not in ("raw", "aes", ""):
            raise MalformedBody("encrypt_type：只支持 raw 和 aes。")
        if encryption == "aes":
            return self.envelope(query, body)
        if self._safe:
            raise Forbidden("安全模式只接受加密的消息。")
        self._check_signature(query)
        self._check_time(query)
        return xml.parse(body), None

    def envelope(self, query: Query, body: bytes) -> tuple[dict[str, str], MessageKey]:
        """What an encrypted body says; nothing outside is believed."""
        message, key = self._decrypt(query, xml.required(xml.parse(body), "Encrypt"))
        self._check_time(query)
        return xml.parse(message), key

    def reply(self, opened: Opened, content: str, created: int, salt: bytes) -> bytes:
        """A text reply, encrypted as the delivery was. The same arguments give the same bytes."""
        received = opened.received
        plain = xml.text_reply(received.sender, received.receiver, created, content)
        if opened.key is None:
            return plain
        encrypted = opened.key.encrypt(plain, salt)
        timestamp, nonce = str(created), hashlib.sha256(salt).hexdigest()[:16]
        signature = crypto.signature(self._token, timestamp, nonce, encrypted)
        return xml.encrypted_reply(encrypted, signature, timestamp, nonce)

    def _check_signature(self, query: Query) -> None:
        given = query.get("signature", "")
        if not crypto.signed(given, self._token, query.get("timestamp", ""), query.get("nonce", "")):
            raise Forbidden("签名不对。")

    def _check_time(self, query: Query) -> None:
        stamp = query.get("timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            raise Forbidden("timestamp：应为秒数。")
        if abs(int(stamp) - self._now()) > MAX_SKEW_S:
            raise Forbidden("请求已经过期，或服务器的时钟不准。")

    def _decrypt(self, query: Query, encrypted: str) -> tuple[bytes, MessageKey]:
        given = query.get("msg_signature", "")
        parts = (self._token, query.get("timestamp", ""), query.get("nonce", ""), encrypted)
        if not crypto.signed(given, *parts):
            raise Forbidden("签名不对。")
        return crypto.decrypt_with_any(self._keys, encrypted)
