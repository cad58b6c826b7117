"""Length as Word counts, in every place where text can stand."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.materials import docx_text, length
from actions.materials.inspect_file import Task, inspect_file
from tests.materials import builders

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def counted(package: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return length.count(line.text for line in docx_text.read(archive, "word/document.xml").lines)


@pytest.mark.parametrize(
    "text, words",
    [
        ("", 0),
        (" \t\u3000\n", 0),
        ("质量", 2),
        ("质量，成就未来。", 8),
        ("hello world", 2),
        ("it’s 3.14%", 2),
        ("采用PDCA方法", 5),
        ("2019年", 2),
        ("“三高”", 4),
        ("——……", 4),
        ("ISO9001:2015 质量管理体系", 7),
        ("zero\u200bwidth", 1),
        ("𠮷野家", 3),
    ],
)
def test_characters_and_words(text, words):
    assert length.count([text]) == words


@given(st.text("质量，。AB1 \n", max_size=60), st.text("质量，。AB1 \n", max_size=60))
def test_two_paragraphs_count_as_their_sum(first, second):
    assert (
        length.count([first, second])
        == length.count([first]) + length.count([second])
        == length.count([f"{first}\n{second}"])
    )


@given(st.text(max_size=200))
def test_never_more_than_there_are_characters(text):
    assert 0 <= length.count([text]) <= len(text)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


BODIES = {
    "runs of one word": (f"<w:p>{run('He')}{run('llo')}</w:p>", 1),
    "two paragraphs": (f"<w:p>{run('ab')}</w:p><w:p>{run('cd')}</w:p>", 2),
    "a table": (f"<w:tbl><w:tr><w:tc><w:p>{run('指标')}</w:p></w:tc><w:tc><w:p>{run('95%')}</w:p></w:tc></w:tr></w:tbl>", 3),
    "a tab and a break": (f"<w:p>{run('a')}<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", 3),
    "deleted text": (f"<w:p>{run('留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>", 1),
    "moved text": (f"<w:p><w:moveFrom>{run('搬走')}</w:moveFrom><w:moveTo>{run('搬来')}</w:moveTo></w:p>", 2),
    "hidden text": (f"<w:p>{run('见')}{run('不见', '<w:rPr><w:vanish/></w:rPr>')}</w:p>", 1),
    "not hidden after all": (f"<w:p>{run('见', '<w:rPr><w:vanish w:val=&quot;0&quot;/></w:rPr>'.replace('&quot;', chr(34)))}</w:p>", 1),
    "a field": ("<w:p><w:r><w:instrText>PAGEREF x</w:instrText></w:r>" + run("第三页") + "</w:p>", 3),
    "a control": (f"<w:sdt><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt>", 2),
    "a text box, twice in the file": (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p>{run('框中文字')}</w:p></w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent><w:p>{run('框中文字')}</w:p></w:txbxContent></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('外面')}</w:p>",
        6,
    ),
}  # fmt: skip


@pytest.mark.parametrize("body, words", BODIES.values(), ids=BODIES)
def test_what_counts_in_a_docx(body, words):
    assert counted(builders.docx_with_body(body)) == words


def test_notes_count_and_headers_and_comments_do_not():
    package = builders.docx([("标题", "正文四字")], header="页眉不算")
    notes = f"<w:footnotes xmlns:w='{W}'><w:footnote w:type='separator'><w:p>{run('分隔')}</w:p></w:footnote><w:footnote w:id='2'><w:p>{run('脚注')}</w:p></w:footnote></w:footnotes>"
    comments = f"<w:comments xmlns:w='{W}'><w:comment><w:p>{run('批注不算')}</w:p></w:comment></w:comments>"
    package = builders.repacked(
        package, {"word/footnotes.xml": notes.encode(), "word/comments.xml": comments.encode()}
    )
    assert counted(package) == 2 + 4 + 2


def test_the_same_places_in_a_doc():
    content = builders.doc(
        "正文\x13 PAGE \x14七\x15\x07格", footnotes="脚注", headers="页眉", comments="批注", boxes="框"
    )
    found = inspect_file(io.BytesIO(content), Task("doc", "self_report"))
    assert "report_too_long" not in {each.rule for each in found}
    content = builders.doc(
        "质" * 29_990, footnotes="脚" * 5, headers="页" * 500, comments="批" * 500, boxes="框" * 6
    )
    (too_long,) = [
        each
        for each in inspect_file(io.BytesIO(content), Task("doc", "self_report"))
        if each.rule == "report_too_long"
    ]
    assert too_long.values == {"count": 30_001, "limit": 30_000}


@pytest.mark.parametrize("form", ["docx", "pdf"])
@pytest.mark.parametrize("characters, too_long", [(30_000, False), (30_001, True)])
def test_the_limit_itself_is_allowed(form, characters, too_long):
    text = "质" * (characters - 2)
    content = builders.docx([("标题", text)]) if form == "docx" else builders.pdf([("标题", text)])
    found = {each.rule: each for each in inspect_file(io.BytesIO(content), Task(form, "self_report"))}
    assert ("report_too_long" in found) is too_long
    if too_long:
        assert found["report_too_long"].values["count"] == characters


def test_page_numbers_and_running_heads_of_a_pdf_do_not_count():
    from actions.materials.pdf import _without_furniture

    pages = [["市长质量奖自评报告", f"第{number}段正文", f"- {number} -"] for number in range(1, 6)]
    assert _without_furniture(pages) == [f"第{number}段正文" for number in range(1, 6)]
