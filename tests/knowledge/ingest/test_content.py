"""What staff write, `meta.yml` and `questions.jsonl`: each error names file, place and mend. And what `check` sees."""

import pytest

from knowledge.ingest.check import check, described, odd_numbers
from knowledge.ingest.edition import DOCUMENTS, read_edition
from knowledge.ingest.errors import BadContent
from knowledge.ingest.meta import read_meta
from knowledge.ingest.paragraphs import Paragraph
from knowledge.ingest.questions import read_questions
from knowledge.ingest.structure import classify, passages

META = """edition: "2020"
title: 指引
valid_from: 2020-01-01
valid_until: null
source: 原文
documents:
  - file: 指引.txt
    key: ""
    title: 指引
"""
GUIDE = "一、总则\n奖项每年评审一次。\n（切换区域）\n二、附则\n由秘书处解释。\n三、附则\n由秘书处解释。\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "2020").mkdir()
    (tmp_path / "2020/meta.yml").write_text(META, encoding="utf-8")
    (tmp_path / "2020/指引.txt").write_text(GUIDE, encoding="utf-8")
    return tmp_path / "2020"


def test_a_right_meta(folder):
    meta = read_meta(folder)
    assert (meta.edition, str(meta.valid_from), meta.valid_until) == ("2020", "2020-01-01", None)


@pytest.mark.parametrize(
    "wrong, right, message",
    [
        ('"2020"', "2020", "2020/meta.yml edition：要写一段文字（数字请加引号）"),
        ('"2020"', '"2021"', "2020/meta.yml edition：要与文件夹同名（2020）"),
        ("title: 指引\nvalid", "title: ''\nvalid", "2020/meta.yml title：要写一段文字"),
        ("2020-01-01", "去年", "2020/meta.yml valid_from：要写成 2020-01-31 这样的日期"),
        ("source: 原文\n", "", "2020/meta.yml ：要有且只有这些键：edition、title"),
        ('key: ""', 'key: "t"', "documents 第 1 个 key：要写成"),
        ('key: ""', 'key: "s1"', "documents：第一个是申报指引本身"),
        ("file: 指引.txt", "file: ../指引.txt", "documents 第 1 个 file：只写文件名"),
        ("    title: 指引\n", "", "documents 第 1 个：要有且只有这些键：file、key、title"),
        ("edition:", "edition: [", "不是有效的 YAML"),
        ("2020-01-01", "2020-02-30", "不是有效的 YAML（day is out of range for month）"),
        ("edition:", f"edition: {'[' * 50_000}", "不是有效的 YAML（nested deeper than"),
    ],
)
def test_a_wrong_meta(folder, wrong, right, message):
    assert wrong in META
    (folder / "meta.yml").write_text(META.replace(wrong, right), encoding="utf-8")
    with pytest.raises(BadContent) as refused:
        read_meta(folder)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    "content, message",
    [
        ("[]", "要有且只有这些键"),
        (META[: META.index("  -")], "documents：至少要列一个文件"),
        ("", "要有且只有这些键"),
    ],
)
def test_a_meta_of_another_shape(folder, content, message):
    (folder / "meta.yml").write_text(content, encoding="utf-8")
    with pytest.raises(BadContent, match=message):
        read_meta(folder)


def test_a_missing_meta_and_a_missing_document(folder):
    (folder / "指引.txt").unlink()
    with pytest.raises(BadContent, match=r"2020/meta.yml documents: 指引.txt：没有这个文件"):
        read_edition(folder)
    (folder / "meta.yml").unlink()
    with pytest.raises(BadContent, match="没有这个文件"):
        read_edition(folder)


def test_two_documents_with_one_key(folder):
    listing = folder / "meta.yml"
    entry = "  - {file: 指引.txt, key: s1, title: 标准}\n"
    listing.write_text(META + entry * 2, encoding="utf-8")
    with pytest.raises(BadContent, match="请检查 key 是否各不相同"):
        read_edition(folder)


def ask(folder, *lines):
    (folder / "questions.jsonl").write_bytes(b"".join(f"{line}\n".encode() for line in lines))


RIGHT = '{"q": "多久评一次？", "quotes": ["每年评审一次"], "answer": "每年"}'


def test_questions_name_the_passages_of_their_quotes(folder):
    ask(folder, RIGHT, '{"q": "谁解释？", "quotes": ["由秘书处解释", "切换区域"]}', "")
    edition = read_edition(folder)
    text = {passage.id: passage.text for passage in edition.passages}
    named = [[text[identity] for identity in question.passage_ids] for question in edition.questions]
    assert named == [["奖项每年评审一次。"], ["由秘书处解释。", "由秘书处解释。", "（切换区域）"]]


