"""What reads bytes from outside, and how each may refuse them. Anything else that it raises is a fault."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from actions.materials.inspect_file import Task, inspect_file
from actions.understanding.dates import complete, read_dates
from actions.understanding.when import When
from bot.gateway import strict_json
from bot.gateway.console.editorial import sheets
from bot.gateway.errors import InvalidInput, MalformedBody
from bot.gateway.masking import mask
from bot.gateway.text import clean, for_rasa
from bot.gateway.wechat import received, xml
from knowledge.ingest import answers, meta, readers
from knowledge.ingest.errors import IngestError
from knowledge.retrieve import synonyms
from knowledge.retrieve.errors import BadSettings
from tests.materials import builders

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "knowledge/documents"
TODAY = date(2026, 11, 27)
TITLES = {"id": "编号"}


@dataclass(frozen=True)
class Target:
    """`samples` are good inputs to begin with."""

    name: str
    samples: Callable[[], list[bytes]]
    take: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...] = ()

    def check(self, data: bytes) -> None:
        with contextlib.suppress(self.refusals):
            self.take(data)


def _wechat_messages() -> list[bytes]:
    fields = "<ToUserName>g</ToUserName><FromUserName>o</FromUserName><CreateTime>1700000000</CreateTime>"
    kinds = (
        "<MsgType>text</MsgType><Content><![CDATA[金奖奖金多少？]]></Content><MsgId>1</MsgId>",
        "<MsgType>event</MsgType><Event>CLICK</Event><EventKey>awards</EventKey>",
        "<MsgType>voice</MsgType><Recognition>怎么申报</Recognition><MsgId>2</MsgId>",
    )
    return [f"<xml>{fields}{kind}</xml>".encode() for kind in kinds]


def _bodies() -> list[bytes]:
    chat = {"message": "金奖奖金多少？", "session_id": None, "locale": "zh-Hans"}
    return [json.dumps(each).encode() for each in (chat, {"facts": {"employees": 1.5e3}}, [[[]]], "x", 0)]


def _upload(extension: str) -> Callable[[bytes], object]:
    task = Task(extension, "self_report", "economic", "organization")
    return lambda data: inspect_file(io.BytesIO(data), task)


def _packages() -> list[bytes]:
    report = builders.docx([("1 领导", "一段话。"), ("1.1 组织", "另一段。")], image=True, header="页眉")
    return [
        report,
        builders.xlsx(),
        builders.pptx(),
        builders.zipped({"a.pdf": b"%PDF-1.4", "b/c.txt": b"x"}),
    ]


def _others() -> list[bytes]:
    return [
        builders.doc("自评报告\r一段话。"),
        builders.rar(),
        builders.picture("PNG"),
        builders.picture("JPEG"),
    ]


def _guide(suffix: str) -> Callable[[bytes], object]:
    return _in_a_file(f"guide{suffix}", readers.read)


def _in_a_file(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    def take(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            return read(file)

    return take


def _tables(data: bytes) -> None:
    for name in ("a.xlsx", "a.jsonl", "a.txt"):
        for read in (lambda n, d: sheets.read_answers(n, d, TITLES), sheets.read_questions):
            try:
                read(name, data)
            except InvalidInput:
                continue


def _rows() -> list[bytes]:
    row = dict.fromkeys(sheets.TEXTS, "x") | {key: ["一", "二"] for key in sheets.LISTS}
    row |= {"valid_from": "2026-01-31", "valid_until": ""}
    return [
        sheets.as_jsonl([row]),
        sheets.as_xlsx([row], dict.fromkeys(sheets.COLUMNS, "栏")),
        "怎么申报\n".encode(),
    ]


def _said(data: bytes) -> None:
    text = clean(data.decode("utf-8", "replace"))[:1000]
    for_rasa(mask(text))
    for found in read_dates(text, TODAY):
        if isinstance(found, When):
            complete(text, found, TODAY)


DATES = "2009年3月18日成立|去年三月初|十五年前的五月到六月|2019-02-29|满三年零两个月|since March 2018|民国九十九年|前年下半年第二季度"
TARGETS = (
    Target("wechat-xml", _wechat_messages, lambda data: received.read(xml.parse(data)), (MalformedBody,)),
    Target("json", _bodies, strict_json.parse, (MalformedBody,)),
    Target("office-files", _packages, _upload("docx"), (MemoryError, RecursionError)),
    Target("pdf-files", lambda: [builders.pdf()], _upload("pdf"), (MemoryError, RecursionError)),
    Target("other-files", _others, _upload("doc"), (MemoryError, RecursionError)),
    Target("guide-docx", lambda: _packages()[:1], _guide(".docx"), (IngestError,)),
    Target("guide-pdf", lambda: [builders.pdf()], _guide(".pdf"), (IngestError,)),
    Target("guide-html", lambda: ["<h1>一、说明</h1><table><tr><td>金奖</td></tr></table>".encode()],
           _guide(".html"), (IngestError,)),
    Target("guide-text", lambda: ["一、说明\n（一）奖项\n1. 金奖 5 个。\n".encode()], _guide(".txt"), (IngestError,)),
    Target("edition-yaml", lambda: [(DOCUMENTS / "2020/meta.yml").read_bytes()],
           _in_a_file("2020/meta.yml", lambda file: meta.read_meta(file.parent)), (IngestError,)),
    Target("answers-yaml", lambda: [(DOCUMENTS / "2020/answers/process_stages.yml").read_bytes()[:2000]],
           _in_a_file("2020/answers/a.yml", lambda file: answers.read_answers(file.parents[1])), (IngestError,)),
    Target("synonyms-yaml", lambda: [(DOCUMENTS / "synonyms.yml").read_bytes()[:2000]],
           _in_a_file("synonyms.yml", synonyms.read), (BadSettings,)),
    Target("tables", _rows, _tables),
    Target("what-people-say", lambda: [each.encode() for each in DATES.split("|")], _said),
)  # fmt: skip
