"""What can go wrong at the door, and the one table that turns it into status, code and wording.

GatewayError
├── InvalidInput            422  names the field
│   └── EmptyMessage
├── MalformedBody           400
├── LoginNeeded             401
├── Forbidden               403
├── UnsupportedMediaType    415
├── TooLong, TooManyFiles, BodyTooLarge   413
├── Conflict                409  somebody else was faster
├── NotFound                404
│   ├── SessionNotFound, TraceNotFound, PassageNotFound, EditionNotFound
├── RateLimited             429  says when to come again
└── PartUnavailable         503  says which part
    └── Busy                     nothing of the turn was begun
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MAX_DETAIL = 200
MAX_MESSAGE = 500


class GatewayError(Exception):
    """Base of all errors that have a row in `TABLE`."""

    retry_after: int | None = None

    def __init__(self, message: str | None = None, **details: Any) -> None:
        super().__init__(message or type(self).__name__)
        self.message = message
        self.details = details


class InvalidInput(GatewayError):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field=field)


class EmptyMessage(InvalidInput):
    def __init__(self) -> None:
        super().__init__("message", "请先写下您的问题。")


class MalformedBody(GatewayError):
    pass


class LoginNeeded(GatewayError):
    pass


class Forbidden(GatewayError):
    pass


class Conflict(GatewayError):
    pass


class UnsupportedMediaType(GatewayError):
    pass


class TooLong(GatewayError):
    def __init__(self, field: str, limit: int) -> None:
        super().__init__(f"内容太长：最多 {limit} 个字符，请分几次写。", field=field, limit=limit)


class TooManyFiles(GatewayError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"文件太多：一次最多 {limit} 个，请分几次检查。", limit=limit)


class BodyTooLarge(GatewayError):
    pass


class NotFound(GatewayError):
    pass


class SessionNotFound(NotFound):
    pass


class TraceNotFound(NotFound):
    pass


class PassageNotFound(NotFound):
    pass


class EditionNotFound(NotFound):
    pass


class RateLimited(GatewayError):
    def __init__(self, retry_after: int) -> None:
        super().__init__(f"请求太频繁，请 {retry_after} 秒后再试。")
        self.retry_after = retry_after


class PartUnavailable(GatewayError):
    retry_after = 5

    def __init__(self, part: str) -> None:
        super().__init__(part=part)
        self.part = part


class Busy(PartUnavailable):
    """More turns at once than are answered in good time."""

    def __init__(self) -> None:
        super().__init__("turns")


class SwitchedOff(GatewayError):
    """An admin has turned it off; the message says why."""

    retry_after = 600


@dataclass(frozen=True)
class Row:
    status: int
    code: str
    message: str


TABLE: dict[type[GatewayError], Row] = {
    InvalidInput: Row(422, "invalid_input", "请求内容不符合要求。"),
    EmptyMessage: Row(422, "empty_message", "请先写下您的问题。"),
    MalformedBody: Row(400, "malformed_body", "请求内容不是有效的 JSON（UTF-8 编码）。"),
    LoginNeeded: Row(401, "login_needed", "请先登录。"),
    Forbidden: Row(403, "forbidden", "没有权限。"),
    UnsupportedMediaType: Row(
        415, "unsupported_media_type", "请以 application/json（UTF-8 编码）发送请求内容。"
    ),
    TooLong: Row(413, "too_long", "内容太长。"),
    TooManyFiles: Row(413, "too_many_files", "文件太多。"),
    BodyTooLarge: Row(413, "body_too_large", "请求内容太大。"),
    Conflict: Row(409, "conflict", "已经有人处理了，请刷新后再看。"),
    NotFound: Row(404, "not_found", "没有这个地址。"),
    SessionNotFound: Row(404, "session_not_found", "会话不存在或已过期，请不带 session_id 重新开始对话。"),
    TraceNotFound: Row(404, "trace_not_found", "没有找到要评价的回答。"),
    PassageNotFound: Row(404, "passage_not_found", "没有这条指引原文。"),
    EditionNotFound: Row(404, "edition_not_found", "没有这个版本的指引。"),
    RateLimited: Row(429, "rate_limited", "请求太频繁，请稍后再试。"),
    SwitchedOff: Row(503, "switched_off", "这项服务暂停使用。"),
    Busy: Row(503, "busy", "现在咨询的人很多，请过几秒再发一次。"),
    PartUnavailable: Row(503, "unavailable", "服务暂时不可用，请稍后再试。"),
}

# What the framework itself raises, by status.
BY_STATUS: dict[int, Row] = {
    400: Row(400, "bad_request", "请求格式有误。"),
    404: TABLE[NotFound],
    405: Row(405, "method_not_allowed", "这个地址不支持该请求方法。"),
    413: TABLE[BodyTooLarge],
    415: TABLE[UnsupportedMediaType],
    500: Row(500, "internal_error", "服务出了点问题，我们已记录，请稍后再试。"),
}

# Pydantic's kinds of mistake, in the words of the person who made it.
MISTAKES: dict[str, str] = {
    "missing": "缺少这一项。",
    "extra_forbidden": "不认识这一项。",
    "string_type": "应为文字。",
    "bool_type": "应为 true 或 false。",
    "dict_type": "应为 JSON 对象。",
    "model_attributes_type": "应为 JSON 对象。",
    "model_type": "应为 JSON 对象。",
    "int_parsing": "应为整数。",
    "int_parsing_size": "数字太大。",
    "literal_error": "不在可选的值之内。",
    "string_too_short": "不能为空。",
    "string_too_long": "太长。",
    "greater_than_equal": "数字太小。",
    "less_than_equal": "数字太大。",
}


def row_for(error: GatewayError) -> Row:
    """The row of the nearest class that has one."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def presentable(text: str, limit: int) -> str:
    """Cut to `limit` characters, and valid Unicode: an error may echo a name that the client sent."""
    return text[:limit].encode("utf-8", "replace").decode()


def body(code: str, message: str, details: dict[str, Any] | None = None) -> dict[str, Any]:
    """The contract's error shape."""
    error: dict[str, Any] = {"code": code, "message": presentable(message, MAX_MESSAGE)}
    if details:
        error["details"] = {
            key: presentable(value, MAX_DETAIL) if isinstance(value, str) else value
            for key, value in details.items()
        }
    return {"error": error}
