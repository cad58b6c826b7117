"""Bad input gets the contract's errors, and never a 500."""

from __future__ import annotations

import json

import pytest

JSON = {"content-type": "application/json"}
ROUTES = ("/api/v1/chat", "/api/v1/chat/stream", "/api/v1/feedback", "/api/v1/eligibility")


def assert_error(response, status: int, code: str | None = None, field: str | None = None) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert body.keys() == {"error"}
    error = body["error"]
    assert error.keys() <= {"code", "message", "details"}
    assert any("\u4e00" <= char <= "\u9fff" for char in error["message"])
    if code:
        assert error["code"] == code
    if field:
        assert error["details"]["field"] == field


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nonsense",
        b"{'message': 'x'}",
        b'{"message": "\xff\xfe"}',
        '{"message": "奖金"}'.encode("gbk"),
        b'{"message": NaN}',
        b'{"facts": {"city_rank": Infinity}}',
        b'{"facts": {"city_rank": 1e999}}',
        b'{"facts": {"city_rank": ' + b"9" * 5000 + b"}}",
        b'{"message": ' + b"[" * 20000 + b"]" * 20000 + b"}",
        b'{"message": ' + b"[" * 60 + b"]" * 60 + b"}",
        b'{"facts": ' + b'{"a":' * 60 + b"1" + b"}" * 60 + b"}",
    ],
    ids=lambda body: repr(body[:30]),
)
async def test_not_json_is_400(gateway, route, body):
    assert_error(await gateway.http.post(route, content=body, headers=JSON), 400, "malformed_body")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gbk",
        "application/xml",
        "nonsense",
        "application/problem+json",
    ],
)
async def test_another_media_type_is_415(gateway, route, media_type):
    response = await gateway.http.post(
        route, content=b'{"message": "x"}', headers={"content-type": media_type}
    )
    assert_error(response, 415, "unsupported_media_type")


@pytest.mark.parametrize("media_type", [None, "application/json; charset=UTF-8", "Application/JSON"])
async def test_json_that_is_not_declared_is_still_json(gateway, media_type):
    headers = {"content-type": media_type} if media_type else {}
    response = await gateway.http.post(
        "/api/v1/chat", content='{"message": "你好"}'.encode(), headers=headers
    )
    assert response.status_code == 200


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("body", ["[]", '"x"', "1", "null", "true"])
async def test_json_of_another_shape_is_422(gateway, route, body):
    assert_error(await gateway.http.post(route, content=body, headers=JSON), 422, "invalid_input", "body")


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "message"),
        ({"message": None}, "message"),
        ({"message": 7}, "message"),
        ({"message": ["x"]}, "message"),
        ({"message": True}, "message"),
        ({"message": "x", "session_id": 7}, "session_id"),
        ({"message": "x", "locale": "fr"}, "locale"),
        ({"message": "x", "locale": "ZH-hans"}, "locale"),
        ({"message": "x", "locale": 1}, "locale"),
        ({"message": "x", "channel": "wechat"}, "channel"),
        ({"message": "x", "sender": "me"}, "sender"),
        ({"message": "x", "\ud800": 1}, "body"),
        ({"message": "x", "é" * 300: 1}, "é" * 200),
        ({"message": ""}, "message"),
        ({"message": " \t\r\n\u3000"}, "message"),
        ({"message": "\u200b\u200d\ufeff\u2060"}, "message"),
        ({"message": "\u202e\u202c"}, "message"),
        ({"message": "\x00\x1b"}, "message"),
        ({"message": "\u3164\u2800"}, "message"),
        ({"message": "\ud800"}, "message"),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_an_invalid_message_names_its_field(gateway, body, field):
    response = await gateway.http.post("/api/v1/chat", content=json.dumps(body), headers=JSON)
    assert_error(response, 422, field=field)
    assert gateway.rasa.requests == []


@pytest.mark.parametrize("optional", ["session_id", "locale", "channel"])
async def test_null_is_as_good_as_absent(gateway, optional):
    assert (
        await gateway.http.post("/api/v1/chat", json={"message": "你好", optional: None})
    ).status_code == 200


@pytest.mark.parametrize("message", ["问" * 1001, "😀" * 1001, " " * 1001])
async def test_a_long_message_is_413(gateway, message):
    assert_error(await gateway.chat(message), 413, "too_long", "message")


async def test_a_huge_body_is_413_before_it_is_read(gateway):
    body = b'{"message": "' + b"x" * 10_000_000 + b'"}'
    assert_error(await gateway.http.post("/api/v1/chat", content=body, headers=JSON), 413, "body_too_large")


@pytest.mark.parametrize("route", [*ROUTES, "/nowhere", "/healthz"])
async def test_a_huge_body_of_undeclared_length_is_cut_off(gateway, route):
    sent = 0

    async def endless():
        nonlocal sent
        for _ in range(1000):
            sent += 16384
            yield b"x" * 16384

    response = await gateway.http.post(route, content=endless(), headers=JSON)
    assert response.status_code in (404, 405, 413)
    assert_error(response, response.status_code)
    assert route not in ROUTES or (response.status_code == 413 and sent < 200_000)


@pytest.mark.parametrize(
    "method, path, status, code",
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/api/v1/nowhere", 404, "not_found"),
        ("GET", "/wechat", 404, "not_found"),
        ("GET", "/api/v1/chat", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/search", 405, "method_not_allowed"),
        ("OPTIONS", "/api/v1/chat", 405, "method_not_allowed"),
        ("TRACE", "/", 405, "method_not_allowed"),
        ("POST", "/static/base.css", 405, "method_not_allowed"),
        ("GET", "/static/../settings.py", 404, "not_found"),
        ("GET", "/static/%2e%2e/settings.py", 404, "not_found"),
        ("GET", "/static/%00", 404, "not_found"),
        ("GET", "/static/" + "x" * 5000, 404, "not_found"),
        ("GET", "/docs", 404, "not_found"),
    ],
)
async def test_wrong_addresses_and_methods(gateway, method, path, status, code):
    response = await gateway.http.request(method, path)
    assert_error(response, status, code)
    if status == 405:
        assert response.headers["allow"]


async def test_what_no_one_foresaw_is_a_500_without_a_trace(gateway, caplog):
    gateway.app.state.services = None
    response = await gateway.chat("机密")
    assert_error(response, 500, "internal_error")
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    (record,) = [record for record in caplog.records if record.getMessage() == "unexpected_error"]
    assert record.exc_info
