"""What begins the check or the walk, and what only asks about them: the classifier takes all of these for a beginning."""

from __future__ import annotations

import pytest
from assistant import approved, found, reply

from actions.knowledge_client import Found

SAID = found("点击“下一步”，认真阅读弹出的《承诺书》并点击“同意”")
ASKED = "承诺书在哪一步弹出来"


@pytest.fixture
def person(assistant, knowledge):
    knowledge.pages["承诺书"] = reply(SAID, answer=approved("点“下一步”时弹出。", SAID))
    assistant.knows(knowledge)
    return assistant.person()


def test_a_question_about_the_application_is_answered_and_begins_nothing(person):
    assert [message["kind"] for message in person.say(ASKED)] == ["answer"]
    assert [message["kind"] for message in person.say(ASKED)] == ["answer"]


def test_who_is_in_trouble_gets_what_the_guide_settles_and_then_the_step(assistant, knowledge):
    limit = found("限制 50M 内")
    knowledge.pages["八十兆"] = reply(limit, answer=approved("一个文件最大 50M。", limit))
    assistant.knows(knowledge)
    said = assistant.person().say("文件八十兆，怎么都上传失败")
    assert [message["kind"] for message in said] == ["answer", "no_answer", "step"]
    assert "50M" in said[0]["text"]


def test_what_the_trouble_says_itself_is_not_said_twice(person):
    said = person.say("承诺书没弹出来")
    assert [message["kind"] for message in said] == ["answer", "step"]


def test_who_asks_how_a_step_goes_is_answered_and_then_there(assistant, knowledge):
    third = found("进入第三个界面-上传材料")
    knowledge.pages["擺附件"] = reply(third, answer=approved("保存并下一步，就到上传材料。", third))
    assistant.knows(knowledge)
    answer, step = assistant.person().say("資料填好晒，點樣先去到擺附件嗰版呀")
    assert (answer["kind"], step["kind"], step["card"]["step"]) == ("answer", "step", 7)
    assert "items" not in step["card"]  # in a line, not in full


def test_keywords_that_name_a_condition_are_no_case(assistant, knowledge):
    knowledge.pages["前20名"] = reply(SAID, answer=approved("由秘书处查证。", SAID))
    assistant.knows(knowledge)
    assert [message["kind"] for message in assistant.person().say("行业前20名的证明材料")] == ["answer"]


def test_who_tells_a_condition_and_wants_to_apply_is_checked(assistant, knowledge):
    assistant.knows(knowledge)
    clause, question = assistant.person().say("公司2025年3月才在深圳注册，想申报")
    assert clause["kind"] == "answer" and "3年以上" in clause["citations"][0]["quote"].replace(" ", "")
    assert question["card"]["type"] == "eligibility_question"


def test_who_asks_for_more_than_the_trouble_says_is_answered(assistant, knowledge):
    formats, feedback = found("本地上传支持“pdf，docx"), found("留意短信反馈或查看我的申请")
    knowledge.pages["格式"] = reply(formats, answer=approved("只收这些格式。", formats))
    knowledge.pages["提交之后"] = reply(feedback, answer=approved("留意短信反馈。", feedback))
    assistant.knows(knowledge)
    said = assistant.person().say("打包成7z上传不了，收什么格式，还有提交之后怎么知道成功没有")
    assert [message["kind"] for message in said] == ["answer", "answer"]
    assert "短信" in said[1]["text"]


def test_what_is_asked_beside_a_case_that_is_told_is_answered_before_the_check(assistant, knowledge):
    knowledge.pages["有铜"] = reply(SAID, answer=approved("非经济类没有铜奖。", SAID))
    assistant.knows(knowledge)
    said = assistant.person().say("我们公司前年亏过，排不到前二十，反正有铜奖的对吧")
    assert said[0]["text"].startswith("非经济类没有铜奖。")
    assert said[-1]["card"]["type"] == "eligibility_question"


def test_an_answer_that_hardly_fits_is_not_told_to_who_asks_for_a_verdict(assistant, knowledge):
    knowledge.pages["能报"] = reply(SAID, answer=approved("可以。", SAID, confidence=0.6))
    assistant.knows(knowledge)
    (said,) = assistant.person().say("我们能报吗")
    assert said["card"]["type"] == "eligibility_question"


@pytest.mark.parametrize(
    ("text", "then"),
    [
        ("我想又报组织奖又报项目奖，可以不", "eligibility_report"),
        ("前20名这个是我们自己去开证明还是主办方查啊", "eligibility_question"),
    ],
)
def test_who_asks_for_the_rule_hears_it_before_it_is_applied(assistant, knowledge, text, then):
    knowledge.pages[text[:4]] = reply(SAID, answer=approved("规定是这样。", SAID))
    assistant.knows(knowledge)
    said = assistant.person().say(text)
    assert said[0]["text"].startswith("规定是这样。")
    assert said[-1]["card"]["type"] == then


def test_a_clause_that_the_answer_quotes_is_not_quoted_again(assistant, knowledge):
    text = "被社保局罚过一次 两年前的事 影响吗"
    assistant.knows(knowledge)
    clause, _ = assistant.person().say(text)
    (rule,) = [
        Found(kind="text", score=0.9, **{**each, "path": ()}) for each in map(dict, clause["citations"])
    ]
    knowledge.pages["罚过"] = reply(rule, answer=approved("近 1 年没有受到行政处罚的不良记录。", rule))
    said = assistant.person().say(text)
    assert [each["kind"] for each in said] == ["answer", "question"]


