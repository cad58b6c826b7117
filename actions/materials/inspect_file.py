"""What there is to say about one file: its format, whether it opens, what is inside, and of a report its text."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from actions.materials import formats
from actions.materials.findings import Finding, Refused
from actions.materials.report_text import ReportText
from actions.materials.sniff import HEAD, OLE, ZIP, sniff

# Names whose formats are told from their neighbours by what they hold only: not a lie of the name.
_NEAR = {
    "docm": "docx",
    "dotx": "docx",
    "dotm": "docx",
    "xlsm": "xlsx",
    "xltx": "xlsx",
    "pptm": "pptx",
    "xlsl": "xlsx",
}
_CONTAINERS = {ZIP: ("zip", "docx", "xlsx", "pptx"), OLE: ("doc", "xls", "ppt", "docx", "xlsx", "pptx")}


@dataclass(frozen=True)
class Task:
    """What is known of a file before it is opened. `extension` is without the dot."""

    extension: str
    kind: str
    category: str | None = None
    applicant: str | None = None


@dataclass
class Seen:
    """`content` is the format found; None while only the container is known."""

    content: str | None = None
    findings: list[Finding] = field(default_factory=list)
    text: ReportText | None = None


def inspect_file(file: BinaryIO, task: Task) -> list[Finding]:
    size = file.seek(0, io.SEEK_END)
    if size == 0:
        return [Finding("empty")]
    file.seek(0)
    family = sniff(file.read(HEAD))
    seen = Seen(None if family in _CONTAINERS else family)
    if size > formats.LARGEST_FILE:
        seen.findings.append(Finding("too_large"))
    else:
        try:
            _LOOKS.get(family, _nothing)(file, seen, task.kind == "self_report")
        except Refused as refused:
            seen.findings.append(refused.finding)
    return _named(task, _content(family, seen, task)) + seen.findings + _read(task, seen)


def _content(family: str, seen: Seen, task: Task) -> str:
    """For a container that could not be opened, what its name says when that is possible."""
    if seen.content is not None:
        return seen.content
    by_name = formats.content_of(_NEAR.get(task.extension, task.extension))
    return by_name if by_name in _CONTAINERS[family] else family


def _named(task: Task, content: str) -> list[Finding]:
    """Whether name and content are on the guide's list, agree, and fit the kind of material."""
    extension, found = task.extension, []
    by_name = formats.content_of(_NEAR.get(extension, extension))
    if extension not in formats.ALLOWED:
        variant = extension if extension in ("xlsl", "pptx") else "default" if extension else "no_extension"
        found.append(Finding("format_not_allowed", variant, {"extension": extension[:20]}))
        lies = content in formats.ALLOWED_CONTENT and by_name != content
    else:
        lies = by_name != content
    if lies:
        both = extension in formats.ALLOWED and content in formats.ALLOWED_CONTENT
        values = {"extension": extension[:20], "content": content}
        found.append(Finding("content_mismatch", "both_allowed" if both else "default", values))
    fitting = formats.fits(task.kind, by_name) and formats.fits(task.kind, content)
    if not fitting and extension in formats.ALLOWED:
        found.append(Finding("format_not_allowed", "kind", {"kind": task.kind}))
    return found


def _read(task: Task, seen: Seen) -> list[Finding]:
    from actions.materials.report import read_report

    if task.kind != "self_report":
        return []
    if seen.text is not None:
        return read_report(
            seen.text, category=task.category, applicant=task.applicant, from_pdf=seen.content == "pdf"
        )
    readable = seen.content in ("docx", "doc", "pdf") or any(each.rule != "macro" for each in seen.findings)
    return [] if readable else [Finding("unreadable", "no_report_format")]


def _nothing(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    pass


# The libraries are imported where they are needed: each file has a process of its own, which starts the faster for it.


def _zip(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    from actions.materials import archives, docx_text, ooxml

    archive = archives.opened(file, archives.Budget())
    seen.content, main = ooxml.identify(archive)
    if seen.content == "zip":
        archives.check_zip(file)
    elif main:
        archives.read_through(archive)
        ooxml.check_parts(archive, main)
        if archives.has_macros(archive):
            seen.findings.append(Finding("macro"))
        if is_report and seen.content == "docx":
            seen.text = docx_text.read(archive, main)


def _ole(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    from actions.materials import doc_text
    from actions.materials.ole import ENCRYPTED_PACKAGE, OldOffice

    document = OldOffice(file)
    if document.content != ENCRYPTED_PACKAGE:
        seen.content = document.content
    if document.is_encrypted():
        raise Refused("encrypted")
    document.read_through()
    if document.has_macros():
        seen.findings.append(Finding("macro"))
    if is_report and document.content == "doc":
        seen.text = doc_text.read(document)


def _rar(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    from actions.materials.archives import check_rar

    check_rar(file)


def _pdf(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    from actions.materials import pdf

    file.seek(0)
    content = file.read()
    document = pdf.open_document(content)
    if pdf.runs_code(content, document):
        seen.findings.append(Finding("macro", "pdf"))
    if is_report:
        seen.text = pdf.read(document)


def _png(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    from actions.materials.images import check_png

    check_png(file)


def _jpeg(file: BinaryIO, seen: Seen, is_report: bool) -> None:
    from actions.materials.images import check_jpeg

    check_jpeg(file)


_LOOKS: dict[str, Callable[[BinaryIO, Seen, bool], None]] = {
    ZIP: _zip,
    OLE: _ole,
    "rar": _rar,
    "pdf": _pdf,
    "png": _png,
    "jpeg": _jpeg,
}
