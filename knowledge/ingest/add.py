"""Adds documents: to an edition, beside its guide, or as the guide of a new edition."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.ingest import meta
from knowledge.ingest.edition import Document, folders, read_document
from knowledge.ingest.errors import BadContent, IngestError, UnreadableDocument
from knowledge.ingest.meta import SourceDocument
from knowledge.ingest.numbering import mark_of

_LONGEST_TITLE = 40  # characters


@dataclass(frozen=True)
class Added:
    """`existing` names edition and document where the same content is there already; nothing was changed then."""

    edition: str
    document: Document | None = None
    existing: str = ""


def add(file: Path, documents: Path, edition: str | None = None, title: str | None = None) -> Added:
    """Reads the file and copies it into the edition, the newest one by default. Raises IngestError."""
    existing = {folder.name: folder for folder in folders(documents)}
    edition = edition or max(existing, default=None)
    if edition is None or (edition not in existing and not title):
        known = "、".join(existing) or "无"
        raise IngestError(f"要建立新版次，请用 --edition 和 --title 写明版次和指引名称（现有版次：{known}）")
    if not meta.EDITION_NAME.fullmatch(edition):
        raise IngestError(f"版次“{edition}”不合适：只用字母和数字，例如 2021")
    folder = existing.get(edition, documents / edition)
    source = SourceDocument(unicodedata.normalize("NFC", file.name), _next_key(folder), title or file.stem)
    document = read_document(file, source, edition)  # refuses what cannot be read before anything is changed
    if same := _same_content(file, list(existing.values())):
        return Added(edition, existing=same)
    if title is None:
        source = SourceDocument(source.file, source.key, _own_title(document) or file.stem)
        document = read_document(file, source, edition)
    if (folder / source.file).exists():
        raise UnreadableDocument(
            file,
            f"{edition} 版已有同名而内容不同的文件；要更新它，请直接替换 {folder / source.file}，否则请改名",
        )
    _store(file, folder, source)
    return Added(edition, document)


def _next_key(folder: Path) -> str:
    """Nothing for the guide of a new edition, else the next of s1, s2, …"""
    if not folder.exists():
        return ""
    keys = [document.key for document in meta.read_meta(folder).documents]
    return f"s{1 + max(int(key.removeprefix('s') or 0) for key in keys)}"


def _same_content(file: Path, editions: list[Path]) -> str:
    """Edition and title of the document with the same bytes, "" if there is none."""
    wanted = _digest(file)
    for folder in editions:
        for document in meta.read_meta(folder).documents:
            if (folder / document.file).is_file() and _digest(folder / document.file) == wanted:
                return f"{folder.name} 版 {document.title}（{document.file}）"
    return ""


def _digest(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _own_title(document: Document) -> str:
    """The first line, where it reads like a title and not like the first heading."""
    first = document.passages[0].text
    return "" if mark_of(first) or len(first) > _LONGEST_TITLE or "。" in first else first


def _store(file: Path, folder: Path, source: SourceDocument) -> None:
    """Copies the file and lists it; nothing is written unless the listing will be right."""
    listing = folder / meta.FILE
    if source.key:
        text = meta.with_document(listing.read_text(encoding="utf-8"), source)
    else:
        text = meta.for_new_edition(folder.name, source, date.today())
    try:
        right = meta.parsed(text, listing).documents[-1] == source
    except BadContent:
        right = False
    if not right:
        raise BadContent(listing, "documents", "要写在文件最后，一个文件一项，才能自动添加")
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / source.file, file.read_bytes())
    _write(listing, text.encode())


def _write(file: Path, content: bytes) -> None:
    """The file appears, or changes, as a whole."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
