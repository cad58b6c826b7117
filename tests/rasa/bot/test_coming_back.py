"""A conversation that comes back to an earlier subject, is interrupted, or leans on what was told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assistant import Knowledge, approved, cited, reply

from actions.understanding.correcting import returned, turned, without_aside
from actions.understanding.followups import Before, meanings, ordinal, wish
from actions.understanding.names import alike, paired


@pytest.fixture
def person(assistant):
    assistant.knows(
        Knowledge(
            **{" 多久": reply(cited(3)), "答辩多久": reply(cited(3))},  # behind a question, of its subject
            答辩=reply(cited(2), answer=approved("不超过 3 人。", cited(2))),
            自评报告=reply(cited(1), answer=approved("3 万字。", cited(1))),
        )
    )
    return assistant.person()


def test_the_subject_before_is_come_back_to(person):
    person.say("答辩几个人")
    person.say("自评报告限多少字")
    (answer,) = person.say("回到刚才那个，多久")
    assert answer["citations"][0]["passage_id"] == "p3"


def test_the_question_before_is_answered_again(person):
    person.say("答辩几个人")
    person.say("自评报告限多少字")
    assert person.say("回到刚才那个问题")[0]["citations"][0]["passage_id"] == "p2"


def test_what_announces_a_question_is_not_looked_up(person):
    assert person.say("等下 先问一句 自评报告限多少字")[0]["trace"]["question"] == "自评报告限多少字"


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("回到刚才那个 给多长时间", "给多长时间"),
        ("倒回去 第二条", "第二条"),
        ("回到刚才那几步，第七个是什么", "第七个是什么"),
        ("back to the first one: how long?", "how long"),
        ("刚才那个要盖章吗", None),
        ("返回上一步", None),
    ],
)
def test_words_that_come_back(message, rest):
    assert returned(message) == rest


def test_words_that_leave_the_subject_after_a_nod():
    assert turned("好，上门的事我去安排。换一个，社会评价那个投票开几天") == "社会评价那个投票开几天"
    assert turned("奖金多少？换一个问法") is None


@pytest.mark.parametrize(
    ("message", "rest"),
    [
        ("先问个问题，奖金多少", "奖金多少"),
        ("等下，自评报告多少字", "自评报告多少字"),
        ("順便問一句，獎金幾多", "獎金幾多"),
        ("推薦同專利遲啲講，我想知夠唔夠時間", "夠唔夠時間"),
        ("奖金先不说，评审多久", "评审多久"),
        ("先不说了", "先不说了"),
        ("问一下奖金", "问一下奖金"),
        ("等下", "等下"),
    ],
)
def test_words_that_announce_a_question(message, rest):
    assert without_aside(message) == rest


@pytest.mark.parametrize(
    ("name", "question", "found"),
    [
        ("服务水平", "服务效率拿什么指标", "服务效率"),
        ("顾客满意度", "员工满意度怎么写", "员工满意度"),
        ("差额拨款", "财政全额拨款的也能拿", "全额拨款"),
        ("服务水平", "服务水平拿什么指标", ""),
        ("奖金", "奖项多少", ""),
        ("team building", "which figures for compliance", ""),
    ],
)
def test_names_that_are_alike_take_each_others_place(name, question, found):
    assert alike(name, question) == found


def test_what_is_alike_is_asked_about():
    assert "服务水平拿什么指标" in meanings("打错 我要的是服务水平", Before("服务效率拿什么指标")).exchanged
    assert "财政差额拨款的也能拿" in meanings("差额拨款呢", Before("财政全额拨款的也能拿")).exchanged


def test_one_of_the_two_that_were_asked_about():
    question = "组织奖和项目奖啥区别"
    assert [paired(question, number) for number in (1, 2, -1, 3)] == ["组织奖", "项目奖", "项目奖", ""]
    assert paired("金奖多少钱", 1) == ""


def test_a_wish_or_a_place_stands_beside_what_is_only_told():
    assert wish("哪里写的 我给领导看", Before("奖金多少")) == "place"
    assert wish("哪里写的 我给谁看", Before("奖金多少")) is None
    assert ordinal("系统性我懂，就是别东拼西凑。第三个靠什么方法做到") == (3, "靠什么方法做到")


def test_what_was_heard_elsewhere_does_not_hide_the_question():
    meant = meanings("我听说是5年，真的吗，从哪年算", Before("金奖要等几年"))
    assert meant.both == ("金奖要等几年 从哪年算",)


def test_a_statement_is_leant_on_as_a_whole(person):
    person.say("答辩几个人，我们打算派经理、研发头儿去")
    (answer,) = person.say("多久")
    assert answer["citations"][0]["passage_id"] == "p3"


def test_an_item_of_a_list_that_was_told_is_looked_up_within_what_was_told(person, assistant):
    pages = {"守法合规、行业地位、团队建设 行业地位拿啥": 3, "守法": 1, "团队": 2}
    answers = {place: replace(approved(str(place), cited(place)), id=str(place)) for place in pages.values()}
    assistant.knows(
        Knowledge(**{words: reply(cited(place), answer=answers[place]) for words, place in pages.items()})
    )
    person.say("领导力结果有守法合规、行业地位、团队建设")
    assert person.say("中间那个拿啥说")[0]["citations"][0]["passage_id"] == "p3"
