"""Questions suggested while typing, over the knowledge service."""

from __future__ import annotations

import pytest

from tests.gateway.fakes import Refusing, golden


async def suggest(gateway, **params):
    return await gateway.http.get("/api/v1/suggest", params=params)


async def test_it_is_a_list_of_questions(gateway):
    response = await suggest(gateway, q=" 奖金\u200b", locale="zh-Hant")
    assert response.status_code == 200
    assert response.json() == {
        "suggestions": [each["text"] for each in golden("knowledge_offered")["questions"]]
    }
    assert gateway.knowledge.queries == [{"q": "奖金", "locale": "zh-Hant"}]


@pytest.mark.parametrize("q", ["", " ", "？？", "🏆", "\u200b"])
async def test_nothing_is_looked_up_where_nothing_is_said(gateway, q):
    response = await suggest(gateway, q=q)
    assert (response.status_code, response.json()) == (200, {"suggestions": []})
    assert gateway.knowledge.queries == []


@pytest.mark.parametrize(
    ("params", "field"), [({}, "q"), ({"q": "奖" * 1001}, "q"), ({"q": "奖", "locale": "fr"}, "locale")]
)
async def test_invalid_parameters_name_their_field(gateway, params, field):
    response = await suggest(gateway, **params)
    assert (response.status_code, response.json()["error"]["details"]["field"]) == (422, field)


async def test_personal_data_is_covered_on_the_way_and_in_no_log(gateway, caplog):
    with caplog.at_level("DEBUG"):
        await suggest(gateway, q="我的手机13800138000")
    (asked,) = gateway.knowledge.queries
    assert "13800138000" not in asked["q"]
    ours = [record for record in caplog.records if record.name.startswith("bot")]
    assert ours
    assert not any("手机" in f"{record.getMessage()} {record.__dict__.get('values')}" for record in ours)


async def test_another_site_that_embeds_the_widget_may_ask(start):
    gateway = await start(widget_origins="https://city.example")
    headers = {"Origin": "https://city.example"}
    response = await gateway.http.get("/api/v1/suggest", params={"q": "奖金"}, headers=headers)
    assert response.headers["access-control-allow-origin"] == "https://city.example"


async def test_without_knowledge_it_is_503(start):
    gateway = await start(transports={"knowledge": Refusing()})
    assert (await suggest(gateway, q="奖金")).status_code == 503
