"""Search and passages, over the knowledge service."""

from __future__ import annotations

import pytest

from telemetry import trace
from tests.gateway.fakes import Refusing, golden

URL = golden("chat_reply")["messages"][0]["citations"][0]["url"]


async def search(gateway, **params):
    return await gateway.http.get("/api/v1/search", params=params)


async def test_search_is_the_contracts_shape(gateway):
    response = await search(gateway, q="奖金多少", k=3, edition="2020")
    body = response.json()
    assert response.status_code == 200
    assert body.keys() == {"query", "took_ms", "answerable", "results"}
    (result,) = body["results"]
    assert result.keys() == {"passage_id", "edition", "path", "text", "quote", "score", "url"}
    assert result["url"] == URL
    assert gateway.knowledge.queries == [{"q": "奖金多少", "k": "3", "edition": "2020"}]
    sent = trace.read(gateway.knowledge.headers[0]["traceparent"])
    assert sent.trace_id == response.headers["x-request-id"]


async def test_the_defaults(gateway):
    await search(gateway, q=" 奖金\u200b ")
    assert gateway.knowledge.queries == [{"q": "奖金", "k": "5"}]


@pytest.mark.parametrize(
    "params, field",
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": " \u200b"}, "q"),
        ({"q": "x" * 1001}, "q"),
        ({"q": "x", "k": "0"}, "k"),
        ({"q": "x", "k": "51"}, "k"),
        ({"q": "x", "k": "-1"}, "k"),
        ({"q": "x", "k": "1.5"}, "k"),
        ({"q": "x", "k": "five"}, "k"),
        ({"q": "x", "k": "9" * 5000}, "k"),
        ({"q": "x", "k": ""}, "k"),
    ],
)
async def test_invalid_parameters_name_their_field(gateway, params, field):
    response = await search(gateway, **params)
    assert (response.status_code, response.json()["error"]["details"]["field"]) == (422, field)


@pytest.mark.parametrize("edition", ["2019", "../2020", "二〇二〇", "2020/..", "\x00", " "])
async def test_an_unknown_edition_is_404(gateway, edition):
    response = await search(gateway, q="x", edition=edition)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "edition_not_found")


async def test_a_query_that_is_not_utf8_is_400(gateway):
    response = await gateway.http.get("/api/v1/search?q=%ff%fe")
    assert (response.status_code, response.json()["error"]["code"]) == (400, "malformed_body")


async def test_hostile_text_is_only_text(gateway):
    for q in ("<script>", "' OR 1=1 --", "\x00x", "𠮷", "a" * 1000, "%", "&k=50", "\ud83d x"):
        assert (await search(gateway, q=q.encode("utf-8", "replace").decode())).status_code == 200


async def test_one_passage(gateway):
    response = await gateway.http.get("/api/v1/passages/2020-1.4-5d0e7a")
    assert response.status_code == 200
    assert response.json() == {
        **golden("knowledge_passage"),
        "url": "/guide/2020#2020-1.4-5d0e7a",
    }


@pytest.mark.parametrize(
    "identity", ["2020-9-ffffff", "..%2feditions", "%2e%2e", "x" * 5000, "%00", "一", "%ff"]
)
async def test_an_unknown_passage_is_404(gateway, identity):
    response = await gateway.http.get(f"/api/v1/passages/{identity}")
    assert (response.status_code, response.json()["error"]["code"]) in (
        (404, "passage_not_found"),
        (404, "not_found"),
    )


PATHS = ("/api/v1/search?q=x", "/api/v1/passages/2020-1.4-5d0e7a", "/guide/2020")


@pytest.mark.parametrize("path", PATHS)
async def test_without_knowledge_it_is_503(start, path):
    gateway = await start(transports={"knowledge": Refusing()})
    response = await gateway.http.get(path)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert response.json()["error"] == {
        "code": "unavailable",
        "message": "服务暂时不可用，请稍后再试。",
        "details": {"part": "knowledge"},
    }


@pytest.mark.parametrize("path", PATHS)
async def test_with_failing_knowledge_it_is_503(gateway, path):
    gateway.knowledge.up = False
    assert (await gateway.http.get(path)).status_code == 503


async def test_knowledge_of_another_shape_is_503(gateway):
    gateway.knowledge.search = {"results": "none"}
    assert (await search(gateway, q="x")).status_code == 503
