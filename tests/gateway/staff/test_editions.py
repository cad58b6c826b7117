"""A new guide at the desk: uploaded, compared, filled, published by two people, taken back."""

from __future__ import annotations

import pytest

from actions.eligibility import assess

TOUCHED = assess({})["rules"][0]


@pytest.fixture
async def editors(staff):
    return await staff("editor"), await staff("editor", "editor-two")


async def uploaded(client, content: bytes = "一、说明".encode(), **fields):
    data = {"edition": "2026", "title": "《指引》（2026）", "csrf": client.csrf} | fields
    return await client.http.post("/staff/editions", data=data, files={"file": ("2026.txt", content)})


async def test_what_a_changed_clause_touches_is_named(editors, knowledge):
    first, _ = editors
    assert (await uploaded(first)).headers["location"] == "/staff/editions/2026"
    [(params, content)] = knowledge.uploads
    assert params == {"edition": "2026", "title": "《指引》（2026）", "name": "2026.txt"}
    assert content == "一、说明".encode()
    knowledge.changed = TOUCHED["citation"]["passage_id"]
    knowledge.lost = {"gold-prize": ["金奖 200 万元"]}
    shown = (await first.get("/staff/editions/2026")).text
    for expected in (TOUCHED["title"], "gold-prize", "<del>200</del>", "<ins>300</ins>", "对照"):
        assert expected in shown
    assert "准备中" in (await first.get("/staff/editions")).text
    assert (await first.get("/staff/editions/1999")).status_code == 404


async def test_an_answer_is_drafted_for_the_newer_guide_without_the_lost_quotes(editors, knowledge):
    first, _ = editors
    await uploaded(first)
    knowledge.kept = [
        {
            "id": "gold-prize",
            "answer": {"zh-Hans": "金奖 200 万元。", "en": "2 million."},
            "quotes": ["金奖 200 万元", "当年兑现"],
            "questions": ["金奖多少"],
            "not_for": [],
        }
    ]
    knowledge.lost = {"gold-prize": ["金奖 200 万元"]}
    said = {"old": "2020", "answer": "gold-prize"}
    draft = (await first.post("/staff/editions/2026/draft", said)).headers["location"]
    shown = (await first.get(draft)).text
    assert "2026 版" in shown and "当年兑现" in shown
    assert '<blockquote class="cite">金奖 200 万元' not in shown
    # The index does not hold that edition yet; its guide can be quoted all the same.
    assert "piece" in (await first.get(f"{draft}/passages?q=金奖")).text


async def test_a_second_person_publishes_and_anybody_takes_back(editors, knowledge):
    first, second = editors
    await uploaded(first)
    assert (await first.post("/staff/editions/2020/publish", {"from": "2026-03-01"})).status_code == 422
    assert (await first.post("/staff/editions/2026/publish", {"from": "2026-03-01"})).status_code == 303
    assert (await first.post("/staff/editions/2026/publish", {"from": "2026-04-01"})).status_code == 422
    assert (await first.post("/staff/proposals/1/approve")).status_code == 403
    assert knowledge.published == []
    assert (await second.post("/staff/proposals/1/approve")).headers["location"] == "/staff/editions"
    assert knowledge.published == [("2026", "2026-03-01")]
    await first.post("/staff/proposals/1/end", {"reason": "条文有误"})
    assert knowledge.published[1:] == [("2026", None)]


async def test_what_still_stands_is_carried_over_and_a_preparation_discarded(editors, knowledge):
    first, _ = editors
    await uploaded(first)
    assert (await first.post("/staff/editions/2026/carry", {"old": "2020"})).status_code == 303
    await first.post("/staff/editions/2026/discard")
    assert knowledge.discarded == ["2026"]


async def test_only_an_admin_goes_back_to_an_earlier_index(editors, staff, knowledge):
    assert (await editors[0].post("/staff/releases", {"release": "r0"})).status_code == 403
    admin = await staff("admin")
    assert (await admin.post("/staff/releases", {"release": "r0"})).status_code == 303
    assert (await admin.post("/staff/releases", {"release": "../x"})).status_code == 404


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(editors, knowledge):
    reply = await uploaded(editors[0], content=bytes(51 * 2**20))
    assert reply.status_code == 413 and knowledge.uploads == []
