"""What WeChat delivers: messages and events, checked, with the identity by which deliveries are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.gateway.errors import MalformedBody
from bot.gateway.wechat.xml import required

# An OpenID has 28 characters; nothing that names a sender is longer than this.
MAX_NAME = 128


@dataclass(frozen=True)
class Received:
    """A message or an event. `identity` is the same for each delivery of it, and for nothing else.

    `kind` is WeChat's message type in lower case, `event` its event in lower case, `event_key` the menu key or the
    scene of a code. `text` is what was typed, or said and recognised. With a `welcome_code`, WeCom takes one welcome.
    """

    sender: str
    receiver: str
    created: int
    kind: str
    identity: tuple[str, ...]
    text: str = ""
    event: str = ""
    event_key: str = ""
    welcome_code: str = ""


def read(fields: dict[str, str]) -> Received:
    """Raises `MalformedBody` when a field is missing or is not what it should be."""
    sender, receiver = (_name(fields, name) for name in ("FromUserName", "ToUserName"))
    created = _number(fields, "CreateTime")
    kind = required(fields, "MsgType").lower()
    if kind == "event":
        event, key = required(fields, "Event").lower(), fields.get("EventKey", "").strip()
        identity = (receiver, sender, "event", str(created), event, key)
        return Received(sender, receiver, created, kind, identity, event=event, event_key=key)
    if kind == "text" and "Content" not in fields:
        raise MalformedBody("Content：缺少这一项。")
    identity = (receiver, sender, "message", str(_number(fields, "MsgId")))
    said = fields.get({"text": "Content", "voice": "Recognition"}.get(kind, ""), "")
    return Received(sender, receiver, created, kind, identity, text=said.strip())


def _name(fields: dict[str, str], name: str) -> str:
    value = required(fields, name)
    if len(value) > MAX_NAME:
        raise MalformedBody(f"{name}：太长。")
    return value


def _number(fields: dict[str, str], name: str) -> int:
    value = required(fields, name)
    if not re.fullmatch(r"[0-9]{1,20}", value) or int(value) >= 2**64:
        raise MalformedBody(f"{name}：应为 64 位以内的整数。")
    return int(value)
