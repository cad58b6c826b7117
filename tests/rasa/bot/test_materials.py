"""The checklist in the conversation: asked for as a list or for checking files, never instead of an answer."""

from __future__ import annotations

import pytest
from assistant import found, reply


def card(said):
    (message,) = said
    assert message["kind"] == "answer" and message["card"]["type"] == "checklist"
    return message


@pytest.mark.parametrize(
    "text",
    [
        "材料清单",
        "帮我列一下材料清单",
        "请给我列个申报材料的清单",
        "列一張材料清單畀我",
        "a checklist of documents please",
    ],
)
def test_the_list_is_given_with_its_clauses(assistant, text):
    message = card(assistant.person().say(text))
    assert [item["id"] for item in message["card"]["items"]] == [
        "form",
        "self_report",
        "evidence",
        "tax_certificate",
    ]
    assert all(item["citation"] in message["citations"] for item in message["card"]["items"])
    assert message["card"]["link"] == {"title": "检查申报材料", "path": "materials"}
    assert "2020 版" in message["text"]


@pytest.mark.parametrize("text", ["帮我检查一下材料", "我想把文件发给你检查", "check my files please"])
def test_files_are_checked_on_a_page_of_their_own(assistant, text):
    assert "查完就删" in card(assistant.person().say(text))["text"]


@pytest.mark.parametrize(
    "text",
    [
        "要交什么材料",
        "申报表要不要盖章",
        "自评报告最多多少字",
        "材料不齐会怎么样",
        "异地注册单位要交什么证明",
        "谁来检查材料",
        "材料评审看什么",
    ],
)
def test_questions_on_material_stay_questions(assistant, knowledge, text):
    knowledge.pages = {"": reply(found("要求文字简练"))}
    assistant.knows(knowledge)
    (message,) = assistant.person().say(text)
    assert message["kind"] == "answer" and not message.get("card")


@pytest.mark.parametrize(
    "text, words",
    [
        ("经济类的材料清单", "领导、战略、顾客、员工、创新和运营"),
        ("生态类项目奖的材料清单", "高标准定位、高质量运营、高绩效结果"),
        ("项目奖的材料清单", "项目与组织的关系"),
    ],
)
def test_the_report_is_described_for_applicant_and_class(assistant, text, words):
    report = card(assistant.person().say(text))["card"]["items"][1]
    assert words in report["text"]


def test_the_economic_class_is_for_organisations(assistant):
    message = card(assistant.person().say("经济类项目奖的材料清单"))
    assert message["text"].startswith("经济类只接受组织申报")


@pytest.mark.parametrize("locale, words", [("zh-Hant", "申報材料清單"), ("en", "Application documents")])
def test_in_the_language_of_the_turn(assistant, locale, words):
    message = card(assistant.person(locale).say("材料清单"))
    assert message["card"]["title"] == words
