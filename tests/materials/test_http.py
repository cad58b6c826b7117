"""The checklist and the check as clients see them, through the gateway and its real workers."""

from __future__ import annotations

import asyncio
import io
import json
import time
import zipfile
from pathlib import Path
from statistics import median
from typing import BinaryIO

import pytest
from docx import Document

from actions.materials.inspect_file import Task
from bot.gateway.materials import routes, workers
from bot.gateway.materials.workers import Workers
from tests.gateway.conftest import running
from tests.materials import builders
from tests.materials.reports import BARE, ECONOMIC, TABLE

CHECK = "/api/v1/materials/check"


@pytest.fixture
async def gateway(tmp_path):
    async with running(tmp_path) as started:
        yield started


async def check(gateway, *files: tuple[str, bytes, str], **fields: str):
    """Each file as name, content and kind."""
    return await gateway.http.post(
        CHECK,
        files=[("files", (name, content)) for name, content, _ in files],
        data={"kinds": [kind for *_, kind in files], **fields},
        timeout=60,
    )


def rules(found) -> list[tuple[str, str]]:
    return [(each["rule"], each["severity"]) for each in found]


WHOLE_SET = (
    ("申报表.docx", builders.docx(), "form_word"),
    ("申报表.pdf", builders.pdf(), "form_scan"),
    ("自评报告.docx", builders.docx(ECONOMIC, table=TABLE), "self_report"),
    ("证书.png", builders.picture(), "evidence"),
    ("纳税证明.pdf", builders.pdf(), "tax_certificate"),
)


@pytest.mark.parametrize(
    "query", [{"applicant": "organization"}, {"applicant": "project", "category": "culture"}]
)
async def test_the_checklist(gateway, query):
    response = await gateway.http.get("/api/v1/materials", params=query)
    assert response.status_code == 200
    items = response.json()["items"]
    assert [item["id"] for item in items] == ["form", "self_report", "evidence", "tax_certificate"]
    assert items[0]["copies"] == ["word", "scan"] and items[0]["signed"]
    assert "3万字" in items[1]["limit"]
    assert "xlsx" in items[2]["formats"] and "xlsl" not in items[2]["formats"]
    assert all(item["citation"]["url"].startswith("/guide/2020?passage=") for item in items)


@pytest.mark.parametrize(
    "query, field",
    [
        ({}, "applicant"),
        ({"applicant": "person"}, "applicant"),
        ({"applicant": "organization", "category": "经济"}, "category"),
        ({"applicant": "project", "category": "economic"}, "category"),
    ],
)
async def test_what_the_checklist_cannot_be_asked(gateway, query, field):
    response = await gateway.http.get("/api/v1/materials", params=query)
    assert response.status_code == 422
    assert response.json()["error"]["details"]["field"] == field


async def test_a_project_of_the_economic_class_names_the_rule(gateway):
    query = {"applicant": "project", "category": "economic"}
    asked = [
        await gateway.http.get("/api/v1/materials", params=query),
        await check(gateway, *WHOLE_SET, **query),
    ]
    for response in asked:
        assert response.status_code == 422
        assert "category_accepts_applicant" in response.json()["error"]["message"]


async def test_a_whole_set_without_fault(gateway):
    response = await check(
        gateway, *WHOLE_SET, applicant="organization", category="economic", complete="true"
    )
    assert response.status_code == 200, response.text
    report = response.json()
    assert report == {
        "ok": True,
        "files": [{"name": name, "kind": kind, "ok": True, "findings": []} for name, _, kind in WHOLE_SET],
        "findings": [],
    }


@pytest.mark.parametrize(
    "left_out, expected",
    [
        ({"form_word"}, [("form_pair_missing", "error")]),
        ({"form_scan"}, [("form_pair_missing", "error")]),
        ({"form_word", "form_scan"}, [("missing_required", "error")]),
        ({"self_report"}, [("missing_required", "error")]),
        ({"evidence"}, [("missing_required", "error")]),
        ({"tax_certificate"}, [("missing_required", "hint")]),
    ],
)
async def test_what_is_missing_is_said_of_a_set_that_is_meant_to_be_whole(gateway, left_out, expected):
    files = [file for file in WHOLE_SET if file[2] not in left_out]
    for complete, found in (("true", expected), ("false", [])):
        report = (await check(gateway, *files, complete=complete)).json()
        assert rules(report["findings"]) == found
        assert report["ok"] is not any(severity == "error" for _, severity in found)


async def test_a_hostile_file_does_not_keep_the_others_from_being_judged(gateway):
    bomb = builders.zipped({"a": bytes(30 * 2**20)})
    report = (
        await check(
            gateway,
            ("../../bomb\u202e.zip", bomb, "evidence"),
            ("自评报告.docx", builders.docx(BARE), "self_report"),
            ("证书.png", builders.picture(), "evidence"),
            category="economic",
        )
    ).json()
    assert [file["name"] for file in report["files"]] == ["bomb.zip", "自评报告.docx", "证书.png"]
    assert [file["ok"] for file in report["files"]] == [False, True, True]
    assert report["ok"] is False
    assert rules(report["files"][0]["findings"]) == [("archive_unsafe", "error")]
    hints = report["files"][1]["findings"]
    assert {each["severity"] for each in hints} == {"hint"}
    assert [each["part"] for each in hints if "part" in each] == [
        "领导",
        "战略",
        "顾客",
        "员工",
        "创新",
        "运营",
    ]
    assert all(each["citation"]["url"] for each in hints)


