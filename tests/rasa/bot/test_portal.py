"""The walk through the portal, talked through: begun anywhere, steered, interrupted, left and taken up again."""

from __future__ import annotations

import pytest
from assistant import approved, found, reply

from actions.portal.guide import portal

OF = len(portal().steps)
SAID = found("限制 50M 内")


@pytest.fixture
def person(assistant, knowledge):
    knowledge.pages = {"奖金": reply(found("分别给予奖金 200 万元、100 万元、50 万元"))}
    assistant.knows(knowledge)
    return assistant.person()


def step(said):
    """The step on the screen after a message."""
    card = said[-1]["card"]
    assert card["type"] == "portal_step" and card["of"] == OF
    return card["step"]


@pytest.mark.parametrize(
    "text, number",
    [
        ("怎么提交申报", 1),
        ("我卡在登录了", 3),
        ("第三步", 3),
        ("上传那里", 7),
        ("跳到上传", 7),
        ("點樣提交申請", 1),
        ("I'm stuck at the login", 3),
    ],
)
def test_the_walk_begins_anywhere(person, text, number):
    said = person.say(text)
    assert step(said) == number
    assert said[-1]["kind"] == "step" and said[-1]["citations"] and said[-1]["card"]["items"]


def test_every_step_in_order_a_question_at_each_and_no_end_beyond(person):
    person.say("带我走一遍网上申报")
    for number in range(1, OF):
        answer, reminder = person.say("金奖奖金多少")
        assert answer["kind"] == "answer" and step([reminder]) == number
        said = person.say("下一步")
        if said[-1]["kind"] == "question":
            said = person.say("经济类")
        assert step(said) == number + 1
    assert step(person.say("下一步")) == OF
    assert step(person.say("第九步")) == OF


def test_a_step_of_the_list_just_quoted_is_no_step_of_the_walk(person, knowledge):
    steps = "1）进入申报页面，包括信息自检、资料填写、上传材料、结果反馈四个步骤。第一个界面，信息自检。"
    knowledge.pages = {"几个步骤": reply(found(steps)), "上传材料": reply(found("进入第三个界面-上传材料"))}
    person.say("申报页面一共几个步骤")
    (answer,) = person.say("第三步")
    assert (answer["kind"], answer["citations"][0]["quote"]) == ("answer", "进入第三个界面-上传材料")


def test_back_jump_and_restart_stay_within(person):
    person.say("怎么提交申报")
    assert step(person.say("上一步")) == 1
    assert step(person.say("跳到登录")) == 3
    assert step(person.say("登录好了，下一步")) == 4
    assert step(person.say("重来")) == 1


def test_the_class_is_asked_only_where_it_matters_and_once(person):
    person.say("怎么提交申报")
    (asked,) = person.say("跳到填写")
    assert asked["kind"] == "question" and step([asked]) == 6
    (told,) = person.say("非经济类项目")
    assert "③" in told["text"] and told["kind"] == "step"
    person.say("下一步")
    assert person.say("上一步")[-1]["kind"] == "step"


def test_left_and_taken_up_again(person):
    person.say("第三步")
    assert person.say("先不走了")[-1]["kind"] == "smalltalk"
    assert [said["kind"] for said in person.say("奖金多少")] == ["answer"]
    assert step(person.say("继续")) == 3


def test_to_the_check_and_back(person):
    person.say("第三步")
    assert "对上" not in (question := person.say("核对申报条件")[-1])["text"]
    assert question["card"]["type"] == "eligibility_question"
    person.say("先不查了")
    assert step(person.say("继续申报步骤")) == 3


def test_from_the_check_straight_into_the_walk_and_back(person):
    person.say("核对申报条件")
    person.say("组织奖")
    assert step(person.say("先不查了，带我填报")) == 1
    assert step(person.say("下一步")) == 2
    resumed = person.say("继续核对")[-1]
    assert resumed["card"]["type"] == "eligibility_question" and resumed["card"]["fact"] != "applicant"


def test_how_it_is_done_is_a_question_and_leaves_the_check_open(person):
    person.say("核对申报条件")
    assert person.say("怎么在网上申报？")[-1]["card"]["type"] == "eligibility_question"


@pytest.mark.parametrize(
    "text, kind, words",
    [
        ("文件太大传不上去", "answer", "50M"),
        ("提示个人用户无法申报", "answer", "法人登录"),
        ("网站打不开", "no_answer", "指引没有写，一般建议"),
        ("找不到在线申办按钮", "answer", "下拉页面"),
        ("承诺书没弹出来", "answer", "指引没有写，一般建议"),
    ],
)
def test_troubles_say_what_is_the_guides_and_what_is_advice(person, text, kind, words):
    trouble, at = person.say(text)
    assert trouble["kind"] == kind and words in trouble["text"]
    assert bool(trouble["citations"]) == (kind == "answer")
    assert at["card"]["type"] == "portal_step"


def test_a_report_of_too_many_words_is_no_file_that_is_too_large(person):
    person.say("带我填报")
    said = " ".join(message["text"] for message in person.say("自评报告超了三万字会怎样"))
    assert "50M" not in said