def test_who_asks_whether_to_apply_is_checked_at_once(assistant, knowledge):
    knowledge.pages["能申报"] = reply(SAID, answer=approved("规定是这样。", SAID))
    assistant.knows(knowledge)
    said = assistant.person().say("我们公司去年才成立，能申报吗")
    assert "规定是这样。" not in said[0]["text"]
    assert said[-1]["card"]["type"].startswith("eligibility_")


@pytest.mark.parametrize(
    "text", ["自查", "我要自查", "查资格", "check资格", "想查下資格", "帮我查一下申报资格"]
)
def test_the_check_is_begun_by_its_name(person, text):
    assert person.say(text)[-1]["card"]["type"] == "eligibility_question"


@pytest.mark.parametrize(("text", "noted"), [("我们拿铜奖两年了", "–"), ("我们2023年拿的铜奖", "2023")])
def test_the_year_of_an_award_is_noted_as_roughly_as_it_was_told(person, text, noted):
    said = person.say(f"{text}，今年能申报吗")[-1]["text"]
    assert "获奖年度：" in said and noted in said


@pytest.mark.parametrize("text", ["怎么在网上申报", "How do we apply for the award?", "忘记登录密码了"])
def test_the_walk_begins_where_it_is_the_answer(person, text):
    assert person.say(text)[-1]["card"]["type"] == "portal_step"


def test_an_error_that_nothing_explains_is_no_reason_to_begin(person):
    (silent,) = person.say("提示文件名不合法")
    assert silent["kind"] == "no_answer" and silent["buttons"][0]["payload"].startswith("带我")


def test_an_answer_that_is_hardly_meant_does_not_keep_the_walk_from_beginning(assistant, knowledge):
    knowledge.pages["提交"] = reply(SAID, answer=approved("五类材料。", SAID, confidence=0.5))
    assistant.knows(knowledge)
    assert assistant.person().say("材料准备好了，怎么提交上去")[-1]["card"]["type"] == "portal_step"


@pytest.mark.parametrize(
    "text",
    [
        "我们的项目够不够创新",
        "你看我们厂能不能拿银奖",
        "按我们公司这条件，你觉得能拿金还是银",
        "我哋間公司份報告寫成咁，你話夠唔夠班攞金獎",
        "外资可以报吗",  # others than the speaker
        "得过区长奖的还能报吗",
        "母公司申报了，子公司可以再申报吗",
        "個體戶可以報嗎",
        "can a branch office apply",
    ],
)
def test_what_the_guide_is_silent_about_is_no_check_but_offers_one(person, text):
    (said,) = person.say(text)
    assert said["kind"] == "no_answer"
    assert said["buttons"][0]["action"] == "eligibility_form"
    assert person.say("第一个")[-1]["card"]["type"] == "eligibility_question"


@pytest.mark.parametrize(
    "text",
    [
        "我们能报吗",
        "我单位能否申报",
        "分公司没有处罚，能报吗",
        "你好，我们是区里的公立医院，想了解下能不能申报",
        "你好我是做精密五金的 想看能不能申请市长质量奖",
        "我哋間廠開咗廿幾年，做錶嘅，行業頭十，想問下可唔可以報",
    ],
)
def test_can_we_apply_begins_the_check_at_once(person, text):
    assert person.say(text)[-1]["card"]["type"] == "eligibility_question"


@pytest.mark.parametrize(
    "text", ["南山区区长质量奖我们能报吗", "广东省政府质量奖怎么在网上申报", "臺灣的國家品質獎怎麼申請"]
)
def test_another_award_begins_nothing(person, text):
    assert [message["kind"] for message in person.say(text)] == ["no_answer"]


def test_a_case_that_is_only_told_is_checked(person):
    said = person.say("公司组织奖，2012年注册，属于新兴产业，在名录库")
    assert said[-1]["card"]["type"] == "eligibility_question" and "名录库" in said[-1]["text"]


def test_a_whole_case_is_checked_and_what_is_asked_beside_it_answered(assistant, knowledge):
    knowledge.pages["什么材料"] = reply(SAID, answer=approved("三样材料。", SAID))
    assistant.knows(knowledge)
    said = assistant.person().say(
        "我们是2016年在南山区注册的软件企业，想以组织名义报经济类，今年3月因为拖欠工资被人社局罚了，请问能报吗？需要什么材料？"
    )
    assert said[0]["text"].startswith("三样材料。")
    assert said[-1]["card"]["type"].startswith("eligibility_")


def test_what_only_the_money_depends_on_begins_no_check(assistant, knowledge):
    knowledge.pages["全额拨款"] = reply(SAID, answer=approved("不发奖金。", SAID))
    assistant.knows(knowledge)
    assert [message["kind"] for message in assistant.person().say("我们是财政全额拨款的")] == ["answer"]


@pytest.mark.parametrize(
    "text", ["那现在还能报吗", "请问有资格申报吗", "我们分公司能报吗", "can my company apply"]
)
def test_who_asks_for_nobody_else_begins_the_check(person, text):
    assert person.say(text)[-1]["card"]["type"] == "eligibility_question"
