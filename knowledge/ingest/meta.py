"""`meta.yml` of an edition: what it is, since when, and which files it consists of."""

from __future__ import annotations

import re
import textwrap
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from knowledge import handwritten
from knowledge.ingest.errors import BadContent

FILE = "meta.yml"
EDITION_NAME = re.compile(r"[0-9A-Za-z]{1,16}")
_KEY = re.compile(r"(s\d{1,3})?")


@dataclass(frozen=True)
class SourceDocument:
    """One file of an edition. `key` is "" for the guide itself and s1, s2, … for what was added."""

    file: str
    key: str
    title: str


@dataclass(frozen=True)
class Meta:
    edition: str
    title: str
    valid_from: date | None
    valid_until: date | None
    source: str
    documents: tuple[SourceDocument, ...]


def read_meta(folder: Path) -> Meta:
    """Raises BadContent that names the key and the mend."""
    file = folder / FILE
    try:
        return parsed(file.read_text(encoding="utf-8"), file)
    except FileNotFoundError as failure:
        raise BadContent(file, "", "没有这个文件；每个版次的文件夹都要有 meta.yml") from failure
    except UnicodeDecodeError as failure:
        raise BadContent(file, "", "不是 UTF-8 编码，请另存为 UTF-8") from failure


def parsed(text: str, file: Path) -> Meta:
    """What the text of an edition's `meta.yml` says; `file` is where it stands or will stand."""
    try:
        content = handwritten.load(text)
    except yaml.YAMLError as failure:
        raise BadContent(file, "", f"不是有效的 YAML（{' '.join(str(failure).split())}）") from failure
    _expect_keys(content, Meta, file, "")
    for key in ("edition", "title", "source"):
        _expect_text(content, key, file, "")
    if not EDITION_NAME.fullmatch(content["edition"]) or content["edition"] != file.parent.name:
        raise BadContent(file, "edition", f"要与文件夹同名（{file.parent.name}），且只用字母和数字")
    for key in ("valid_from", "valid_until"):
        if content[key] is not None and not isinstance(content[key], date):
            raise BadContent(file, key, "要写成 2020-01-31 这样的日期；文件没有印明的，写 null")
    if not isinstance(content["documents"], list) or not content["documents"]:
        raise BadContent(file, "documents", "至少要列一个文件")
    documents = tuple(_document(each, file, nth) for nth, each in enumerate(content["documents"], start=1))
    if [document.key for document in documents].count("") != 1 or documents[0].key:
        raise BadContent(file, "documents", '第一个是申报指引本身（key: ""），其余的 key 依次为 s1、s2 等')
    return Meta(**(content | {"documents": documents}))


def _document(content: Any, file: Path, nth: int) -> SourceDocument:
    where = f"documents 第 {nth} 个 "
    _expect_keys(content, SourceDocument, file, where)
    for key in ("file", "title"):
        _expect_text(content, key, file, where)
    if not isinstance(content["key"], str) or not _KEY.fullmatch(content["key"]):
        raise BadContent(file, f"{where}key", '要写成 ""（指引本身）或 s1、s2 等')
    if Path(content["file"]).name != content["file"]:
        raise BadContent(file, f"{where}file", "只写文件名，不带路径")
    return SourceDocument(**content)


def _expect_keys(content: Any, shape: type, file: Path, where: str) -> None:
    expected = set(shape.__dataclass_fields__)
    if not isinstance(content, dict) or set(content) != expected:
        raise BadContent(file, where.strip(), f"要有且只有这些键：{'、'.join(shape.__dataclass_fields__)}")


def _expect_text(content: dict[str, Any], key: str, file: Path, where: str) -> None:
    if not isinstance(content[key], str) or not content[key].strip():
        raise BadContent(file, f"{where}{key}", "要写一段文字（数字请加引号）")


def with_document(text: str, document: SourceDocument) -> str:
    """The text of a `meta.yml` with one more document at its end; what staff wrote in it stays as it is."""
    entry = yaml.safe_dump([asdict(document)], allow_unicode=True, sort_keys=False, width=1000)
    return f"{text.rstrip()}\n{textwrap.indent(entry, '  ')}"


def for_new_edition(edition: str, document: SourceDocument, added: date) -> str:
    """The text of a `meta.yml` whose period of validity staff will fill in."""
    head = yaml.safe_dump(
        {
            "edition": edition,
            "title": document.title,
            "valid_from": None,
            "valid_until": None,
            "source": f"{document.file}，{added.isoformat()} 添加",
        },
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )
    return with_document(f"{head}documents:", document)
