import pytest

from knowledge.ingest.numbering import follows, is_first, mark_of


@pytest.mark.parametrize(
    "text, printed, number",
    [
        ("一、总则", "一、", "1"),
        ("十二、附则", "十二、", "12"),
        ("二十.附则", "二十.", "20"),
        ("（六）申奖条件", "（六）", "6"),
        ("(六)申奖条件", "(六)", "6"),
        ("1. 系统申报", "1.", "1"),
        ("1．组织奖申报", "1．", "1"),
        ("10、授奖", "10、", "10"),
        ("（1）设立时间", "（1）", "1"),
        ("(10)其他", "(10)", "10"),
        ("1）进入页面", "1）", "1"),
        ("１．组织", "１．", "1"),
        ("（１２）其他", "（１２）", "12"),
        ("①经济类", "①", "1"),
        ("⑳末", "⑳", "20"),
        ("a.确定方向", "a.", "a"),
        ("B．体系", "B．", "b"),
        ("——守法合规", "——", ""),
        ("● 要点", "●", ""),
        ("第一百零二条 本办法", "第一百零二条", "102"),
        ("第3章 评审", "第3章", "3"),
        ("第二节 程序", "第二节", "2"),
        ("1.2 规划定位", "1.2", "1.2"),
        ("4.1.2领导力", "4.1.2", "4.1.2"),
    ],
)
def test_marks(text, printed, number):
    mark = mark_of(text)
    assert (mark.printed, mark.number) == (printed, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.5:1 比例",
        "1.5万元",
        "2004 年设立",
        "3万字",
        "一是创新",
        "一次完成",
        "e.g. this",
        "A-D-L-I",
        "—",
        "（含附件）",
        "（切换区域）",
    ],
)
def test_no_marks(text):
    assert mark_of(text) is None


def test_ranks_nest_as_official_documents_do():
    marks = [
        "第一章",
        "第一节",
        "第一条",
        "一、",
        "（一）",
        "1.",
        "1.1 ",
        "1.1.1 ",
        "（1）",
        "1）",
        "①",
        "a.",
        "——",
    ]
    ranks = [mark_of(f"{mark}某").rank for mark in marks]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    "number, previous, expected",
    [
        ("2", "1", True),
        ("3", "1", False),
        ("b", "a", True),
        ("1.3", "1.2", True),
        ("2.3", "1.2", False),
        ("", "1", True),
    ],
)
def test_follows(number, previous, expected):
    assert follows(number, previous) is expected


def test_first_numbers():
    assert is_first("1") and is_first("a") and is_first("1.1") and is_first("")
    assert not is_first("2") and not is_first("1.2")
