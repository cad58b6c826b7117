"""The desk's side of the service: drafts are checked, right ones kept and built, wrong ones refused."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from knowledge.ingest.edits import Edits
from knowledge.ingest.errors import IngestError
from knowledge.ingest.release import Releases
from knowledge.service.app import create_app
from knowledge.service.builds import Builds
from knowledge.service.editing import Editing

GUIDE = """一、说明
（一）奖金
1.金奖给予奖金 200 万元，银奖给予奖金 100 万元，当年兑现。
2.财政全额拨款的单位不发奖金，只发证书。
"""
META = """edition: "{edition}"
title: 《指引》（{edition}）
valid_from: null
valid_until: null
source: 测试
documents:
  - {{file: guide.txt, key: "", title: 《指引》（{edition}）}}
"""
ENTRY = {
    "id": "gold-prize",
    "answer": {"zh-Hans": "金奖奖金 200 万元。", "en": "The gold prize is 2,000,000 yuan."},
    "quotes": ["金奖给予奖金 200 万元"],
    "questions": [f"金奖给多少钱，第{sign}种问法" for sign in "甲乙丙丁戊己庚辛"],
    "not_for": ["银奖给多少钱", "铜奖给多少钱"],
}


@pytest.fixture
def edits(tmp_path: Path) -> Edits:
    return Edits(tmp_path / "edits")


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    for edition, guide in (("2020", GUIDE), ("2021", GUIDE.replace("200", "300"))):
        folder = tmp_path / "documents" / edition
        folder.mkdir(parents=True)
        (folder / "guide.txt").write_text(guide, "utf-8")
        (folder / "meta.yml").write_text(META.format(edition=edition), "utf-8")
    synonyms = "same: [{guide: 奖金, said: [钱]}]\nspoken: {}\ncourtesies: []\napart: []\n"
    (tmp_path / "documents/synonyms.yml").write_text(synonyms, "utf-8")
    return tmp_path / "documents"


@pytest.fixture
def start(tmp_path, documents, edits, embedder):
    """A service whose builds only say something."""
    (tmp_path / "index/releases").mkdir(parents=True)

    def make(program: str = "print('✓ 好了')", poll: float = 1.0):
        builds = Builds((sys.executable, "-c", program))
        editing = Editing(documents, edits, Releases(tmp_path / "index"), builds)
        return TestClient(
            create_app(tmp_path / "index", embedder, poll, editing), raise_server_exceptions=False
        )

    return make


@pytest.fixture
def client(start):
    with start() as client:
        yield client


def body(**changes):
    return {"edition": "2020", "entry": ENTRY | changes}


def finished(client) -> dict:
    deadline = time.monotonic() + 20
    while (status := client.get("/v1/desk/builds").json())["state"] == "running":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return status


def test_a_draft_is_checked(client):
    assert client.post("/v1/desk/checks", json=body()).json() == {"findings": []}
    wrong = body(answer=ENTRY["answer"] | {"zh-Hans": "金奖奖金 500 万元。"})
    found = client.post("/v1/desk/checks", json=wrong).json()["findings"]
    assert {each["field"] for each in found} == {"answer.zh-Hans"}


def test_a_right_answer_is_kept_with_its_case_and_built(client, edits):
    reply = client.post("/v1/desk/answers", json=body() | {"asked": " 金奖有钱拿吗 "})
    assert reply.status_code == 200 and reply.json()["wishes"] == 1
    assert finished(client) == {"state": "done", "message": "✓ 好了", "wishes": 1, "done": 1}
    [answer] = client.get("/v1/desk/answers", params={"edition": "2020"}).json()["answers"]
    assert (answer["id"], answer["origin"]) == ("gold-prize", "desk")
    assert [(case.q, case.answer) for case in edits.cases()] == [("金奖有钱拿吗", "gold-prize")]


def test_a_wrong_answer_is_refused_and_leaves_nothing(client, edits):
    reply = client.post("/v1/desk/answers", json=body(quotes=["金奖给予奖金 900 万元"]))
    assert (reply.status_code, reply.json()["error"]["code"]) == (422, "answer_not_right")
    assert edits.answers("2020") == [] and edits.cases() == []
    assert client.get("/v1/desk/builds").json()["wishes"] == 0


def test_an_answer_does_not_take_another_ones_place_unasked(client):
    client.post("/v1/desk/answers", json=body())
    assert client.post("/v1/desk/answers", json=body()).status_code == 422
    assert client.post("/v1/desk/answers", json=body() | {"instead_of": "gold-prize"}).status_code == 200


def test_an_answer_is_withdrawn_with_a_reason(client):
    client.post("/v1/desk/answers", json=body())
    wanted = {"edition": "2020", "id": "gold-prize", "reason": "条文有变"}
    assert client.post("/v1/desk/withdrawals", json=wanted | {"reason": ""}).status_code == 422
    assert client.post("/v1/desk/withdrawals", json=wanted).status_code == 200
    listed = client.get("/v1/desk/answers", params={"edition": "2020"}).json()
    assert listed["answers"] == [] and listed["withdrawn"] == {"gold-prize": "条文有变"}
    assert client.post("/v1/desk/withdrawals", json=wanted).status_code == 404


def test_what_was_built_is_in_use_when_it_is_said_to_be_done(start, write_release, tmp_path):
    """An editor looks at once whether the question gets its answer."""
    write_release(tmp_path / "index/releases/r2")
    switch = f"import os; os.symlink('releases/r2', {str(tmp_path / 'index/current')!r})"
    with start(switch, poll=3600) as client:
        assert client.get("/readyz").status_code == 503
        client.post("/v1/desk/answers", json=body())
        assert finished(client)["state"] == "done"
        assert client.get("/readyz").json()["release"] == "r2"


def test_a_failed_build_is_said(start):
    with start("import sys; print('✗ 原文里没有'); sys.exit(1)") as client:
        client.post("/v1/desk/unanswerable", json={"edition": "2020", "q": "停车费多少"})
        status = finished(client)
    assert (status["state"], status["message"]) == ("failed", "✗ 原文里没有")


def test_a_wish_during_a_build_is_followed_by_another(start, tmp_path):
    log = tmp_path / "log"
    with start(f"import time; open({str(log)!r}, 'a').write('x'); time.sleep(.3)") as client:
        for question in "甲乙丙":
            client.post("/v1/desk/unanswerable", json={"edition": "2020", "q": question})
        assert finished(client)["done"] == 3
    assert log.read_text() in ("xx", "xxx")


def test_ways_to_say_a_term_are_added_and_taken_away(client, edits):
    def words(**changes):
        return client.post("/v1/desk/synonyms/words", json={"guide": "奖金", "said": ["银子"]} | changes)

    assert words(trial=True).status_code == 200 and edits.synonyms()["same"] == []
    assert words().json()["wishes"] == 1
    words(said=["赏金", "银子"])
    [term] = [each for each in client.get("/v1/desk/synonyms").json()["terms"] if each["guide"] == "奖金"]
    assert (term["said"], term["added"]) == (["钱"], ["赏金", "银子"])
    words(said=["银子"], take_away=True)
    assert edits.synonyms()["same"] == [{"guide": "奖金", "said": ["赏金"]}]


def test_a_synonym_may_lead_to_the_words_of_an_answers_questions(client):
    """They are searched too; what only the answer says is not, and that is said."""

    def refusal(guide):
        reply = client.post("/v1/desk/synonyms/words", json={"guide": guide, "said": ["赏钱"], "trial": True})
        return reply.json()["error"]["message"] if reply.status_code == 422 else ""

    assert "指引和核定答案的问法里都没有“种问法”" in refusal("种问法")
    client.post("/v1/desk/answers", json=body())
    assert refusal("种问法") == ""
    assert "只在核定答案 gold-prize 的口径里" in refusal("Prize")


@pytest.mark.parametrize("changes", [{"guide": "停车费"}, {"said": []}, {"said": ["奖金"]}, {"said": ["？"]}])
def test_a_synonym_leads_to_other_words_of_the_guide(client, edits, changes):
    wrong = {"guide": "奖金", "said": ["银子"]} | changes
    assert client.post("/v1/desk/synonyms/words", json=wrong).status_code == 422
    assert edits.synonyms()["same"] == []


def test_questions_are_clustered_by_meaning(client):
    texts = ["金奖奖金多少", "答辩可以去几个人", "金奖奖金多少？", "金奖奖金多少呢"]
    found = client.post("/v1/desk/clusters", json={"texts": texts}).json()["clusters"]
    assert [sorted(each) for each in found] == [[0, 2, 3], [1]]
    assert client.post("/v1/desk/clusters", json={"texts": []}).json() == {"clusters": []}
    assert client.post("/v1/desk/clusters", json={"texts": ["一"]}).json() == {"clusters": [[0]]}
    blank = client.post("/v1/desk/clusters", json={"texts": ["🏆", "？"]}).json()
    assert blank == {"clusters": [[0], [1]]} or blank == {"clusters": [[0, 1]]}


def test_editions_are_compared_with_the_answers_that_it_touches(client):
    client.post("/v1/desk/answers", json=body())
    found = client.get("/v1/desk/differences", params={"old": "2020", "new": "2021"}).json()
    changes = [each["change"] for each in found["differences"]]
    assert changes.count("changed") == 1 and set(changes) == {"same", "changed"}
    assert found["touched_answers"] == {"gold-prize": ["金奖给予奖金 200 万元"]}


def upload(client, text: str = GUIDE.replace("200", "500"), edition: str = "2022", **more):
    params = {"edition": edition, "name": "指引2022.txt", "title": "《指引》（2022）"} | more
    return client.post("/v1/desk/editions", params=params, content=text.encode())


def test_an_edition_is_prepared_published_and_taken_back(client, edits):
    added = upload(client).json()
    assert added["headings"] == 2 and added["passages"] == 4
    listed = {each["edition"]: each for each in client.get("/v1/desk/editions").json()["editions"]}
    assert [listed[name]["shipped"] for name in ("2020", "2021", "2022")] == [True, True, False]
    assert client.get("/v1/desk/builds").json()["wishes"] == 0  # it is only being prepared

    day = client.post("/v1/desk/editions/2022/publication", json={"from": "2022-03-01"})
    assert day.status_code == 200 and edits.published_from("2022").isoformat() == "2022-03-01"
    for change in (lambda: upload(client), lambda: client.post("/v1/desk/editions/2022/discard")):
        assert change().status_code == 409
    assert client.post("/v1/desk/editions/2022/publication", json={"from": None}).status_code == 200
    assert edits.published_from("2022") is None
    client.post("/v1/desk/editions/2022/discard")
    assert client.get("/v1/desk/differences", params={"old": "2021", "new": "2022"}).status_code == 404


def test_answers_that_still_stand_are_carried_over_and_the_others_named(client, edits, documents):
    client.post("/v1/desk/answers", json=body())
    other = {"id": "certificate", "quotes": ["财政全额拨款的单位不发奖金，只发证书"]}
    said = {"answer": {"zh-Hans": "只发证书。", "en": "A certificate only."}}
    questions = {"questions": [f"财政全额拨款有没有奖金，第{sign}种问法" for sign in "甲乙丙丁戊己庚辛"]}
    client.post("/v1/desk/answers", json=body(**other, **said, **questions))
    rows = [
        {"q": "财政供养的呢", "quotes": other["quotes"], "answer": ""},
        {"q": "多少", "quotes": ["200 万元"], "answer": ""},
    ]
    (documents / "2020/questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    upload(client)
    carried = client.post("/v1/desk/editions/2022/answers", json={"old": "2020"}).json()
    assert carried == {"carried": 1, "left": ["gold-prize"]}
    assert [entry.id for entry in edits.answers("2022")] == ["certificate"]
    assert "财政供养的呢" in json.loads((edits.of("2022") / "questions.jsonl").read_text())["q"]
    assert client.post("/v1/desk/editions/2022/answers", json={"old": "2020"}).json()["carried"] == 0


def test_a_guide_that_is_only_being_prepared_can_be_quoted(client):
    upload(client)
    [first, *_] = client.get("/v1/desk/passages", params={"edition": "2022", "q": "金奖多少"}).json()[
        "passages"
    ]
    assert "金奖给予奖金 500 万元" in first["text"]
    path = f"/v1/desk/passages/{first['passage_id']}"
    assert client.get(path, params={"edition": "2022"}).json() == first
    assert client.get(path, params={"edition": "2021"}).status_code == 404


@pytest.mark.parametrize(
    "edition, name", [("2020", "a.txt"), ("../x", "a.txt"), ("2022", "a.exe"), ("2022", "..")]
)
def test_what_is_no_new_edition_is_refused_and_leaves_nothing(client, edits, edition, name):
    assert upload(client, edition=edition, name=name).status_code in (409, 422)
    assert not edits.folder.exists() or edits.editions() == []


def test_releases_are_listed_and_one_that_is_not_there_is_not_switched_to(client):
    assert client.get("/v1/desk/releases").json() == {"releases": []}
    assert client.post("/v1/desk/releases/20260101T000000.000000Z").status_code == 404
    assert client.post("/v1/desk/releases/..").status_code == 404


@pytest.mark.parametrize("edition", ["1999", "../2020", "", "a/b"])
def test_an_edition_that_is_not_there(client, edition):
    assert client.get("/v1/desk/answers", params={"edition": edition}).status_code == 404
    assert client.post("/v1/desk/checks", json=body() | {"edition": edition}).status_code == 404


def test_ids_that_would_be_paths_are_findings(client):
    reply = client.post("/v1/desk/answers", json=body(id="../../evil"))
    assert reply.status_code == 422


def test_nothing_to_roll_back_to(client):
    assert client.post("/v1/desk/rollback").status_code == 409


def test_files_that_are_just_being_written_are_not_read(tmp_path, documents, edits):
    editing = Editing(documents, edits, Releases(tmp_path / "index"), Builds(()))
    known = editing.known("2020")
    half = edits.of("2020") / "answers" / ".gold-prize.yml.partial"
    half.parent.mkdir(parents=True)
    half.write_text("- id: gold", "utf-8")
    assert editing.known("2020") is known
    half.rename(half.with_name("gold-prize.yml"))
    with pytest.raises(IngestError):
        editing.known("2020")
