"""The service through HTTP: its contract, its refusals, and changing releases under load."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from knowledge.service.app import create_app
from knowledge.service.releases import CurrentRelease
from knowledge.service.replies import HeardReply, PiecesReply, SearchReply
from tests.knowledge.service.conftest import POLL, switch
from tests.knowledge.small_guide import make_edition, with_answers

CONTRACT = Path(__file__).parents[2] / "contract"


def release_of(client: TestClient) -> str | None:
    return client.get("/readyz").json().get("release")


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)


def test_a_search_says_where_everything_is_from(served):
    reply = served.get("/v1/search", params={"q": "答辩可以去几个人？", "k": 2})
    assert reply.status_code == 200
    found = reply.json()
    assert found.keys() == {
        "query", "took_ms", "answerable", "probability", "release", "edition", "results", "suggestions", "trace",
        "answer", "also",
    }  # fmt: skip
    assert (found["query"], found["release"], found["edition"]) == ("答辩可以去几个人？", "r1", "2020")
    assert reply.headers["x-release"] == "r1"
    assert len(found["results"]) == 2
    best = found["results"][0]
    assert best.keys() == {"passage_id", "edition", "path", "kind", "text", "quote", "score"}
    assert best["path"] == ["二、流程", "5. 集中答辩"]
    assert best["quote"] in best["text"]
    assert 0 <= best["score"] <= found["probability"] <= 1


def test_an_approved_answer_comes_with_its_quotes_and_their_places(publish, index_dir, embedder):
    publish("r1", with_answers(make_edition()))
    with TestClient(create_app(index_dir, embedder, POLL), raise_server_exceptions=False) as client:
        found = client.get("/v1/search", params={"q": "金奖奖金300万对吧？"}).json()
    answer = found["answer"]
    assert (answer["id"], answer["question"]) == ("money", "金奖奖金多少？")
    assert answer["correction"] == {"kind": "figure", "asserted": "300 万元"}
    assert [each["path"] for each in answer["citations"]] == [["一、说明", "（四）奖励荣誉"]] * 2
    assert 0 < answer["confidence"] <= 1


def test_letters_are_heard_as_the_guides_words(publish, index_dir, embedder):
    publish("r1", with_answers(make_edition()))
    with TestClient(create_app(index_dir, embedder, POLL), raise_server_exceptions=False) as client:
        assert client.get("/v1/heard", params={"q": "jjjj"}).json() == {
            "texts": ["金奖奖金多少？"],
            "read": "jjjj",
            "whole": True,
        }
        assert client.get("/v1/heard", params={"q": "jjjjx"}).json()["whole"] is False
        assert client.get("/v1/heard", params={"q": "金奖"}).json()["texts"] == []


@pytest.mark.parametrize("shape", [SearchReply, PiecesReply, HeardReply])
def test_the_golden_reply_is_one_that_is_served(shape):
    name = shape.__name__.removesuffix("Reply").lower()
    golden = json.loads((CONTRACT / f"knowledge_{name}.json").read_text("utf-8"))
    assert shape.model_validate(golden).model_dump(mode="json") == golden


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({}, 422, "invalid_parameters"),
        ({"q": ""}, 422, "empty_query"),
        ({"q": " \u3000\n"}, 422, "empty_query"),
        ({"q": "答" * 1001}, 422, "invalid_parameters"),
        ({"q": "答辩", "within": "答" * 1001}, 422, "invalid_parameters"),
        ({"q": "答辩", "k": 0}, 422, "invalid_parameters"),
        ({"q": "答辩", "k": 51}, 422, "invalid_parameters"),
        ({"q": "答辩", "k": "许多"}, 422, "invalid_parameters"),
        ({"q": "答辩", "edition": "1999"}, 404, "edition_not_found"),
        ({"q": "答辩", "edition": "../2020"}, 404, "edition_not_found"),
    ],
)
def test_a_wrong_search_is_refused_in_the_contracts_shape(served, parameters, status, code):
    reply = served.get("/v1/search", params=parameters)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)
    assert reply.json()["error"]["message"]


@pytest.mark.parametrize(
    "q", ["🏆", "\u202e", "'; DROP TABLE passages; --", "<script>", "\x00", "答" * 1000, "%00%ff"]
)
def test_an_odd_question_is_answered_all_the_same(served, q):
    assert served.get("/v1/search", params={"q": q}).status_code == 200


def test_bytes_that_are_no_text_do_no_harm(served):
    assert served.get("/v1/search?q=%ff%fe%E7").status_code == 200


def test_one_passage(served):
    reply = served.get("/v1/passages/2020-3-abcdef")
    assert reply.json() == {
        "passage_id": "2020-3-abcdef",
        "edition": "2020",
        "path": ["二、流程", "5. 集中答辩"],
        "kind": "text",
        "text": "（2）答辩人员：受评组织、项目负责人参加，答辩人数不超过 3人。",
        "level": 2,
        "order": 3,
    }


def test_editions(served):
    [edition] = served.get("/v1/editions").json()
    assert edition == {
        "edition": "2020",
        "title": "申报指引（2020）",
        "valid_from": None,
        "valid_until": None,
        "source": "测试",
    }
    whole = served.get("/v1/editions/2020").json()
    assert [passage["order"] for passage in whole["passages"]] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/passages/2020-9-000000", 404, "passage_not_found"),
        ("GET", "/v1/editions/1999", 404, "edition_not_found"),
        ("GET", "/v1/nothing", 404, "not_found"),
        ("POST", "/v1/search", 405, "method_not_allowed"),
    ],
)
def test_what_is_not_there(served, method, path, status, code):
    reply = served.request(method, path)
    assert (reply.status_code, reply.json()["error"]["code"]) == (status, code)


def test_alive_before_anything_is_built_and_ready_after(client, publish):
    assert client.get("/healthz").status_code == 200
    for path in ("/readyz", "/v1/search?q=答辩", "/v1/editions", "/v1/passages/x"):
        reply = client.get(path)
        assert (reply.status_code, reply.json()["error"]["code"]) == (503, "not_ready")
        assert "python -m knowledge build" in reply.json()["error"]["message"]
        assert reply.headers["retry-after"]
    publish("r1")
    wait_for(lambda: release_of(client) == "r1")
    assert client.get("/v1/search", params={"q": "答辩"}).status_code == 200


def test_no_request_fails_while_releases_change(served, publish, index_dir):
    over = threading.Event()

    def ask(number: int) -> set[tuple[int, str, str]]:
        seen = set()
        while not over.is_set():
            reply = served.get("/v1/search", params={"q": f"答辩可以去{number}人吗"})
            found = reply.json()
            seen.add((reply.status_code, found["release"], found["results"][0]["edition"]))
        return seen

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask, number) for number in range(4)]
        publish("r2", make_edition("2024"))
        wait_for(lambda: release_of(served) == "r2")
        switch(index_dir, "r1")
        wait_for(lambda: release_of(served) == "r1")
        over.set()
        seen = set().union(*(each.result() for each in asking))
    assert seen == {(200, "r1", "2020"), (200, "r2", "2024")}, "every reply is of one release as a whole"


def test_a_turn_goes_on_with_the_release_that_it_began_with(served, publish):
    publish("r2", make_edition("2024"))
    wait_for(lambda: release_of(served) == "r2")
    reply = served.get("/v1/search", params={"q": "答辩"}, headers={"X-Release": "r1"})
    assert (reply.status_code, reply.headers["x-release"]) == (200, "r1")
    assert (reply.json()["release"], reply.json()["edition"]) == ("r1", "2020")


def test_a_release_that_is_not_at_hand_is_not_replaced_by_another(served):
    reply = served.get("/v1/search", params={"q": "答辩"}, headers={"X-Release": "r9"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "other_release")
    assert reply.headers["x-release"] == "r1"


def test_the_release_before_is_let_go_after_a_while(index_dir, publish, embedder):
    current = CurrentRelease(index_dir, embedder, kept_before_s=0)
    publish("r1")
    current.look()
    publish("r2")
    current.look()
    assert current.named("r1").release == "r1"
    current.look()
    assert current.named("r1") is None and current.named(None).release == "r2"


def test_a_corrupt_release_is_refused_and_the_old_one_goes_on(served, write_release, index_dir, caplog):
    bad = write_release(index_dir / "releases" / "bad")
    (bad / "2020" / "passages.faiss").write_bytes(b"nothing")
    switch(index_dir, "bad")
    wait_for(lambda: "release_refused" in caplog.text)
    assert release_of(served) == "r1"
    assert served.get("/v1/search", params={"q": "答辩"}).json()["release"] == "r1"
    time.sleep(POLL * 5)
    assert caplog.text.count("release_refused") == 1, "said once, not at every look"


def test_a_good_release_after_a_corrupt_one_is_used(served, write_release, publish, index_dir):
    (write_release(index_dir / "releases" / "bad") / "retrieve.json").unlink()
    switch(index_dir, "bad")
    publish("r3")
    wait_for(lambda: release_of(served) == "r3")


def test_a_link_to_nowhere_leaves_what_is_served(served, index_dir):
    switch(index_dir, "gone")
    time.sleep(POLL * 5)
    assert release_of(served) == "r1"
