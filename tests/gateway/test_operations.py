from __future__ import annotations

import asyncio
import re

import pytest

from bot.gateway.readiness import Readiness
from tests.gateway.fakes import Refusing


async def test_alive(gateway):
    assert (await gateway.http.get("/healthz")).json() == {"status": "ok"}


async def test_ready(gateway):
    response = await gateway.http.get("/readyz")
    assert response.status_code == 200
    assert response.json()["ready"] is True
    assert response.json()["parts"].keys() == {"rasa", "actions", "knowledge", "database"}


@pytest.mark.parametrize("part", ["rasa", "actions", "knowledge"])
async def test_a_part_that_fails_is_named(gateway, part):
    getattr(gateway, part).up = False
    response = await gateway.http.get("/readyz")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    body = response.json()
    assert body["error"]["details"] == {"parts": [part]}
    assert [name for name, state in body["parts"].items() if not state["ready"]] == [part]
    assert (await gateway.http.get("/healthz")).status_code == 200


@pytest.mark.parametrize("part", ["rasa", "actions", "knowledge"])
async def test_a_part_that_is_not_there_is_named(start, part):
    gateway = await start(transports={part: Refusing()})
    assert (await gateway.http.get("/readyz")).json()["error"]["details"] == {"parts": [part]}


async def test_a_part_that_hangs_is_named():
    async def hangs() -> None:
        await asyncio.sleep(60)

    async def answers() -> None:
        return None

    states = await Readiness({"slow": hangs, "quick": answers}, seconds=0.1).check()
    assert (states["slow"].ready, states["quick"].ready) == (False, True)


async def test_turns_and_refusals_are_counted(gateway):
    await gateway.chat("奖金多少")
    await gateway.chat("")
    await gateway.http.get("/api/v1/passages/2020-9-ffffff")
    response = await gateway.http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    text = response.text
    assert 'mqa_turns_total{channel="web",kind="question"} 1.0' in text
    assert 'mqa_refusals_total{route="/api/v1/chat",status="422"} 1.0' in text
    assert 'route="/api/v1/passages/{passage_id}",status="404"' in text
    assert re.search(
        r'mqa_http_request_seconds_count\{method="POST",route="/api/v1/chat",status="200"\} 1', text
    )
    assert "奖金" not in text


async def test_unknown_addresses_do_not_make_new_series(gateway):
    for number in range(5):
        await gateway.http.get(f"/nowhere/{number}")
        await gateway.http.request(f"X{number}", "/healthz")
    series = re.findall(r"mqa_http_request_seconds_count\{.*\}", (await gateway.http.get("/metrics")).text)
    assert len(series) == 2


async def test_the_database_is_a_part_too(gateway):
    (gateway.settings.data_dir / "db.sqlite3").write_bytes(b"not a database" * 1000)
    for leftover in gateway.settings.data_dir.glob("db.sqlite3-*"):
        leftover.unlink()
    response = await gateway.http.get("/readyz")
    assert response.json()["error"]["details"] == {"parts": ["database"]}


async def test_parts_turns_and_the_release_are_measured(gateway):
    await gateway.chat("金奖奖金多少？")
    gateway.rasa.up = False
    await gateway.chat("金奖奖金多少？")
    text = (await gateway.http.get("/metrics")).text
    assert 'mqa_part_seconds_count{outcome="answered",part="rasa"} 1.0' in text
    assert 'mqa_part_seconds_count{outcome="failed",part="rasa"} 1.0' in text
    assert "mqa_turns_under_way 0.0" in text
    assert text.count("mqa_index_release{") == 1
