"""Answers and questions as files that editors work on elsewhere: xlsx and jsonl, the same columns both ways."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from bot.gateway.errors import InvalidInput
from bot.gateway.text import clean

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSONL = "application/x-ndjson"
# Of a row; the others are lists, in a cell an item a line.
TEXTS = ("id", "zh-Hans", "en", "valid_from", "valid_until")
LISTS = ("quotes", "questions", "not_for", "explained")
COLUMNS = ("id", "zh-Hans", "en", *LISTS, "valid_from", "valid_until")
MOST_ROWS = 1000
MOST_UNPACKED = 64 * 2**20  # bytes of an xlsx, which is a zip
_WIDTHS = {"id": 28, "zh-Hans": 50, "en": 50, "quotes": 60, "questions": 50, "not_for": 40}

Row = dict[str, Any]


def row(entry: Row) -> Row:
    """An entry of the knowledge service as a flat row; a quote over several lines becomes one line of the same words."""
    said = {
        "id": entry["id"],
        **{locale: clean(entry["answer"].get(locale, "")) for locale in ("zh-Hans", "en")},
    }
    lists = {name: [clean("".join(each.splitlines())) for each in entry[name]] for name in LISTS}
    return said | lists | {name: entry[name] or "" for name in ("valid_from", "valid_until")}


def entry(row: Row) -> Row:
    days = {name: row[name] or None for name in ("valid_from", "valid_until")}
    answer = {locale: row[locale] for locale in ("zh-Hans", "en")}
    return {"id": row["id"], "answer": answer, **{name: row[name] for name in LISTS}, **days}


def as_jsonl(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows).encode()


def as_xlsx(rows: Iterable[Row], titles: dict[str, str]) -> bytes:
    """The first line holds the columns' names, the second what they mean."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.freeze_panes = "B3"
    for number, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = _WIDTHS.get(name, 14)

    def cell(text: str, **style: Any) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"  # whatever it begins with, it is no formula
        made.alignment = Alignment(wrap_text=True, vertical="top")
        for name, value in style.items():
            setattr(made, name, value)
        return made

    sheet.append([cell(name, font=Font(bold=True)) for name in COLUMNS])
    sheet.append([cell(titles[name], font=Font(italic=True)) for name in COLUMNS])
    for each in rows:
        sheet.append([cell("\n".join(each[name]) if name in LISTS else each[name]) for name in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_answers(name: str, content: bytes, titles: dict[str, str]) -> list[Row]:
    """Raises `InvalidInput` that names the line and the mend."""
    found = [
        _answer(number, raw)
        for number, raw in _rows(name, content)
        if any(raw.values()) and raw.get("id") != titles["id"]
    ]
    if not found:
        raise InvalidInput("file", "文件里没有答案。")
    return found


def read_questions(name: str, content: bytes) -> list[str]:
    """The questions of a log: a line each of a text file, `q` of a jsonl, the first column or the one named q of an xlsx."""
    if name.lower().endswith((".txt", ".csv")):
        found = _text(content).splitlines()
    else:
        found = [_question(raw) for _, raw in _rows(name, content)]
    questions = list(dict.fromkeys(filter(None, (clean(each)[:1000] for each in found))))
    if not questions:
        raise InvalidInput("file", "文件里没有问题。")
    return questions[:MOST_ROWS]


def _question(raw: Row) -> str:
    for name in ("q", "question", "问题"):
        if raw.get(name):
            return str(raw[name])
    return str(next(iter(raw.values()), "") or "")


def _rows(name: str, content: bytes) -> Iterator[tuple[int, Row]]:
    if name.lower().endswith(".xlsx"):
        rows = _of_xlsx(content)
    elif name.lower().endswith((".jsonl", ".ndjson")):
        rows = _of_jsonl(content)
    else:
        raise InvalidInput("file", "请上传 xlsx 或 jsonl 文件。")
    for count, numbered in enumerate(rows):
        if count == MOST_ROWS + 1:
            raise InvalidInput("file", f"一次最多 {MOST_ROWS} 行，请分几次导入。")
        yield numbered


def _of_jsonl(content: bytes) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(_text(content).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise InvalidInput("file", f"第 {number} 行不是有效的 JSON。") from error
        if not isinstance(raw, dict):
            raise InvalidInput("file", f"第 {number} 行要写成一个对象。")
        yield number, raw


def _of_xlsx(content: bytes) -> Iterator[tuple[int, Row]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_UNPACKED:
                raise InvalidInput("file", "表格太大，请分几次导入。")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        lines = sheet.iter_rows(values_only=True)
        names = [str(each or "").strip() for each in next(lines, ())]
        for number, values in enumerate(lines, start=2):
            yield number, {name: _cell(value) for name, value in zip(names, values, strict=False) if name}
    except InvalidInput:
        raise
    except Exception as error:  # a damaged workbook fails in a dozen ways
        raise InvalidInput("file", "表格打不开，请另存为 xlsx 再试。") from error


def _cell(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return "" if value is None else str(value)


def _answer(number: int, raw: Row) -> Row:
    if unknown := raw.keys() - {*COLUMNS, "origin"}:
        raise InvalidInput("file", f"第 {number} 行：不认识的列 {'、'.join(sorted(map(str, unknown)))}。")
    read: Row = {name: clean(str(raw.get(name) or "")) for name in TEXTS}
    for name in LISTS:
        given = raw.get(name) or []
        lines: Sequence[Any] = given if isinstance(given, list) else str(given).splitlines()
        read[name] = [line for line in (clean(str(each)) for each in lines) if line]
    for name in ("valid_from", "valid_until"):
        try:
            read[name] = date.fromisoformat(read[name]).isoformat() if read[name] else ""
        except ValueError as error:
            raise InvalidInput("file", f"第 {number} 行：{name} 要写成 2026-01-31 这样的日期。") from error
    return read


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("file", "文件不是 UTF-8 编码，请另存为 UTF-8。") from error