async def test_a_report_that_is_too_long_says_by_how_much(gateway):
    report = (
        await check(gateway, ("r.docx", builders.docx([("标题", "质" * 30_000)]), "self_report"))
    ).json()
    (finding,) = [each for each in report["files"][0]["findings"] if each["severity"] == "error"]
    assert (finding["rule"], finding["count"], finding["limit"]) == ("report_too_long", 30_002, 30_000)
    assert finding["citation"]["quote"] == "含图表不得超过 3万字"


async def test_a_file_over_the_limit_is_a_finding(gateway):
    large = builders.pdf() + bytes(50 * 2**20)
    report = (await check(gateway, ("大.pdf", large, "evidence"))).json()
    assert rules(report["files"][0]["findings"]) == [("too_large", "error")]


async def test_too_many_files_and_too_much_content_are_413(gateway, monkeypatch):
    for number in (21, 45):
        response = await check(gateway, *[("a.png", builders.picture(), "evidence")] * number)
        assert response.status_code == 413, number
        assert response.json()["error"]["code"] == "too_many_files"
    monkeypatch.setattr(routes, "MOST_BYTES", 100)
    response = await check(gateway, ("a.png", builders.picture(), "evidence"))
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")
    response = await gateway.http.post(CHECK, headers={"content-length": str(300 * 2**20)}, content=b"")
    assert response.status_code == 413


async def test_twenty_files_at_once(gateway):
    report = (await check(gateway, *[(f"{n}.png", builders.picture(), "evidence") for n in range(20)])).json()
    assert [file["name"] for file in report["files"]] == [f"{n}.png" for n in range(20)]
    assert report["ok"]


PART = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nx\r\n'


@pytest.mark.parametrize(
    "content, media_type, status",
    [
        (b"{}", "application/json", 415),
        (b"files=a&kinds=evidence", "application/x-www-form-urlencoded", 415),
        (PART + b"--b--\r\n", "multipart/form-data", 415),
        (b"nonsense", "multipart/form-data; boundary=b", 400),
        (PART + b"--b--\r\n", "multipart/form-data; boundary=b", 422),
        (b"--b--\r\n", "multipart/form-data; boundary=b", 422),
    ],
)
async def test_bad_bodies(gateway, content, media_type, status):
    response = await gateway.http.post(CHECK, content=content, headers={"content-type": media_type})
    assert response.status_code == status, response.text
    assert response.json()["error"]["message"]


async def test_as_many_kinds_as_files(gateway):
    one = {"files": [("files", ("a.png", builders.picture()))]}
    for data in ({}, {"kinds": ["evidence", "evidence"]}, {"kinds": ["picture"]}):
        response = await gateway.http.post(CHECK, data=data, **one)
        assert response.status_code == 422
        assert response.json()["error"]["details"]["field"].startswith("kinds")


async def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    with _stored(tmp_path, builders.pdf()) as file:
        found = await Workers(patience_seconds=0.01).inspect(file, Task("pdf", "evidence"))
    assert [(each.rule, each.variant) for each in found] == [("unreadable", "slow")]


async def test_a_worker_that_dies_costs_only_its_own_file(tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "ROOT", "/")  # where the worker's code is not
    with _stored(tmp_path, b"x") as file:
        found = await Workers().inspect(file, Task("pdf", "evidence"))
    assert [(each.rule, each.variant) for each in found] == [("unreadable", "default")]


async def test_others_wait_for_nothing_while_files_are_read(gateway):
    heavy = builders.zipped({f"{n}.txt": bytes(10 * 2**20) for n in range(20)})
    checking = asyncio.create_task(check(gateway, *[(f"{n}.zip", heavy, "evidence") for n in range(4)]))
    times = []
    while not checking.done():
        begun = time.perf_counter()
        assert (await gateway.http.get("/healthz")).status_code == 200
        times.append(time.perf_counter() - begun)
        await asyncio.sleep(0.05)
    assert (await checking).status_code == 200
    assert median(times) < 0.5  # a machine that is held up once is no fault


@pytest.mark.parametrize("limit", ["MOST_CHECKS", "MOST_OF_AN_ADDRESS"])
async def test_more_checks_than_there_are_places_are_asked_to_come_again(gateway, monkeypatch, limit):
    monkeypatch.setattr(workers, limit, 0)
    response = await check(gateway, ("a.png", builders.picture(), "evidence"))
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


async def test_nothing_of_a_file_is_logged(gateway, caplog):
    with caplog.at_level("DEBUG"):
        await check(gateway, ("甲公司机密.docx", builders.docx([("机密", "甲公司机密")]), "self_report"))
    assert "机密" not in caplog.text


async def test_findings_as_a_word_file(gateway):
    report = (
        await check(
            gateway, ("甲.docx", builders.docx(BARE), "self_report"), category="economic", complete="true"
        )
    ).json()
    response = await gateway.http.post("/api/v1/materials/handout", json=report)
    assert response.status_code == 200, response.text
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs)
    for file in report["files"]:
        assert file["name"] in text and all(each["message"] in text for each in file["findings"])
    assert all(each["message"] in text for each in report["findings"])
    assert "2020 版" in text and "秘书处解释为准" in text


async def test_a_findings_file_holds_any_text(gateway):
    finding = {"rule": "x", "severity": "hint", "message": "\x00\x01<w:p>&\ud83d\uffff", "citation": None}
    report = json.dumps({"ok": False, "files": [], "findings": [finding]})
    headers = {"content-type": "application/json"}
    response = await gateway.http.post("/api/v1/materials/handout", content=report, headers=headers)
    assert response.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None


def _stored(folder: Path, content: bytes) -> BinaryIO:
    (folder / "stored").write_bytes(content)
    return (folder / "stored").open("rb")
