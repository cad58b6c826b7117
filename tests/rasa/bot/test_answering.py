"""The action behind every question, with a knowledge service made up here."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from assistant import CONDITIONS, DOMAIN, Knowledge, approved, found, reply
from rasa_sdk.executor import CollectingDispatcher

from actions.dialogue.award import ActionAnswer
from actions.dialogue.script import traditional

GOLD = found("分别给予奖金 200 万元")
RULE = found("注册登记 3年以上", path=CONDITIONS)


def said(knowledge: Knowledge, text: str, locale: str = "zh-Hans") -> dict:
    (message,) = all_said(knowledge, text, locale)
    return message


def all_said(knowledge: Knowledge, text: str, locale: str = "zh-Hans") -> list[dict]:
    tracker = SimpleNamespace(
        latest_message={"text": text, "metadata": {"locale": locale}},
        active_loop={},
        get_slot=lambda _name: None,
        events=[],
    )
    dispatcher = CollectingDispatcher()
    asyncio.run(ActionAnswer(knowledge).run(dispatcher, tracker, DOMAIN))
    return [message["custom"] for message in dispatcher.messages]


def test_an_answer_is_the_quote_under_its_place_with_edition():
    message = said(Knowledge(奖金=reply(GOLD)), "奖金多少")
    assert message["kind"] == "answer"
    assert GOLD.quote in message["text"] and "（七）奖励荣誉" in message["text"]
    assert "《申报指引》2020 版" in message["text"]
    assert [(each["passage_id"], each["quote"]) for each in message["citations"]] == [
        (GOLD.passage_id, GOLD.quote)
    ]
    assert message["trace"] == {
        "probability": 0.9,
        "release": "r1",
        "passages": [GOLD.passage_id],
        "question": "奖金多少",
    }


AGAIN = found("自获奖年度起 3年后方可再次申请")


def test_an_approved_answer_comes_first_and_all_that_proves_it_after_it():
    answer = approved("金奖奖金 200 万元；3 年后可以再报。", GOLD, AGAIN)
    message = said(Knowledge(奖金=reply(GOLD, RULE, answer=answer)), "奖金多少")
    assert message["kind"] == "answer"
    assert message["text"].startswith("金奖奖金 200 万元；3 年后可以再报。\n")
    assert [each["quote"] for each in message["citations"]] == [GOLD.quote, AGAIN.quote]
    assert all(message["text"].count(each.quote) == 1 for each in (GOLD, AGAIN))
    assert message["text"].count("《申报指引》2020 版") == 1
    assert (message["trace"]["answer"], message["trace"]["confidence"]) == ("an-answer", 0.9)


@pytest.mark.parametrize(
    ("locale", "beginning"),
    [("zh-Hans", "单位可以点“切换”。"), ("zh-Hant", "單位可以點「切换」。"), ("en", "In English")],
)
def test_an_approved_answer_is_in_the_language_of_the_turn(locale, beginning):
    answer = approved("单位可以点“切换”。", GOLD)
    message = said(Knowledge(奖金=reply(GOLD, answer=answer)), "奖金", locale)
    assert message["text"].startswith(beginning) and GOLD.quote in message["text"]


@pytest.mark.parametrize(
    ("correction", "locale", "beginning"),
    [
        (("figure", "300 万元"), "zh-Hans", "不是 300 万元。银奖奖金 100 万元。"),
        (("none", "铜奖"), "zh-Hant", "沒有銅獎。銀獎獎金 100 萬元。"),
        (("denied", "奖金"), "zh-Hans", "不是这样。银奖奖金 100 万元。"),
        (("figure", "300 万元"), "en", "That is not so. In English"),
    ],
)
def test_a_false_premise_is_corrected_first(correction, locale, beginning):
    answer = approved("银奖奖金 100 万元。", GOLD, correction=correction)
    message = said(Knowledge(奖金=reply(GOLD, answer=answer)), "奖金", locale)
    assert message["text"].startswith(beginning)


@pytest.mark.parametrize("text", ["没有铜奖：只设金奖和银奖。", "能报，但没有铜奖：只设金奖和银奖。"])
def test_what_the_answer_begins_with_is_not_said_before_it(text):
    answer = approved(text, GOLD, correction=("none", "铜奖"))
    assert said(Knowledge(奖金=reply(GOLD, answer=answer)), "奖金", "zh-Hans")["text"].startswith(text)


def test_another_answer_that_may_be_meant_follows_with_its_own_proof():
    both = reply(
        GOLD, answer=approved("金奖奖金 200 万元。", GOLD), also=approved("金奖三年后可以再报。", AGAIN)
    )
    first, second = all_said(Knowledge(奖金=both), "奖金多少")
    assert first["text"].startswith("金奖奖金 200 万元。")
    assert (second["kind"], "金奖三年后可以再报。" in second["text"]) == ("answer", True)
    assert [each["quote"] for each in second["citations"]] == [AGAIN.quote]


def test_two_questions_get_an_answer_each_and_no_others():
    money = reply(GOLD, answer=approved("200 万元。", GOLD), also=approved("三年后。", AGAIN))
    rule = reply(RULE, answer=approved("三年以上。", RULE), also=approved("三年后。", AGAIN))
    texts = [
        message["text"] for message in all_said(Knowledge(奖金=money, 注册=rule), "奖金多少？注册要满几年？")
    ]
    assert len(texts) == 2 and not any("三年后" in text for text in texts)


def test_an_approved_answer_is_not_given_where_the_evidence_settles_nothing():
    unsure = reply(GOLD, answerable=False, answer=approved("金奖奖金 200 万元。", GOLD))
    assert said(Knowledge(奖金=unsure), "奖金")["kind"] == "no_answer"


def test_the_same_question_gets_the_same_bytes():
    knowledge = Knowledge(奖金=reply(GOLD, RULE))
    assert said(knowledge, "奖金多少") == said(knowledge, "奖金多少")


@pytest.mark.parametrize(("score", "quoted"), [(0.89, 2), (0.5, 1)])
def test_a_second_passage_is_quoted_only_when_nearly_as_good(score, quoted):
    second = found("金奖不超过2名", score)
    message = said(Knowledge(奖金=reply(GOLD, second)), "奖金多少")
    assert len(message["citations"]) == quoted
    assert (second.quote in message["text"]) == (quoted == 2)


def test_a_caption_is_said_to_be_one():
    message = said(Knowledge(图=reply(found("图1 登录页面", kind="figure"))), "有图吗")
    assert "图片本身不在文字里" in message["text"]


def test_an_answer_from_the_conditions_offers_the_check_and_gives_no_verdict():
    message = said(Knowledge(注册=reply(RULE)), "注册要几年")
    assert [button["payload"] for button in message["buttons"]] == ["核对申报条件"]
    assert not said(Knowledge(奖金=reply(GOLD)), "奖金多少").get("buttons")


def test_silence_offers_what_can_be_answered_and_a_person():
    silent = reply(GOLD, answerable=False, suggestions=("金奖的奖金是多少？", "公示几天？"))
    message = said(Knowledge(电话=silent), "电话")
    assert message["kind"] == "no_answer" and not message.get("citations")
    assert [button["payload"] for button in message["buttons"]] == [
        "金奖的奖金是多少？",
        "公示几天？",
        "转人工",
    ]
    assert GOLD.quote not in message["text"]
    assert "“奖励荣誉”" in message["text"], "what the guide does cover nearby"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("苏州市长质量奖亏损企业能报吗", True),
        ("中国质量奖奖金多少", True),
        ("龙岗区区长质量奖有几个名额", True),
        ("广东省政府质量奖怎么报", True),
        ("廣州市市長質量獎截止日期", True),
        ("How much is the China Quality Award?", True),
        ("深圳市市长质量奖的奖杯多重", False),
        ("外地企业想报市长质量奖要多少钱", False),
    ],
)
def test_rules_of_another_award_are_said_to_be_another_awards(text, other):
    message = said(Knowledge(**{text: reply(GOLD, answerable=False, suggestions=("公示几天？",))}), text)
    assert message["kind"] == "no_answer"
    assert ("您问的是另一个奖" in message["text"] or "That is another award" in message["text"]) is other


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("区长质量奖金奖奖金多少", "no_answer"),
        ("For the China Quality Award, how much is gold?", "no_answer"),
        ("拿过区长质量奖，金奖奖金多少", "answer"),
        ("省政府质量奖和市长质量奖的金奖奖金一样吗", "answer"),
    ],
)
def test_what_is_near_does_not_answer_for_another_award(text, kind):
    assert said(Knowledge(**{text: reply(GOLD)}), text)["kind"] == kind


@pytest.mark.parametrize("nothing", [reply(answerable=False), reply(answerable=True)])
def test_nothing_found_is_said(nothing):
    message = said(Knowledge(天气=nothing), "天气")
    assert message["kind"] == "no_answer"
    *questions, person = [button["payload"] for button in message["buttons"]]
    assert len(questions) == 3 and person == "转人工"


def test_a_failure_becomes_an_apology():
    knowledge = Knowledge()
    knowledge.down = True
    message = said(knowledge, "奖金多少")
    assert message["kind"] == "error" and message["text"] and message["buttons"]


@pytest.mark.parametrize("text", ["😀😀", "？？？", "", "   ", "\u3000"])
def test_what_has_no_words_is_not_looked_up(text):
    knowledge = Knowledge()
    assert said(knowledge, text)["kind"] == "question"
    assert knowledge.asked == []


@pytest.mark.parametrize("text", ["没去会怎样", "算不算数", "超咗點算", "what if it's late"])
def test_who_names_nothing_is_asked_what_it_is_about(text):
    message = said(Knowledge(**{text: reply(GOLD, answer=approved("奖金 200 万元。", GOLD))}), text)
    assert message["kind"] == "question" and not message.get("citations")


def test_words_that_an_answer_is_known_by_need_no_name():
    known = approved("最多 1 天。", GOLD, confidence=0.97)
    assert said(Knowledge(来看几天=reply(GOLD, answer=known)), "来看几天")["kind"] == "answer"


@pytest.mark.parametrize(
    ("locale", "frame"),
    [("zh-Hans", "指引原文"), ("zh-Hant", "指引原文"), ("en", "in the original Chinese"), ("fr", "指引原文")],
)
def test_the_frame_is_in_the_language_of_the_turn_and_the_quote_verbatim(locale, frame):
    message = said(Knowledge(gold=reply(GOLD)), "gold", locale)
    assert frame in message["text"] and GOLD.quote in message["text"]


def test_taking_part_is_not_ginseng():
    assert "負責人參加" in traditional("由受评组织、项目负责人参加")
