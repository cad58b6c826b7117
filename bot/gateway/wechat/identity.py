"""People are stored under a keyed hash of their OpenID; where it must be used later, it is kept sealed.

Both keys come from the channel's token: whoever has only the database can neither read an OpenID nor try guesses.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Identity:
    """`channel` separates what the same secret would otherwise give the same name."""

    def __init__(self, secret: str, channel: str) -> None:
        self.channel = channel
        self._key = self._derive(secret, "names")
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derive(secret, "seal")))

    def _derive(self, secret: str, purpose: str) -> bytes:
        info = f"{self.channel} {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret.encode())

    def _hash(self, *parts: str) -> str:
        # No part holds a NUL: XML cannot.
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()

    def contact(self, openid: str) -> str:
        """The name under which a person is stored."""
        return self._hash("contact", openid)

    def delivery(self, identity: tuple[str, ...]) -> str:
        """The name under which a message or event is stored."""
        return self._hash("delivery", *identity)

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def unseal(self, sealed: str) -> str | None:
        """None when it was sealed under another token."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            return None