def test_a_quote_may_run_over_two_passages(folder):
    ask(folder, '{"q": "解释", "quotes": ["评审一次。（切换区域）"]}')
    assert len(read_edition(folder).questions[0].passage_ids) == 1  # the caption adds nothing to the text


@pytest.mark.parametrize(
    "line, message",
    [
        ("{", "第 2 行：不是有效的 JSON"),
        ("[]", "第 2 行：要有 "),
        ('{"q": "谁", "quotes": ["秘书处"], "note": 1}', "不能有别的键"),
        ('{"q": " ", "quotes": ["秘书处"]}', '"q" 要写一个问题'),
        ('{"q": 1, "quotes": ["秘书处"]}', '"q" 要写一个问题'),
        ('{"q": "谁", "quotes": []}', '"quotes" 要写至少一段原文'),
        ('{"q": "谁", "quotes": "秘书处"}', '"quotes" 要写至少一段原文'),
        ('{"q": "谁", "quotes": [" "]}', '"quotes" 要写至少一段原文'),
        ('{"q": "多久 评一次？", "quotes": ["每年"]}', "与第 1 行是同一个问题"),
        ('{"q": "谁", "quotes": ["评委会解释"]}', "第 2 行：原文里没有“评委会解释”"),
    ],
)
def test_a_wrong_question(folder, line, message):
    ask(folder, RIGHT, line)
    with pytest.raises(BadContent) as refused:
        read_edition(folder)
    assert str(refused.value).startswith("2020/questions.jsonl ")
    assert message in str(refused.value)


def test_questions_in_another_encoding(folder):
    (folder / "questions.jsonl").write_bytes(RIGHT.encode("gb18030"))
    with pytest.raises(BadContent, match="第 1 行：不是 UTF-8 编码"):
        read_questions(folder / "questions.jsonl")


def test_an_edition_without_questions(folder):
    assert read_edition(folder).questions == ()


# check


def test_check_sees_what_a_person_should_look_at(folder):
    (folder / "指引.txt").write_text(GUIDE.replace("三、", "五、") + "- 3 -\n", encoding="utf-8")
    ask(folder, RIGHT, '{"q": "谁", "quotes": ["评委会解释"]}')
    text = "\n".join(described(check(folder)))
    for expected in (
        "标题 3 个，段落 3 段，图注 1 条",
        "第 8 行 页码：- 3 -",
        "五、附则（编号没有接上 2）",
        "（切换区域）",
        "questions.jsonl 第 2 行：评委会解释",
    ):
        assert expected in text


def test_check_names_the_scanned_pages_of_a_pdf(folder, write_pdf):
    write_pdf(
        ["一、总则", "奖项每年评审一次，由评委会组织。", "评审结果向社会公示，不少于五个工作日。"],
        [],
        ["二、附则", "由秘书处解释。"],
    ).rename(folder / "指引.pdf")
    (folder / "meta.yml").write_text(META.replace("指引.txt", "指引.pdf"), encoding="utf-8")
    assert "    没有文字的页（可能是扫描的）：2" in described(check(folder))


def test_the_guides_own_odd_numbers_are_seen():
    report = check(DOCUMENTS / "2020")
    assert [passage.text for passage, _ in report.numbering] == [
        "（3）非经济类组织/项目",
        "3.如何组织编写自评报告",
        "3.如何编制一份高质量的自评报告",
        "（4）员工管理",
    ]
    assert report.unfound == ()


@pytest.mark.parametrize(
    "texts, odd",
    [
        (["一、甲", "二、乙", "三、丙"], []),
        (["一、甲", "（一）乙", "二、丙", "（一）丁"], []),
        (["1. 甲；", "2. 乙；", "1. 丙；", "2. 丁；"], []),  # a new list
        (["二、甲"], ["不是从头编号"]),
        (["一、甲", "一、乙"], ["编号与上一个相同"]),
        (["1）甲；", "3）乙；"], ["编号没有接上 1"]),
        (["a.甲", "c.乙"], ["编号没有接上 a"]),
        ([], []),
    ],
)
def test_odd_numbers(texts, odd):
    found = passages(classify([Paragraph(text) for text in texts]), "2020", "指引")
    assert [how for _, how in odd_numbers(found)] == odd