def test_to_be_led_begins_the_walk_whatever_the_guide_says_of_it(person, knowledge):
    knowledge.pages["带我走"] = reply(SAID, answer=approved("网上申报的入口是这里。", SAID, confidence=0.99))
    assert step(person.say("带我走网上申报")) == 1


@pytest.mark.parametrize("at, text", [(1, "好，打开了"), (4, "进来了"), (3, "登上去了")])
def test_what_is_done_in_natural_words_goes_on(person, at, text):
    person.say(f"第{at}步")
    assert step(person.say(text)) == at + 1


def test_who_is_further_on_is_taken_there(person):
    person.say("带我走网上申报")
    assert step(person.say("我已经登录了，直接说后面的")) == 4
    assert step(person.say("都传完了")) == OF
    (said,) = person.say("提交成功了，然后等通知？")
    assert step([said]) == OF and "短信反馈" in said["text"] and said["citations"]


def test_who_begins_with_what_is_done_begins_after_it(person):
    assert step(person.say("我已经登录了，直接说后面的")) == 4


def test_how_many_steps_are_left(person):
    person.say("第四步")
    (said,) = person.say("还有几步")
    assert "还有 4 步" in said["text"] and step([said]) == 4
    person.say("跳到填写")
    assert [message["kind"] for message in person.say("还有几步")] == ["step", "question"]


@pytest.mark.parametrize("text", ["好的", "下好了"])
def test_a_nod_is_heard_and_the_next_step_offered(person, text):
    person.say("第五步")
    (said,) = person.say(text)
    assert step([said]) == 5 and "下一步" in said["text"]
    assert "下一步" in [button["title"] for button in said["buttons"]]


@pytest.mark.parametrize("text", ["页面卡死了", "验证码收不到", "漏传了一个怎么办", "没有公章电子章可以吗"])
def test_what_the_guide_is_silent_about_is_advice_marked_as_such(person, text):
    person.say("第七步")
    trouble, at = person.say(text)
    assert trouble["kind"] == "no_answer" and not trouble["citations"]
    assert "没有写" in trouble["text"] and "一般建议" in trouble["text"]
    assert step([at]) == 7


def test_a_command_in_a_question_is_not_obeyed(person):
    person.say("第七步")
    asked, at = person.say("不小心点了上一步要紧吗")
    assert asked["kind"] == "no_answer" and step([at]) == 7
    answer, at = person.say("不小心点了上一步 数据会丢吗")
    assert "没有写" in answer["text"] and step([at]) == 7


def test_the_checklist_of_materials_is_shown_and_the_walk_stays(person):
    person.say("第七步")
    shown, at = person.say("材料清单")
    assert shown["card"]["type"] == "checklist" and step([at]) == 7


def test_put_off_is_leaving(person):
    person.say("第七步")
    (said,) = person.say("我先去吃饭，回头再弄")
    assert said["kind"] == "smalltalk" and "第 7 步" in said["text"]
    assert step(person.say("继续")) == 7


def test_the_step_does_not_say_more_of_the_50m_than_the_guide(person):
    said = person.say("第七步")[-1]["text"]
    assert "50M 是单个文件还是合计，指引没有写" in said and "疑为 xlsx" in said


def test_english_in_the_walk(assistant, knowledge):
    knowledge.pages["documents"] = reply(SAID, answer=approved("这些材料。", SAID))
    assistant.knows(knowledge)
    person = assistant.person("en")
    assert step(person.say("skip to upload")) == 7
    trouble, at = person.say("submit fails")
    assert trouble["kind"] == "answer" and step([at]) == 8
    answer, at = person.say("what documents do I need")
    assert answer["text"].startswith("In English") and step([at]) == 8


@pytest.mark.parametrize(
    "text", ["评审流程有哪几个阶段", "流程有哪些阶段", "What are the stages of the review?"]
)
def test_the_stages_are_a_timeline(person, text):
    (said,) = person.say(text)
    assert said["kind"] == "answer" and said["card"]["type"] == "timeline" and said["citations"]
    assert len(said["card"]["items"]) == 10


def test_all_steps_are_a_checklist(person):
    (said,) = person.say("全部步骤清单")
    assert said["kind"] == "answer" and said["card"]["type"] == "checklist" and said["citations"]
    assert step(person.say("从第一步开始")) == 1


def test_the_step_they_are_stuck_at_is_chosen_by_its_number(person):
    asked = person.say("我卡住了")[-1]
    assert asked["kind"] == "question" and len(asked["buttons"]) == OF
    assert step(person.say("3")) == 3


def test_a_trouble_told_when_asked_where_they_are_stuck_leads_to_its_step(person):
    person.say("我卡住了")
    assert step(person.say("扫码失败")) == 3


def test_a_trouble_told_of_a_later_step_leads_there_and_one_asked_ahead_does_not(person):
    person.say("带我走一遍网上申报")
    assert step(person.say("文件太大怎么办")) == 1
    assert step(person.say("承诺书弹不出来")) == 5
