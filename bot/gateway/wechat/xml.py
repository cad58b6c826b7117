"""WeChat's XML: a flat list of fields under `<xml>`, read strictly and written by hand."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from bot.gateway.errors import MalformedBody

# What XML 1.0 cannot hold, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# What a reply, or to whom it goes, depends on.
DECISIVE = frozenset(
    [
        "Encrypt",
        "ToUserName",
        "FromUserName",
        "CreateTime",
        "MsgType",
        "MsgId",
        "Content",
        "Recognition",
        "Event",
        "EventKey",
    ]
)


def parse(raw: bytes) -> dict[str, str]:
    """The fields by name; of nested ones, such as a picture list, only the name.

    Raises `MalformedBody` for bytes that are not UTF-8, a DTD, entities, anything that is not well-formed, and a
    decisive field that is there twice: two readers would disagree which one counts.
    """
    try:
        root = fromstring(raw.decode("utf-8"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):  # UnicodeDecodeError is a ValueError
        raise MalformedBody("请求内容不是有效的 XML（UTF-8 编码，不含 DTD 和实体）。") from None
    if root.tag != "xml":
        raise MalformedBody("请求内容的根元素应为 xml。")
    fields: dict[str, str] = {}
    for child in root:
        if child.tag in fields and child.tag in DECISIVE:
            raise MalformedBody(f"{child.tag}：出现了两次。")
        fields.setdefault(child.tag, child.text or "")
    return fields


def required(fields: dict[str, str], name: str) -> str:
    value = fields.get(name, "").strip()
    if not value:
        raise MalformedBody(f"{name}：缺少这一项。")
    return value


def cdata(text: str) -> str:
    """A CDATA section of any text; `]]>`, which would end it, is divided between two."""
    escaped = FORBIDDEN.sub("", text).replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{escaped}]]>"


def text_reply(receiver: str, sender: str, created: int, content: str) -> bytes:
    """A passive reply of type text."""
    return (
        f"<xml><ToUserName>{cdata(receiver)}</ToUserName><FromUserName>{cdata(sender)}</FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content>{cdata(content)}</Content></xml>"
    ).encode()


def encrypted_reply(encrypted: str, signature: str, timestamp: str, nonce: str) -> bytes:
    """The envelope of an encrypted reply."""
    return (
        f"<xml><Encrypt>{cdata(encrypted)}</Encrypt><MsgSignature>{cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{timestamp}</TimeStamp><Nonce>{cdata(nonce)}</Nonce></xml>"
    ).encode()
