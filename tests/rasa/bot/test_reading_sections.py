"""What surrounds a quoted passage: the rest of its section, what comes next, the items of its list."""

from __future__ import annotations

import pytest
from assistant import SECTION

from actions.knowledge_client import Passage
from actions.understanding.sections import (
    beside,
    enumerated,
    enumerated_by_asker,
    heading_name,
    item,
    item_in_sentence,
    list_after,
    name_of,
    section_of,
    stage,
    step_named,
    the_rest,
)


def test_a_section_is_read_on_from_the_passage_quoted():
    first = the_rest(SECTION, "p1", read=[])
    assert [each.passage_id for each in first] == ["p1", "p2"]
    assert [each.passage_id for each in the_rest(SECTION, "p1", ["p1", "p2"])] == ["p3"]
    assert [each.passage_id for each in the_rest(SECTION, "p1", ["p1", "p2", "p3"])] == ["p0"]
    assert the_rest(SECTION, "p1", [each.passage_id for each in SECTION]) == []
    assert the_rest(SECTION, "gone", []) == []


STAGES = tuple(
    Passage(f"s{place}", "2020", path, kind, text)
    for place, (path, kind, text) in enumerate(
        (
            (("二、申奖流程",), "heading", "1. 系统申报"),
            (("二、申奖流程", "1. 系统申报"), "text", "全流程网上申报"),
            (("二、申奖流程",), "heading", "2. 受理申报"),
            (("二、申奖流程", "2. 受理申报"), "text", "予以网上签收"),
            (("三、申报系统使用指引",), "heading", "1.访问网址"),
            (("三、申报系统使用指引", "1.访问网址"), "text", "网页地址框输入"),
        )
    )
)


@pytest.mark.parametrize(("quoted", "onward"), [("s1", ["s3"]), ("s3", []), ("s5", []), ("gone", [])])
def test_the_next_stage(quoted, onward):
    assert [each.passage_id for each in beside(STAGES, quoted, 1)] == onward


@pytest.mark.parametrize(("quoted", "before"), [("s3", ["s1"]), ("s1", []), ("s5", []), ("gone", [])])
def test_the_stage_before(quoted, before):
    assert [each.passage_id for each in beside(STAGES, quoted, -1)] == before


@pytest.mark.parametrize(("number", "heading"), [(1, "1. 阶段"), (4, "4. 阶段"), (-1, "6. 阶段"), (7, None)])
def test_the_stages_are_counted_after_an_answer_on_all_of_them(number, heading):
    names = [f"{each}. 阶段" for each in range(1, 7)]
    guide = [Passage(name, "2020", ("二、申奖流程",), "heading", name) for name in names]
    quoted = [{"passage_id": name, "path": ["二、申奖流程", name]} for name in names]
    found = stage(guide, quoted, number)
    assert (found and found.text) == heading
    assert stage(guide, quoted[:2], number) is None


def test_nothing_comes_next_where_a_chapter_is_no_sequence():
    assert beside(SECTION, "p0", 1) == []


@pytest.mark.parametrize(("number", "identity"), [(2, "p2"), (-1, "p3"), (9, None)])
def test_items_of_a_list(number, identity):
    found = item(SECTION, "p0", number)
    assert (found and found.passage_id) == identity
    assert item(SECTION, "gone", number) is None


def test_the_items_a_sentence_announces():
    assert [each.passage_id for each in list_after(SECTION, "p0")] == [
        "p1",
        "p2",
    ]  # p3 is longer than a screenful
    assert list_after(SECTION, "p3") == list_after(SECTION, "gone") == []


