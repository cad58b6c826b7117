"""The findings of a check as a Word file."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from actions.materials.clauses import edition
from actions.materials.wording import content

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE = "申报材料检查结果"
NOTE = (
    "由质奖通依据《申报指引》{edition} 版自动检查，仅供参考，不代表受理或评审意见；此后规则可能有调整，以当年通知和秘书处解释为准。"
    "“建议”是程序没有读到的内容，是否需要补充请自行判断。文件本身没有保存。"
)
SEVERITIES = {"error": "要改", "warning": "请留意", "hint": "建议"}
_FONT = "Microsoft YaHei"


def write(report: dict[str, Any]) -> bytes:
    """`report` is the check's reply."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 0)
    document.add_paragraph("没有发现必须修改的问题。" if report["ok"] else "有必须修改的问题，见下。")
    if report["findings"]:
        document.add_heading("整套材料", 1)
        _list(document, report["findings"])
    for file in report["files"]:
        document.add_heading(f"{content()['kinds'][file['kind']]}：{_printable(file['name'])}", 1)
        _list(document, file["findings"])
    document.add_paragraph(NOTE.format(edition=edition()))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _list(document: Any, findings: list[dict[str, Any]]) -> None:
    if not findings:
        document.add_paragraph("没有发现问题。")
    for finding in findings:
        paragraph = document.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{SEVERITIES[finding['severity']]}　").bold = True
        paragraph.add_run(_printable(finding["message"]))
        if finding["citation"]:
            place = " › ".join(finding["citation"]["path"])
            paragraph.add_run(_printable(f"\n“{finding['citation']['quote']}”（指引 {place}）")).italic = True


def _printable(text: str) -> str:
    """XML has no place for control characters and halves of characters."""
    return "".join(
        char
        for char in text
        if char == "\n" or (char >= " " and not "\ud800" <= char <= "\udfff" and char < "\ufffe")
    )
