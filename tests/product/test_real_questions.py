"""Real questions, answered by the real four processes from the real guide."""

import re

import pytest

QUESTIONS = [
    ("金奖能拿多少钱？", "奖金200万元"),
    ("公司在深圳注册多久才可以报", "登记注册3年以上"),
    ("自評報告最多可以寫幾多字？", "不得超过3万字"),
    ("How many people may attend the defence?", "答辩人数不超过3人"),
    ("现场核查要几天", "现场核查时间不超过1天"),
]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("question, clause", QUESTIONS)
def test_a_question_gets_its_clause(client, question, clause):
    reply = client.post("/api/v1/chat", json={"message": question}).json()
    [message] = reply["messages"]
    assert message["kind"] == "answer"
    passages = [
        client.get(f"/api/v1/passages/{c['passage_id']}").json()["text"] for c in message["citations"]
    ]
    for citation, passage in zip(message["citations"], passages, strict=True):
        assert citation["quote"] in passage
        assert citation["edition"] == "2020"
    assert any(clause in bare(passage) for passage in passages)


def test_the_citation_link_opens_the_guide_at_the_marked_quote(client):
    reply = client.post("/api/v1/chat", json={"message": "金奖能拿多少钱？"}).json()
    citation = reply["messages"][0]["citations"][0]
    page = client.get(citation["url"].split("#")[0])
    assert page.is_success
    assert f'id="{citation["passage_id"]}"' in page.text
    assert "<mark" in page.text


def test_the_guide_is_silent_about_the_deadline(client):
    reply = client.post("/api/v1/chat", json={"message": "今年的申报截止日期是几月几号？"}).json()
    [message] = reply["messages"]
    assert message["kind"] == "no_answer"
    assert message["citations"] == []
    assert message["buttons"]


def test_the_same_question_gets_the_same_bytes(client):
    first, second = (client.post("/api/v1/chat", json={"message": "银奖奖金多少"}).json() for _ in range(2))
    assert first["messages"] == second["messages"]


def test_search_and_chat_agree(client):
    for question, _ in QUESTIONS:
        found = client.get("/api/v1/search", params={"q": question}).json()
        said = client.post("/api/v1/chat", json={"message": question}).json()["messages"][0]
        assert found["answerable"]
        assert found["results"][0]["passage_id"] in [cited["passage_id"] for cited in said["citations"]]


def test_a_false_premise_is_corrected_and_not_confirmed(client):
    [message] = client.post("/api/v1/chat", json={"message": "银奖300万对吧"}).json()["messages"]
    assert message["text"].startswith("不是 300 万元。")
    assert "100 万元" in message["text"].split("\n")[0]


def test_small_talk_and_a_person(client):
    kinds = [
        client.post("/api/v1/chat", json={"message": text}).json()["messages"][0]["kind"]
        for text in ("你好", "谢谢", "你是机器人吗", "我要转人工")
    ]
    assert kinds == ["smalltalk", "smalltalk", "smalltalk", "handoff"]