def test_names():
    assert name_of(SECTION[2]) == "获特别贡献奖的组织只授予证书和称号"
    assert [heading_name(each) for each in ("（四）奖励荣誉", "5. 集中答辩", "a.团队建设", "三、答辩")] == [
        "奖励荣誉",
        "集中答辩",
        "团队建设",
        "答辩",
    ]
    assert heading_name("（1）“战略制定”是如何进行的？") is None


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("具有三大特性：系统性、独特性和可推广性。", 2, "独特性"),
        ("具有三大特性：系统性、独特性和可推广性。", -1, "可推广性"),
        ("具有三大特性：系统性、独特性和可推广性。", 4, None),
        ("具有三大特性：系统性、独特性和可推广性。", 0, "独特性"),
        ("具有三大特性：系统性、独特性和可推广性。", -3, "系统性"),
        ("具有三大特性：系统性、独特性和可推广性。", -4, None),
        ("包括信息自检、资料填写、上传材料、结果反馈四个步骤。", 1, "信息自检"),
        ("包括信息自检、资料填写、上传材料、结果反馈四个步骤。", 0, None),
        ("注意：同时符合条件。", 1, None),
        ("建议从管理创新、技术创新、业务创新三个方面回应。", -1, "业务创新"),
        ("可从对行业的贡献、对社会的贡献、对员工的贡献等三个方面思考", -1, "对员工的贡献"),
        ("运用“三高”要求（“高标准定位”、“高质量运营”、“高绩效结果”）促进", -1, "高绩效结果"),
    ],
)
def test_an_item_of_a_list_inside_a_sentence(text, number, name):
    assert enumerated(text, number) == name


def test_a_passage_with_a_printed_number_names_the_items_that_it_counts_itself():
    path = ("三、申报系统使用指引",)
    steps = "1）进入申报页面，包括信息自检、资料填写、上传材料、结果反馈四个步骤。"
    names = "1）数据要真实：一、二、三都要有。"
    for text, name in ((steps, "上传材料"), (names, None)):
        passage = Passage("n", "2020", path, "text", text)
        assert item_in_sentence([passage], [{"passage_id": "n", "quote": text}], 3) == name


def test_a_heading_is_shown_with_what_stands_under_it():
    heading = Passage("h", "2020", ("二、流程",), "heading", "3. 资格审查")
    under = Passage("t", "2020", ("二、流程", "3. 资格审查"), "text", "秘书处核实。")
    assert section_of([heading, under], heading) == [under]
    assert section_of([heading], heading) == [heading]


PORTAL = tuple(
    Passage(f"w{place}", "2020", ("三、申报系统使用指引", heading), "text", text)
    for place, (heading, text) in enumerate(
        (
            ("4.申报操作指南", "1）进入申报页面，包括信息自检、资料填写、上传材料、结果反馈四个步骤。"),
            ("4.申报操作指南", "5）进入第二个界面-资料填写"),
            ("4.申报操作指南", "6）保存并下一步，进入第三个界面-上传材料"),
            ("4.申报操作指南", "本地上传支持pdf格式文件。"),
            ("4.申报操作指南", "7）提交成功，留意短信反馈。"),
            ("5.其他", "上传材料的问题"),
        )
    )
)


def test_a_step_is_where_it_is_named_with_what_belongs_to_it():
    quoted = [{"passage_id": "w0", "quote": PORTAL[0].text}]
    assert [each.passage_id for each in step_named(PORTAL, quoted, "上传材料")] == ["w2", "w3"]
    assert step_named(PORTAL, quoted, "结果反馈") == []
    assert step_named(PORTAL, [{"passage_id": "w1", "quote": PORTAL[1].text}], "上传材料") == []


@pytest.mark.parametrize(
    ("question", "number", "name"),
    [
        ("领导力结果有守法合规、行业地位、团队建设", 0, "行业地位"),
        ("保障机制里有治理体系、法律道德、风险", 1, "治理体系"),
        ("高质量报告要体现三个基本元素，成功核心要素、领先优势、体制机制", 2, "领先优势"),
        ("高标准定位包括文化理念，还有发展规划", -1, "发展规划"),
        ("答辩最多40分钟，分陈述和提问", 1, "陈述"),
        ("好报告有三样特性：系统性、独特性、可推广性。头两样他讲得很细。", -1, "可推广性"),
        ("组织奖和项目奖都要推荐吗", 1, None),
        ("有金奖、银奖和铜奖吗", 1, None),
        ("经济类员工那章讲员工管理和员工赋能", -1, "员工赋能"),
    ],
)
def test_a_list_that_the_asker_gives(question, number, name):
    assert enumerated_by_asker(question, number) == name
