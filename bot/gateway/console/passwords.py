"""Passwords: Argon2id, and what is too weak to be one."""

from __future__ import annotations

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST = 12
MOST = 200

hasher = PasswordHasher()  # Argon2id with the library's parameters (RFC 9106, low memory)


def weakness(password: str, name: str) -> str | None:
    """What is wrong with a new password, in Chinese; None when nothing is."""
    if not LEAST <= len(password) <= MOST:
        return f"密码要有 {LEAST} 到 {MOST} 个字符"
    if len(set(password)) < 5:
        return "密码太简单，请用更多不同的字符"
    if name.lower() in password.lower():
        return "密码里不要带账号名"
    return None


def hashed(password: str) -> str:
    return hasher.hash(password)


def verifies(password: str, password_hash: str | None) -> bool:
    """Takes the same time without a hash, and is then False."""
    try:
        return hasher.verify(password_hash or _nobodys(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


@functools.cache
def _nobodys() -> str:
    """Verified where there is no such account, so that the time does not tell."""
    return hasher.hash("nobody's password")


def outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than now."""
    return hasher.check_needs_rehash(password_hash)
