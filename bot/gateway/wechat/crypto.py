"""Signatures and message encryption of WeChat and WeCom (消息加解密).

AES-256-CBC; the key is base64(EncodingAESKey + "="), the IV its first 16 bytes, the padding PKCS#7 over blocks of 32
bytes. The plain text is 16 random bytes, the length of the message in 4 bytes (big-endian), the message, and the id of
whom it is for: the app id of an Official Account, the corp id of WeCom.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.gateway.errors import MalformedBody

BLOCK = 32
SALT = 16


def signature(*parts: str) -> str:
    """SHA-1 of the parts, sorted and joined."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def signed(given: str, *parts: str) -> bool:
    """Whether `given` is the signature of the parts, compared in constant time."""
    return hmac.compare_digest(given.encode(), signature(*parts).encode())


class Undecipherable(MalformedBody):
    """Deliberately the same for every cause: what exactly was wrong would help to guess at the plain text."""

    def __init__(self) -> None:
        super().__init__("密文无法解开：请核对 EncodingAESKey 和 AppID。")


@dataclass(frozen=True)
class MessageKey:
    """One EncodingAESKey, and whom its messages are for."""

    encoding_aes_key: str
    receiver_id: str

    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(self.encoding_aes_key + "=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def encrypt(self, message: bytes, salt: bytes) -> str:
        """`salt` are the 16 random bytes; the same ones give the same cipher text."""
        plain = salt + len(message).to_bytes(4, "big") + message + self.receiver_id.encode()
        padding = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([padding]) * padding)).decode()

    def decrypt(self, encrypted: str) -> bytes:
        """The message. Raises `Undecipherable` unless everything about it is right."""
        try:
            ciphertext = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError):
            raise Undecipherable from None
        if not ciphertext or len(ciphertext) % BLOCK:
            raise Undecipherable
        plain = self._cipher().decryptor().update(ciphertext)
        padding = plain[-1]
        if not 1 <= padding <= BLOCK or plain[-padding:] != bytes([padding]) * padding:
            raise Undecipherable
        content = plain[SALT:-padding]
        length = int.from_bytes(content[:4], "big")
        message, receiver = content[4 : 4 + length], content[4 + length :]
        if len(content) < 4 or len(message) != length:
            raise Undecipherable
        if not hmac.compare_digest(receiver, self.receiver_id.encode()):
            raise Undecipherable
        return message


def decrypt_with_any(keys: tuple[MessageKey, ...], encrypted: str) -> tuple[bytes, MessageKey]:
    """The message, and the key it was encrypted with: during a rotation there are two."""
    for key in keys:
        try:
            return key.decrypt(encrypted), key
        except Undecipherable:
            continue
    raise Undecipherable
