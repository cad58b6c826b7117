"""The real guide, against its tree written out by hand (guide_tree.txt)."""

import html
import re
from pathlib import Path

import pytest
from docx import Document

from knowledge.ingest.edition import DOCUMENTS, read_document, read_documents, read_edition
from knowledge.ingest.lines import squeezed
from knowledge.ingest.meta import SourceDocument, read_meta

TREE = Path(__file__).with_name("guide_tree.txt")
FOLDER = DOCUMENTS / "2020"


@pytest.fixture(scope="module")
def edition():
    return read_edition(FOLDER)


@pytest.fixture(scope="module")
def guide():
    return read_documents(FOLDER, read_meta(FOLDER))[0]


def expected():
    """Kind, level of the fixture's indentation, path and beginning of every passage."""
    above: list[str] = []
    for line in TREE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        depth = (len(line) - len(line.lstrip())) // 2
        kind, beginning = re.match(r"\s*(- |图 |)(.*)", line).groups()
        yield {"- ": "text", "图 ": "figure", "": "heading"}[kind], tuple(above[:depth]), beginning
        if not kind:
            above[depth:] = [beginning]


def test_every_passage_is_in_its_place(edition):
    tree = list(expected())
    found = [(passage.kind, passage.path, passage.text) for passage in edition.passages]
    differing = [
        (wanted, got)
        for wanted, got in zip(tree, found, strict=False)
        if wanted[:2] != got[:2]
        or not got[2].startswith(wanted[2])
        or (wanted[0] != "text" and wanted[2] != got[2])
    ]
    assert differing == []
    assert len(found) == len(tree)


def test_levels_count_from_the_outermost_heading(edition):
    for passage in edition.passages:
        assert passage.level == len(passage.path) + (passage.kind == "heading")
    assert {passage.level for passage in edition.passages if passage.kind == "heading"} == {1, 2, 3, 4, 5, 6}


def test_nothing_is_lost_but_the_reported_furniture(guide):
    source = (FOLDER / guide.meta.file).read_text(encoding="utf-8").splitlines()
    for dropped in guide.dropped:
        assert source[dropped.number - 1].strip() == dropped.text
        source[dropped.number - 1] = ""
    assert squeezed("".join(passage.text for passage in guide.passages)) == squeezed("".join(source))


def test_the_furniture_is_what_a_reader_would_strike_out(guide):
    assert [(dropped.text[:24], dropped.reason) for dropped in guide.dropped] == [
        ("- 13 -", "页码"),
        ("深圳市市长质量奖申报指引2020", "页眉或页脚"),
        ("- 30 - / 43", "页码"),
        *[("https://baike.baidu.com/", "零散链接")] * 3,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "促进组织提升竞争力，持续改进，从而实现可持续发展。",  # over a page's end
        "业或跨界对标学习及研究",
        "组织需要建立各类检查及改进优化机制，通过定期的审核",  # over three stray links
        "（Approach、Deployment、Learning、Integration, A-D-L-I）",  # Latin words over a line's end
        "类似产品/服务的比较性数据",
        "查看整体填报信息",  # over a page number
    ],
)
def test_paragraphs_are_whole_again(edition, text):
    assert any(text in passage.text for passage in edition.passages)


def test_ids_are_unique_and_safe_in_links(edition):
    ids = [passage.id for passage in edition.passages]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"2020-[0-9a-z.]+-[0-9a-f]{6}(-\d+)?", identity) for identity in ids)


def test_an_id_tells_where_the_passage_stands(edition):
    def of(beginning):
        return next(passage.id for passage in edition.passages if passage.text.startswith(beginning))

    assert of("1．组织奖申报").startswith("2020-1.6.1-")
    assert of("（1）设立时间").startswith("2020-1.6.1.1-")
    assert of("——守法合规").startswith("2020-5.2.3.1.a-")


def test_every_authored_question_has_its_passages(edition):
    assert len(edition.questions) >= 1294
    kinds = {passage.id: passage.kind for passage in edition.passages}
    assert all(question.passage_ids for question in edition.questions)
    asked = {kinds[identity] for question in edition.questions for identity in question.passage_ids}
    assert {"text", "figure"} <= asked
    texts = {re.sub(r"\s", "", question.text) for question in edition.questions}
    assert len(texts) == len(edition.questions), "one that is authored twice is there once"


def test_the_guide_says_nothing_of_its_validity(edition):
    assert (edition.valid_from, edition.valid_until) == (None, None)
    assert "未印明有效期" in edition.source


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_the_same_guide_in_another_format_has_the_same_ids(edition, format, tmp_path):
    file = tmp_path / f"guide.{format}"
    texts = [passage.text for passage in edition.passages]
    if format == "docx":
        document = Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(str(file))
    elif format == "html":
        file.write_text("".join(f"<p>{html.escape(text)}</p>" for text in texts), encoding="utf-8")
    else:
        file.write_text("\n\n".join(texts), encoding="utf-8")
    read = read_document(file, SourceDocument(file.name, "", edition.title), "2020")
    assert [(passage.id, passage.path) for passage in read.passages] == [
        (passage.id, passage.path) for passage in edition.passages
    ]
