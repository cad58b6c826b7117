"""The three roles; each may do what those before it may."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal["agent", "editor", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


def suffices(held: Role, wanted: Role) -> bool:
    return ROLES.index(held) >= ROLES.index(wanted)
