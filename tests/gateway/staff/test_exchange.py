"""Answers as files, out and in; logs into drafts."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from bot.gateway.console.editorial import sheets
from bot.gateway.errors import InvalidInput

KEPT = {
    "id": "gold-prize",
    "answer": {"zh-Hans": "=金奖 200 万元。", "en": "2 million."},
    "quotes": ["金奖给予奖金 200 万元", "当年\n兑现"],
    "questions": ["金奖多少", "金奖有多少钱"],
    "not_for": ["银奖多少"],
    "valid_from": "2026-01-01",
    "valid_until": None,
    "explained": ["HR"],
}


@pytest.fixture
async def editor(staff, knowledge):
    knowledge.kept = [KEPT, KEPT | {"id": "silver-prize"}]
    return await staff("editor")


@pytest.fixture
def titles(gateway):
    return gateway.app.state.services.desk.words["columns"]


async def upload(client, path, name, content):
    files = {"file": (name, content)}
    return await client.http.post(path, data={"csrf": client.csrf}, files=files)


@pytest.mark.parametrize("form", ["xlsx", "jsonl"])
async def test_what_comes_back_unchanged_changes_nothing(editor, form):
    out = await editor.get(f"/staff/answers/export?form={form}")
    assert out.headers["content-disposition"] == f'attachment; filename="answers-2020.{form}"'
    back = await upload(editor, "/staff/answers/import", f"a.{form}", out.content)
    assert "读到 2 条，其中 2 条" in back.text and "起草了 0 份" in back.text


async def test_what_is_new_or_changed_becomes_a_draft(editor, gateway):
    rows = [
        json.loads(line) for line in (await editor.get("/staff/answers/export?form=jsonl")).text.splitlines()
    ]
    rows[0]["questions"].append("金奖给几多")
    rows.append(rows[1] | {"id": "bronze-prize"})
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    said = (await upload(editor, "/staff/answers/import", "a.jsonl", content)).text
    assert "读到 3 条，其中 1 条" in said and "起草了 2 份" in said
    drafts = gateway.app.state.services.desk.editorial.drafts
    changed, new = await drafts.get(1), await drafts.get(2)
    assert (changed.instead_of, changed.entry["questions"][-1]) == ("gold-prize", "金奖给几多")
    assert (new.instead_of, new.entry["id"], new.state) == ("", "bronze-prize", "draft")


async def test_nothing_in_a_spreadsheet_is_a_formula(editor):
    content = (await editor.get("/staff/answers/export")).content
    sheet = load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]] == list(sheets.COLUMNS)
    assert (sheet["B3"].value, sheet["B3"].data_type) == ("=金奖 200 万元。", "s")


def xlsx(*rows) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", bytes(65 * 2**20))
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"%PDF", "xlsx 或 jsonl"),
        ("a.xlsx", b"PK nothing", "打不开"),
        ("a.xlsx", bomb(), "太大"),
        ("a.xlsx", xlsx(["id"], [""]), "没有答案"),
        ("a.xlsx", xlsx(["id", "colour"], ["a", "red"]), "第 2 行：不认识的列 colour"),
        ("a.xlsx", xlsx(["id", "valid_from"], ["a", "soon"]), "第 2 行：valid_from"),
        ("a.jsonl", b"[1]\n", "第 1 行要写成一个对象"),
        ("a.jsonl", b"{\n", "第 1 行不是有效的 JSON"),
        ("a.jsonl", "金".encode("gbk"), "不是 UTF-8"),
        ("a.jsonl", b'{"id": "a"}\n' * 1002, "最多 1000 行"),
    ],
)
def test_a_file_that_is_not_right_says_where(titles, name, content, says):
    with pytest.raises(InvalidInput, match=says):
        sheets.read_answers(name, content, titles)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.txt", "奖金多少\n\n答辩几人\n奖金多少\n".encode()),
        (
            "log.jsonl",
            b'{"q": "\xe5\xa5\x96\xe9\x87\x91\xe5\xa4\x9a\xe5\xb0\x91"}\n{"question": "\xe7\xad\x94\xe8\xbe\xa9\xe5\x87\xa0\xe4\xba\xba"}\n',
        ),
        ("log.xlsx", xlsx(["日期", "问题"], ["2026-01-01", "奖金多少"], [None, "答辩几人"])),
        ("log.xlsx", xlsx(["说的"], ["奖金多少"], ["答辩几人"])),
    ],
)
def test_questions_are_read_from_any_log(name, content):
    assert sheets.read_questions(name, content) == ["奖金多少", "答辩几人"]


async def test_what_a_log_asks_and_nobody_answers_is_drafted(editor, gateway):
    gateway.knowledge.search["answerable"] = False
    log = "停车费多少，我电话13800138000\n停车贵不贵\n".encode()
    said = (await upload(editor, "/staff/queue/import", "log.txt", log)).text
    assert "读到 2 条；起草了 1 份" in said
    draft = await gateway.app.state.services.desk.editorial.drafts.get(1)
    assert draft.asked[1:] == ["停车贵不贵"] and "13800138000" not in draft.asked[0]
    assert draft.entry["quotes"] == [gateway.knowledge.search["results"][0]["quote"]]
    assert draft.entry["answer"]["zh-Hans"] == ""  # the words are the editor's

    gateway.knowledge.search["answerable"] = True
    assert "其中 2 条" in (await upload(editor, "/staff/queue/import", "log.txt", log)).text


async def test_the_whole_queue_is_drafted_at_once(editor, gateway):
    gateway.rasa.reply = [{"recipient_id": "x", "custom": {"kind": "no_answer", "text": "指引没有写明。"}}]
    for question in ("停车费多少钱", "停车贵不贵"):
        await gateway.chat(question)
    assert "起草了 1 份" in (await editor.post("/staff/queue/all")).text
