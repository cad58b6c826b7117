"""What THREATS.md promises: the tests that it names exist, and those without another place are here."""

from __future__ import annotations

import ast
import json
import logging
import re
from pathlib import Path

import pytest

from bot.gateway.settings import Settings, mistakes
from telemetry import logs
from tests.wechat.wire import TOKEN

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "bot/gateway/THREATS.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
SECRETS = {
    "database_url": "sqlite+aiosqlite:///{folder}/pg-Secret-1.sqlite3?timeout=5",
    "wechat_token": TOKEN,
    "wechat_app_secret": "app-Secret-2",
    "wecom_secret": "wecom-Secret-3",
    "oidc_client_secret": "oidc-Secret-4",
}


@pytest.mark.parametrize("file, test", NAMED)
def test_every_line_has_its_test(file, test):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert test in {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_line_is_without():
    lines = [line for line in PAGE.split("## What is kept")[0].splitlines() if line.startswith("| ")][1:]
    assert len(NAMED) == len(lines) > 25


@pytest.mark.parametrize(
    "identity",
    ["..", "../editions", "%2e%2e%2fhealthz", "a/b", "@evil.example", "x%3Fy", "http://evil.example"],
)
async def test_an_id_never_becomes_another_address(gateway, identity):
    before = len(gateway.knowledge.headers)
    response = await gateway.http.get(f"/api/v1/passages/{identity}")
    assert response.status_code == 404
    assert len(gateway.knowledge.headers) == before
    assert (
        await gateway.http.get("/api/v1/search", params={"q": "x", "edition": identity})
    ).status_code == 404


async def test_a_request_writes_no_header(gateway):
    crlf = "x\r\nSet-Cookie: a=b"
    for response in (
        await gateway.chat(crlf),
        await gateway.chat("你好", crlf),
        await gateway.http.get("/api/v1/search", params={"q": crlf, "edition": crlf}),
        await gateway.http.get("/guide/%0d%0aSet-Cookie:a=b"),
    ):
        assert "set-cookie" not in response.headers
        assert "a=b" not in str(response.headers)


async def test_a_forged_host_is_in_no_answer(gateway):
    headers = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    body = {"message": "金奖奖金多少？"}
    answers = [
        await gateway.http.post("/api/v1/chat", json=body, headers=headers),
        await gateway.http.get("/guide/2020", headers=headers),
        await gateway.http.get("/nowhere", headers=headers),
    ]
    assert all("evil.example" not in answer.text + str(answer.headers) for answer in answers)


async def test_no_request_writes_a_log_line_of_its_own(gateway, caplog):
    caplog.set_level(logging.DEBUG)
    forged = '\n{"event": "forged"}\r\n\x1b[31m'
    await gateway.chat(forged)
    await gateway.chat("你好", forged)
    await gateway.http.get("/api/v1/search", params={"q": forged})
    await gateway.http.get("/nowhere/%0A%7B%22event%22:%22forged%22%7D", headers={"user-agent": "forged"})
    lines = [
        logs.JsonFormatter("gateway").format(record)
        for record in caplog.records
        if record.name.startswith("bot.")
    ]
    assert lines and all(len(line.splitlines()) == 1 and json.loads(line) for line in lines)
    assert "forged" not in "".join(lines)


async def test_secrets_are_in_no_log(start, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    chosen = {name: value.format(folder=tmp_path) for name, value in SECRETS.items()}
    gateway = await start(**chosen)
    session = (await gateway.chat("你好")).json()["session_id"]
    await gateway.http.get(
        "/wechat", params={"signature": "x", "timestamp": "1", "nonce": "1", "echostr": "e"}
    )
    gateway.rasa.up = False
    await gateway.chat("你好", session)
    written = "\n".join(logs.JsonFormatter("gateway").format(record) for record in caplog.records)
    assert written
    for secret in (session, TOKEN, "app-Secret-2", "wecom-Secret-3"):
        assert secret not in written + repr(gateway.settings)


@pytest.mark.parametrize("name", ["wechat_encoding_aes_key", "redis_url"])
def test_a_secret_that_is_wrong_is_not_repeated(name):
    with pytest.raises(ValueError) as raised:
        Settings(_env_file=None, **{name: "my-Secret-4"})
    assert "Secret" not in "".join(mistakes(raised.value))


@pytest.mark.parametrize(
    "path, body",
    [
        ("/api/v1/chat", {"message": "你好", "role": "admin"}),
        ("/api/v1/feedback", {"trace_id": "0" * 32, "helpful": True, "at": "2020-01-01"}),
        ("/api/v1/session/export", {"session_id": "x", "channel": "web"}),
        ("/api/v1/eligibility", {"facts": {}, "verdict": "eligible"}),
    ],
)
async def test_unknown_fields_are_refused(gateway, path, body):
    assert (await gateway.http.post(path, json=body)).status_code == 422
