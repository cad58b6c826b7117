"""A message as WeChat delivers it, signed with a token and not encrypted."""

from __future__ import annotations

import hashlib
import time

TOKEN = "measuring"


def delivery(person: int, text: str) -> tuple[dict[str, str], bytes]:
    """Query and body; a new message each time."""
    stamp, nonce = str(int(time.time())), f"{time.time_ns()}{person}"
    signature = hashlib.sha1("".join(sorted((TOKEN, stamp, nonce))).encode()).hexdigest()
    body = (
        f"<xml><ToUserName>gh</ToUserName><FromUserName>o{person}</FromUserName><CreateTime>{stamp}</CreateTime>"
        f"<MsgType>text</MsgType><Content><![CDATA[{text}]]></Content><MsgId>{nonce[-18:]}</MsgId></xml>"
    )
    return {"timestamp": stamp, "nonce": nonce, "signature": signature}, body.encode()
