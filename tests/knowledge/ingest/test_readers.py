"""Each format gives the same document; what cannot be read is refused with a sentence that helps."""

import os

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.ingest import readers
from knowledge.ingest.edition import read_document
from knowledge.ingest.errors import UnreadableDocument
from knowledge.ingest.meta import SourceDocument

PARAGRAPHS = [
    "一、总则",
    "为规范市长质量奖的评审工作，保证评审的公正性和科学性，制定本办法。",
    "（一）适用范围",
    "本办法适用于市长质量奖的评审，包括组织和项目；其他奖项可以参照本办法执行，但应当另行公告。",
    "1. 申报组织应当依法登记；",
    "2. 申报项目应当已经建成。",
    "二、附则",
    "本办法由秘书处解释。",
]
TREE = [
    ("heading", ()),
    ("text", ("一、总则",)),
    ("heading", ("一、总则",)),
    ("text", ("一、总则", "（一）适用范围")),
    ("text", ("一、总则", "（一）适用范围")),
    ("text", ("一、总则", "（一）适用范围")),
    ("heading", ()),
    ("text", ("二、附则",)),
]


def passages(file):
    return read_document(file, SourceDocument(file.name, "", "办法"), "2020").passages


def assert_reads_as_written(file):
    found = passages(file)
    assert [passage.text for passage in found] == PARAGRAPHS
    assert [(passage.kind, passage.path) for passage in found] == TREE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_plain_text(write_bytes, encoding, line_end):
    assert_reads_as_written(write_bytes(line_end.join(PARAGRAPHS).encode(encoding), "办法.txt"))


def test_plain_text_with_indents_and_form_feeds(write_bytes):
    text = "\f".join(f"　　{paragraph}\n" for paragraph in PARAGRAPHS)
    assert_reads_as_written(write_bytes(text.encode(), "办法.txt"))


def test_markdown(write_bytes):
    marked = ["# 一、总则", PARAGRAPHS[1], "## （一）适用范围", PARAGRAPHS[3].replace("；", "；\n")]
    text = "\n\n".join([*marked, "\n".join(PARAGRAPHS[4:6]), "# 二、附则", PARAGRAPHS[7]])
    assert_reads_as_written(write_bytes(text.encode(), "办法.md"))


def test_markdown_tables_and_pictures(write_bytes):
    text = "| 类别 | 金奖 |\n|---|---|\n| 经济类 | 2 名 |\n\n![评审流程](a.png)\n\n```\n代码\n```\n\n<p>网页段落</p>\n"
    found = passages(write_bytes(text.encode(), "办法.md"))
    assert [(passage.kind, passage.text) for passage in found] == [
        ("text", "类别 金奖"),
        ("text", "经济类 2 名"),
        ("figure", "评审流程"),
        ("text", "代码"),
        ("text", "网页段落"),
    ]


@pytest.mark.parametrize("encoding, declared", [("utf-8", "utf-8"), ("gb18030", "gb2312"), ("utf-8", None)])
def test_html(write_bytes, encoding, declared):
    meta = f'<meta charset="{declared}">' if declared else ""
    text = f"""<html><head>{meta}<title>办法</title><style>p {{}}</style></head><body>
      <nav>首页 | 政策</nav><h1>一、总则</h1><p>为规范市长质量奖的评审工作，保证评审的公正性和科学性，制定本办法。</p>
      <h2>（一）适用范围</h2><div>本办法适用于<b>市长质量奖</b>的评审，包括组织和项目；
      其他奖项可以参照本办法执行，但应当另行公告。</div>
      <ol><li>申报组织应当依法登记；</li><li><p>申报项目应当已经建成。</p></li></ol>
      <h1>二、附则</h1>本办法由秘书处解释。<script>alert(1)</script><!-- 注 --></body></html>"""
    file = write_bytes(text.encode(encoding), "办法.html")
    assert_reads_as_written(file)


def test_html_tables_and_pictures(write_bytes):
    text = """<table><tr><th>类别</th><th>金奖</th></tr><tr><td>经济类</td><td>2 名</td></tr></table>
      <figure><img src="a.png" alt="评审流程"><figcaption>图一 流程</figcaption></figure>"""
    found = passages(write_bytes(text.encode(), "办法.htm"))
    assert [(passage.kind, passage.text) for passage in found] == [
        ("text", "类别 金奖"),
        ("text", "经济类 2 名"),
        ("figure", "评审流程"),
        ("figure", "图一 流程"),
    ]


def test_docx(write_docx):
    def fill(document):
        for paragraph in PARAGRAPHS:
            document.add_paragraph(paragraph)

    assert_reads_as_written(write_docx(fill))


NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>"""
LIST = f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'


def numbered(paragraph, level):
    properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))


def test_docx_prints_its_automatic_numbers(write_docx):
    levels = [0, None, 1, None, 2, 2, 0, None]

    def fill(document):
        definitions = document.part.numbering_part.element
        definitions.insert(0, parse_xml(NUMBERING))
        definitions.append(parse_xml(LIST))
        for text, level in zip(PARAGRAPHS, levels, strict=True):
            printed = {0: 2, 1: 3, 2: 3, None: 0}[level]
            paragraph = document.add_paragraph(text[printed:])
            if level is not None:
                numbered(paragraph, level)

    assert_reads_as_written(write_docx(fill))


def test_docx_knows_headings_captions_tables_and_text_boxes_by_their_form(write_docx):
    box = (
        f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字。</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r>"
    )

    def fill(document):
        document.add_heading("总则", 1)
        document.add_paragraph("说明。")._p.append(parse_xml(box))
        document.add_heading("范围", 2)
        table = document.add_table(1, 2)
        table.rows[0].cells[0].text = "经济类"
        table.rows[0].cells[1].text = "2 名"
        document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("总则\t1", style="toc 1")
        document.add_paragraph("申报流程", style="Caption")

    found = passages(write_docx(fill))
    assert [(passage.kind, passage.level, passage.text) for passage in found] == [
        ("heading", 1, "总则"),
        ("text", 1, "说明。"),
        ("text", 1, "框内文字。"),
        ("heading", 2, "范围"),
        ("text", 2, "经济类 2 名"),
        ("figure", 2, "申报流程"),
    ]


def test_pdf(write_pdf):
    lines = [line for text in PARAGRAPHS for line in (text[:24], text[24:]) if line]
    assert_reads_as_written(write_pdf(lines[:5], lines[5:]))


def test_pdf_with_headers_and_page_numbers(write_pdf):
    pages = [["质量奖评审办法", *PARAGRAPHS[2 * n : 2 * n + 2], f"- {n + 1} -"] for n in range(4)]
    file = write_pdf(*pages)
    document = read_document(file, SourceDocument(file.name, "", "办法"), "2020")
    assert {(dropped.text[:2], dropped.reason) for dropped in document.dropped} >= {
        ("质量", "页眉或页脚"),
        ("- ", "页码"),
    }
    assert len(document.dropped) == 8


def test_a_pdf_whose_font_names_radicals_instead_of_characters(write_pdf):
    text = "⼀、总则"  # the Kangxi radical one
    assert (
        passages(write_pdf([text, "⻓期有效，⺠营组织可以申报。"]))[1].text == "长期有效，民营组织可以申报。"
    )


def test_a_pdf_that_only_restricts_printing_is_read(write_pdf):
    from reportlab.lib.pdfencrypt import StandardEncryption

    locked = StandardEncryption("", ownerPassword="owner", canPrint=0)
    assert passages(write_pdf(PARAGRAPHS, encrypt=locked))[0].text == PARAGRAPHS[0]


# Refusals: file, and what the sentence must say.


def refusal(file):
    with pytest.raises(UnreadableDocument) as refused:
        readers.read(file)
    assert str(refused.value).startswith(f"{file.name}：")
    return str(refused.value)


@pytest.mark.parametrize("name", ["空.txt", "空.docx", "空.pdf", "空.md", "空.html"])
def test_an_empty_file(write_bytes, name):
    assert "文件是空的" in refusal(write_bytes(b"", name))


@pytest.mark.parametrize("name", ["空白.txt", "空白.md", "空白.html"])
def test_a_blank_file(write_bytes, name):
    assert "没有文字" in refusal(write_bytes(" \n　\n".encode(), name))


@pytest.mark.parametrize("name", ["表.xlsx", "旧.doc", "无后缀", "图.png"])
def test_an_unknown_type(write_bytes, name):
    assert "不支持这种文件类型，可用的有 txt、md、docx、pdf、html" in refusal(write_bytes(b"x", name))


def test_a_missing_file(tmp_path):
    assert "找不到" in refusal(tmp_path / "没有.txt")


def test_a_folder(tmp_path):
    (tmp_path / "夹.txt").mkdir()
    assert "不是文件" in refusal(tmp_path / "夹.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(write_bytes):
    file = write_bytes(b"x", "锁.txt")
    file.chmod(0)
    assert "读不了" in refusal(file)


def test_a_file_of_200_mb_is_refused_unread(tmp_path, monkeypatch):
    file = tmp_path / "大.txt"
    with file.open("wb") as opened:
        opened.truncate(200 * 2**20)
    monkeypatch.setattr(type(file), "read_bytes", lambda self: pytest.fail("read"))
    assert "文件有 200 MB，超过 50 MB 的上限" in refusal(file)


@pytest.mark.parametrize("content", [b"\xff\xff\xfa\x80" * 9, "申报条件".encode() + b"\xff\xfe\xfa", b"a\0b"])
@pytest.mark.parametrize("name", ["乱码.txt", "乱码.md", "乱码.html"])
def test_an_unknown_encoding(write_bytes, name, content):
    assert "认不出文字编码，请另存为 UTF-8" in refusal(write_bytes(content, name))


def test_a_scanned_pdf(write_pdf):
    assert "没有文字，看来是扫描件，请先用 OCR" in refusal(write_pdf([], []))


def test_a_scanned_pdf_with_printed_page_numbers(write_pdf):
    assert "扫描件" in refusal(write_pdf(["1"], [], ["3"]))


def test_a_pdf_with_a_password(write_pdf):
    assert "有密码保护" in refusal(write_pdf(PARAGRAPHS, encrypt="secret"))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" + b"x" * 99, b"not a pdf at all"])
def test_a_damaged_pdf(write_bytes, content):
    assert "PDF 已损坏" in refusal(write_bytes(content, "坏.pdf"))


def test_a_pdf_that_was_cut_off(write_pdf):
    file = write_pdf(PARAGRAPHS)
    file.write_bytes(file.read_bytes()[:700])
    assert "PDF" in refusal(file)


def test_a_docx_with_a_password(write_bytes):
    assert "有密码保护" in refusal(write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "密.docx"))


def test_a_damaged_docx(write_bytes, zip_bytes):
    for content in (b"PK\x03\x04 broken", zip_bytes(a=b"x"), b"text"):
        assert "Word 文件已损坏" in refusal(write_bytes(content, "坏.docx"))


def test_a_docx_that_unpacks_to_a_giant(write_docx, monkeypatch):
    monkeypatch.setattr("knowledge.ingest.readers.docx._MOST_UNPACKED", 1000)
    assert "解压后太大" in refusal(write_docx(lambda document: document.add_paragraph("文字")))
