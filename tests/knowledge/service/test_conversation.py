"""What a conversation asks of the service besides plain questions."""

from __future__ import annotations

from fastapi.testclient import TestClient

from knowledge.service.app import create_app
from tests.knowledge.service.conftest import POLL
from tests.knowledge.small_guide import make_edition, with_answers


def test_a_question_within_what_was_spoken_of(served):
    for spoken, place in (("金奖给的奖金", "（四）奖励荣誉"), ("答辩可以讲的时间", "5. 集中答辩")):
        found = served.get("/v1/search", params={"q": "是多少", "within": spoken}).json()
        assert (found["query"], found["results"][0]["path"][-1]) == ("是多少", place)


def test_a_message_and_its_pieces(publish, index_dir, embedder):
    publish("r1", with_answers(make_edition()))
    with TestClient(create_app(index_dir, embedder, POLL), raise_server_exceptions=False) as client:
        pieces = ["答辩可以去几个人？", "要讲多久？", "？？"]
        params = {"q": "".join(pieces), "piece": pieces, "told": [3, 9]}
        found = client.get("/v1/pieces", params=params).json()
        assert [each["query"] for each in (found["whole"], *found["pieces"])] == ["".join(pieces), *pieces]
        assert len(found["answers"]) == len(found["asked"])
        assert all(0 <= number <= len(pieces) for number in found["asked"])
        for wrong in ({"q": "答辩"}, {"piece": "答辩"}, {"q": "答辩", "piece": ["x"] * 11}):
            assert client.get("/v1/pieces", params=wrong).status_code == 422


def test_what_may_be_asked_after_an_answer(publish, index_dir, embedder):
    publish("r1", with_answers(make_edition()))
    with TestClient(create_app(index_dir, embedder, POLL), raise_server_exceptions=False) as client:

        def related(**query):
            passage = query.pop("passage", "2020-3-abcdef")
            return client.get("/v1/related", params={"passage": passage, **query}).json()

        assert related()["answer"] == "people"
        assert [each["answer"] for each in related()["questions"]] == ["minutes"]
        assert related(known="minutes")["questions"] == []
        assert related(answer="minutes")["questions"][0]["answer"] == "people", (
            "named, it need not be guessed"
        )
