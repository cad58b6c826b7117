"""The second reader of the report: what it must not say of good reports, and what it must notice in bad ones."""

from __future__ import annotations

import io

import pytest

from actions.materials.inspect_file import Task, inspect_file
from tests.materials import builders
from tests.materials.reports import BARE, ECONOMIC, OTHER, PROJECT, TABLE, without

ECONOMIC_PARTS = ["领导", "战略", "顾客", "员工", "创新", "运营"]
OTHER_PARTS = ["高标准定位", "高质量运营", "高绩效结果"]


def read(
    content: bytes, extension: str = "docx", category: str | None = "economic", applicant: str | None = None
):
    return inspect_file(io.BytesIO(content), Task(extension, "self_report", category, applicant))


def rules(found) -> set[str]:
    return {each.rule for each in found}


def parts(found) -> list[str]:
    return [each.values["part"] for each in found if each.rule == "missing_part"]


def as_doc(sections) -> bytes:
    return builders.doc("\r".join(line for section in sections for line in section) + "\r表1\x07")


GOOD = {
    "economic, docx with a table": (builders.docx(ECONOMIC, table=TABLE), "docx", "economic", "organization"),
    "economic, docx with a picture": (builders.docx(ECONOMIC, image=True), "docx", "economic", None),
    "economic, headings made by hand": (
        builders.docx(ECONOMIC, table=TABLE, styled=False),
        "docx",
        "economic",
        None,
    ),
    "economic, pdf": (builders.pdf(ECONOMIC, lines=True), "pdf", "economic", None),
    "economic, doc": (as_doc(ECONOMIC), "doc", "economic", None),
    "culture, docx": (builders.docx(OTHER, table=TABLE), "docx", "culture", "organization"),
    "service, pdf": (builders.pdf(OTHER, lines=True), "pdf", "service", "organization"),
    "management, doc": (as_doc(OTHER), "doc", "management", None),
    "a project": (builders.docx(PROJECT, image=True), "docx", "culture", "project"),
}


@pytest.mark.parametrize("content, extension, category, applicant", GOOD.values(), ids=GOOD)
def test_a_good_report_gets_no_hint(content, extension, category, applicant):
    assert read(content, extension, category, applicant) == []


@pytest.mark.parametrize("part", ECONOMIC_PARTS)
@pytest.mark.parametrize("form", ["docx", "by hand", "pdf", "doc"])
def test_a_part_left_out_is_named(part, form):
    sections = without(ECONOMIC, part)
    made = {
        "docx": lambda: (builders.docx(sections, table=TABLE), "docx"),
        "by hand": lambda: (builders.docx(sections, table=TABLE, styled=False), "docx"),
        "pdf": lambda: (builders.pdf(sections, lines=True), "pdf"),
        "doc": lambda: (as_doc(sections), "doc"),
    }[form]()
    assert parts(read(*made)) == [part]


@pytest.mark.parametrize("part", OTHER_PARTS)
def test_a_part_left_out_is_named_in_the_other_classes(part):
    assert parts(read(builders.docx(without(OTHER, part), table=TABLE), category="ecology")) == [part]


def test_the_results_of_a_part_are_not_the_part():
    sections = [
        *without(OTHER, "高标准定位"),
        ("（1）高标准定位结果", "行业排名由第九位升至第三位，三年间持续上升。"),
    ]
    assert parts(read(builders.docx(sections, table=TABLE), category="society")) == ["高标准定位"]


def test_a_heading_without_text_is_no_part():
    sections = [(heading, "" if "创新" in heading else text) for heading, text in ECONOMIC]
    assert parts(read(builders.docx(sections, table=TABLE))) == ["创新"]


def test_a_part_may_have_its_text_under_headings_of_its_own():
    sections = [
        *without(ECONOMIC, "战略"),
        ("2 战略", ""),
        ("2.1 目标分解", "公司每年把五年规划逐层分解为部门目标。"),
    ]
    for styled in (True, False):
        assert parts(read(builders.docx(sections, table=TABLE, styled=styled))) == []


def test_the_text_of_the_next_chapter_is_not_its_own():
    sections = [
        ("一、领导", ""),
        ("附录", "附录里的文字不属于领导部分，哪怕有很多。"),
        *without(ECONOMIC, "领导"),
    ]
    assert parts(read(builders.docx(sections, table=TABLE))) == ["领导"]


def test_a_table_of_contents_is_no_part():
    contents = [
        ("目录", "\n".join(f"{number} {part}……{number * 3}" for number, part in enumerate(ECONOMIC_PARTS, 1)))
    ]
    found = read(builders.docx([*contents, *BARE], styled=False))
    assert parts(found) == ECONOMIC_PARTS


def test_words_in_the_text_are_no_headings():
    text = "我们重视领导、战略、顾客、员工、创新和运营，各项工作都围绕它们展开。"
    assert parts(read(builders.docx([("总结", text)]))) == ECONOMIC_PARTS


def test_without_a_class_no_part_is_missing():
    assert parts(read(builders.docx(BARE), category=None)) == []


@pytest.mark.parametrize("form", ["docx", "pdf", "doc"])
def test_a_bare_report_gets_every_hint(form):
    made = {"docx": builders.docx(BARE), "pdf": builders.pdf(BARE), "doc": builders.doc("\r".join(BARE[0]))}[
        form
    ]
    assert rules(read(made, form)) == {
        "missing_part",
        "no_method_words",
        "no_organization_profile",
        "no_figures",
        "no_comparison_data",
        "no_three_year_data",
    }


def test_a_project_is_not_asked_for_comparison_and_trends():
    found = rules(read(builders.docx(BARE), category="culture", applicant="project"))
    assert found == {"missing_part", "no_method_words", "no_organization_profile", "no_figures"}


@pytest.mark.parametrize(
    "text, hint",
    [
        ("按PDCA循环管理。", "no_method_words"),
        ("采用“方法-展开-学习-整合”。", "no_method_words"),
        ("用 A－D－L－I 展开。", "no_method_words"),
        ("公司概况：设立于深圳。", "no_organization_profile"),
        ("合格率98%，标杆企业为96%。", "no_comparison_data"),
        ("优于竞争对手5个百分点。", "no_comparison_data"),
        ("近三年利润持续增长。", "no_three_year_data"),
        ("2017年至2019年持续增长。", "no_three_year_data"),
        ("2017 10% 2018 12% 2019 15%", "no_three_year_data"),
    ],
)
def test_one_trace_is_enough(text, hint):
    assert hint not in rules(read(builders.docx([("总结", text)])))


@pytest.mark.parametrize(
    "text, hint",
    [
        ("我们学习标杆。", "no_comparison_data"),  # without a figure
        ("比上年同期增长5%。", "no_comparison_data"),
        ("2017年和2019年增长。", "no_three_year_data"),
        ("电话 20172018。", "no_three_year_data"),
    ],
)
def test_what_is_no_trace(text, hint):
    assert hint in rules(read(builders.docx([("总结", text)])))


@pytest.mark.parametrize(
    "content, extension", [(builders.pdf([("", "")]), "pdf"), (builders.docx([]), "docx")]
)
def test_a_scan_has_no_length_and_gets_no_hints(content, extension):
    (found,) = read(content, extension)
    assert (found.rule, found.variant) == ("unreadable", "no_text")


@pytest.mark.parametrize("content, extension", [(builders.picture(), "png"), (builders.xlsx(), "xlsx")])
def test_other_formats_have_no_length(content, extension):
    (found,) = read(content, extension)
    assert (found.rule, found.variant) == ("unreadable", "no_report_format")
