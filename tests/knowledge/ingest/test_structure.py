"""Documents that are not the guide: made up here, or by hypothesis."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ingest.furniture import strip_furniture
from knowledge.ingest.lines import Line, squeezed, unwrapped
from knowledge.ingest.paragraphs import Paragraph, rejoin
from knowledge.ingest.structure import classify, passages

WIDTH = 35  # characters of a full line, as in the guide


def read(paragraphs, **naming):
    return passages(classify([Paragraph(text) for text in paragraphs]), "2020", **{"title": "文件"} | naming)


def wrapped(paragraph, width=WIDTH):
    """Set as the guide is: the first line indented by two characters, closing marks hanging over the edge."""
    lines, room = [], width - 2
    while paragraph:
        end = room
        while end < len(paragraph) and paragraph[end] in "，。；：？":
            end += 1
        lines.append(paragraph[:end])
        paragraph, room = paragraph[end:], width
    return lines


# What is a heading.


def test_a_title_with_something_under_it_is_a_heading_and_a_sentence_is_not():
    found = read(["一、总则", "1.组织奖申报", "（1）设立满三年；", "（2）没有亏损。", "2. 项目应当建成。"])
    assert [passage.kind for passage in found] == ["heading", "heading", "text", "text", "text"]
    assert found[3].path == ("一、总则", "1.组织奖申报")


def test_short_points_of_a_list_are_not_headings():
    found = read(["一、材料", "提交下列材料：", "1. 营业执照", "2. 纳税证明", "二、时间", "另行通知。"])
    assert [passage.kind for passage in found] == ["heading", "text", "text", "text", "heading", "text"]
    assert found[3].path == ("一、材料",)


def test_numbered_labels_after_a_page_is_announced_are_captions():
    found = read(["一、填报", "页面如下：", "①经济类", "②非经济类", "以上为示例。"])
    assert [passage.kind for passage in found] == ["heading", "text", "figure", "figure", "text"]


@pytest.mark.parametrize(
    "text, kind",
    [
        ("（网站首页）", "figure"),
        ("(下载范本表格)", "figure"),
        ("图 3-1 评审流程", "figure"),
        ("（以上材料均须盖章。）", "text"),
        ("（一）", "text"),
    ],
)
def test_captions(text, kind):
    assert read([text])[0].kind == kind


@pytest.mark.parametrize("title", ["（一）加强领导，落实责任", "第一章 总则，附则"])
def test_a_chapter_may_have_a_title_of_two_clauses(title):
    assert read([title, "各单位应当重视。"])[0].kind == "heading"


def test_headings_that_the_format_knows_stand_above_numbered_ones():
    marked = [
        Paragraph("总则", heading=1),
        Paragraph("一、范围"),
        Paragraph("适用于本市。"),
        Paragraph("附则", heading=1),
    ]
    found = passages(classify([*marked, Paragraph("自发布起施行。")]), "2020", "文件")
    assert [(passage.kind, passage.path) for passage in found] == [
        ("heading", ()),
        ("heading", ("总则",)),
        ("text", ("总则", "一、范围")),
        ("heading", ()),
        ("text", ("附则",)),
    ]


def test_skipped_and_repeated_numbers_and_levels_are_taken_as_printed():
    found = read(["一、甲", "（3）乙", "文。", "三、丙", "1.丁", "文。", "1.戊", "文。"])
    assert [passage.path for passage in found if passage.kind == "text"] == [
        ("一、甲", "（3）乙"),
        ("三、丙", "1.丁"),
        ("三、丙", "1.戊"),
    ]


# Documents beside the guide.


def test_the_path_in_an_added_document_begins_with_its_title():
    found = read(["评定标准", "说明。", "一、总则", "适用。"], title="评定标准", document="s1")
    assert [(passage.path, passage.kind, passage.level) for passage in found] == [
        ((), "heading", 1),
        (("评定标准",), "text", 1),
        (("评定标准",), "heading", 2),
        (("评定标准", "一、总则"), "text", 2),
    ]
    assert all(passage.id.startswith("2020-s1") for passage in found)


# Ids.


GUIDE = [
    "一、总则",
    "（一）范围",
    "适用于本市。",
    "适用于本市。",
    "（二）原则",
    "公开。",
    "二、附则",
    "公开。",
    "解释。",
]


def test_twins_under_the_same_numbers_are_told_apart():
    ids = [passage.id for passage in read(GUIDE)]
    assert len(set(ids)) == len(ids)
    assert ids[3] == f"{ids[2]}-2"


@given(st.data())
def test_an_edit_elsewhere_keeps_the_ids(data):
    place = data.draw(st.sampled_from([2, 5, 7, 8]))
    text = data.draw(st.text("公开公正公平", min_size=1, max_size=9)) + "！"
    edited = data.draw(
        st.sampled_from(
            [
                [*GUIDE[:place], text, *GUIDE[place + 1 :]],  # reworded
                [*GUIDE[:place], text, *GUIDE[place:]],  # inserted
            ]
        )
    )
    before = {passage.id: (passage.text, passage.path) for passage in read(GUIDE)}
    after = {passage.id: (passage.text, passage.path) for passage in read(edited)}
    kept = {identity: before[identity] for identity in before.keys() & after.keys()}
    assert all(after[identity] == place for identity, place in kept.items())
    reworded = edited[place + 1 :] == GUIDE[place + 1 :]
    lost = before.keys() - after.keys()
    assert len(lost) == (1 if reworded else 0)


def test_blanks_and_width_do_not_change_an_id():
    assert read(["（1）满 3年；"])[0].id == read(["(1)满3 年;"])[0].id


def test_a_decimal_number_is_not_repeated_in_the_id():
    found = read(["1.领导", "1.1 方向", "1.1.1 使命", "应当明确。"])
    assert [passage.id.split("-")[1] for passage in found] == ["1", "1.1", "1.1.1", "1.1.1"]


# Wrapping.


@pytest.mark.parametrize("spacing", ["\n", "\n\n"])
def test_wrapped_paragraphs_are_joined_and_parted(spacing):
    paragraphs = [
        "市长质量奖接受组织和项目申报，申报主体需根据其业务范围和所属行业对应申报一种类别的组织或者项目奖。"
        * 2,
        "评审采取独立评审的方式，评分方法采取分级量化评分法，并按照入围与授奖的比例推荐答辩名单，报评委会审议。"
        * 3,
        "（1）同一个申报主体只允许以组织或项目申报同一个类别的奖项，不可多类别多奖项申报，否则取消其资格。",
        "短。",
        "申报组织在线填报相关信息，并上传下列材料，材料须真实、完整、准确，并由申报组织的法定代表人签字。",
    ] * 3
    text = spacing.join(line for paragraph in paragraphs for line in wrapped(paragraph))
    assert [paragraph.text for paragraph in rejoin([Line(line) for line in text.split("\n")])] == paragraphs


def test_a_blank_line_ends_a_paragraph_where_lines_are_not_double_spaced():
    lines = [*wrapped("申报" * 33 + "。"), *wrapped("评审" * 40), "", *wrapped("公示" * 20)]
    joined = rejoin([Line(line) for line in lines])
    assert [paragraph.text for paragraph in joined][-1] == "公示" * 20


def test_a_page_number_between_blank_lines_does_not_part_a_paragraph():
    paragraph = "申报主体需根据其业务范围和所属行业对应申报一种类别的组织或者项目奖" * 4
    first, *rest = wrapped(paragraph)
    source = [Line(line) for line in [first, "", "- 3 -", "", *rest, "", *wrapped("评审" * 40)]]
    kept, dropped = strip_furniture(source, "文件")
    assert [paragraph.text for paragraph in rejoin(kept)] == [paragraph, "评审" * 40]
    assert len(dropped) == 1


def test_the_end_of_a_page_does_not_part_a_paragraph():
    paragraph = "申报主体需根据其业务范围和所属行业对应申报一种类别的组织或者项目奖" * 4
    first, *rest = wrapped(paragraph)
    lines = [Line(first, 1), Line("", 1), *(Line(line, 2) for line in rest)]
    assert [joined.text for joined in rejoin(lines)] == [paragraph]


@pytest.mark.parametrize(
    "before, link, stray",
    [
        ("申报主体需根据其业务范围和所属行业对应申报一种类别的组织", "https://example.org/a", True),
        ("申报网址：", "https://www.gdzwfw.gov.cn/", False),
        ("1.访问网址", "https://www.gdzwfw.gov.cn/", False),
        ("网址", "https://www.gdzwfw.gov.cn/", False),
        ("申报主体需根据其业务范围和所属行业申报，申报的网址如下。", "https://www.gdzwfw.gov.cn/", False),
        ("网址", "https://baike.baidu.com/item/a", True),
    ],
)
def test_stray_links_and_links_of_the_document(before, link, stray):
    _, dropped = strip_furniture([Line(before), Line(link), Line(link), Line("其他。")], "文件")
    assert [each.reason for each in dropped] == ["零散链接"] * (2 if stray else 0)


def test_an_indented_line_begins_a_paragraph():
    full = "申" * (WIDTH - 2)
    lines = [f"　　{full}", "评" * WIDTH, f"　　{full}", "评" * WIDTH] * 3
    assert len(rejoin([Line(line) for line in lines])) == 6


def test_lines_that_are_paragraphs_already_stay_apart():
    lines = ["申报条件" * 40, "评审程序" * 9, "公示" * 30, "授奖"]
    assert [paragraph.text for paragraph in rejoin([Line(line) for line in lines])] == lines


@pytest.mark.parametrize(
    "lines, text",
    [
        (["采用水平", "趋势"], "采用水平趋势"),
        (["Integration,", "A-D-L-I"], "Integration, A-D-L-I"),
        (["quality", "award"], "quality award"),
        (["ISO9001", "质量"], "ISO9001质量"),
        (["共 10", "0 万元"], "共 100 万元"),
    ],
)
def test_unwrapping(lines, text):
    assert unwrapped(lines) == text


def test_no_lines_make_no_passages():
    assert passages(classify(rejoin([])), "2020", "文件") == []
    assert passages(classify(rejoin([Line(""), Line(" 　")])), "2020", "文件") == []


# Nothing is lost, whatever the document.

MARKS = ["", "一、", "（二）", "1.", "2．", "（3）", "4）", "①", "b.", "——", "第一条 ", "1.2 "]
WORDS = st.text("质量奖申报条件评审（）：，。；？“”《》 1１٣①aB", min_size=1, max_size=80).filter(str.strip)
DOCUMENTS = st.lists(st.tuples(st.sampled_from(MARKS), WORDS).map("".join), max_size=30)
FURNITURE = st.sampled_from(["- 13 -", "- 3 - / 43", "第 3 页 共 9 页", "https://baike.baidu.com/item/a", ""])


@given(DOCUMENTS, st.lists(FURNITURE, max_size=6), st.randoms())
def test_passages_and_reported_furniture_are_the_whole_source(paragraphs, furniture, random):
    lines = [line for paragraph in paragraphs for line in wrapped(paragraph)]
    for each in furniture:
        lines.insert(random.randint(0, len(lines)), each)
    source = [Line(line) for line in lines]
    kept, dropped = strip_furniture(source, "文件")
    found = passages(classify(rejoin(kept)), "2020", "文件")
    left = [
        line for number, line in enumerate(lines, start=1) if number not in {each.number for each in dropped}
    ]
    assert squeezed("".join(passage.text for passage in found)) == squeezed("".join(left))
    assert all(lines[each.number - 1].strip() == each.text for each in dropped)
    assert len({passage.id for passage in found}) == len(found)
    assert all(re.fullmatch("[0-9A-Za-z.-]+", passage.id) for passage in found)
    assert [passage.order for passage in found] == list(range(len(found)))
    headings = {passage.text for passage in found if passage.kind == "heading"}
    assert all(set(passage.path) <= headings for passage in found)
    assert all(passage.level == len(passage.path) + (passage.kind == "heading") for passage in found)
