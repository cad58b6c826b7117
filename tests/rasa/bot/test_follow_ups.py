"""Messages that lean on the one before, in a conversation: what is said to them."""

from __future__ import annotations

import pytest
from assistant import HONOURS, SECTION, Knowledge, approved, cited, reply

from actions.knowledge_client import Found


@pytest.fixture
def person(assistant):
    assistant.knows(
        Knowledge(
            **{
                "证书要盖章": reply(cited(2)),
                "银奖奖金": reply(cited(1)),
                " 银奖": reply(cited(1)),  # asked behind another question
                "目的": reply(cited(3)),
                "奖金": reply(cited(0), suggestions=()),
                "答辩": reply(cited(2)),
                "相近": reply(answerable=False, suggestions=("金奖奖金多少？", "答辩多久？")),
            }
        )
    )
    return assistant.person()


def test_the_level_is_exchanged(person):
    person.say("金奖奖金多少")
    (answer,) = person.say("那银奖呢")
    assert answer["citations"][0]["passage_id"] == "p1"
    assert answer["trace"]["question"] == "银奖奖金多少"


def test_small_talk_does_not_end_the_topic(person):
    person.say("金奖奖金多少")
    person.say("谢谢")
    assert person.say("那银奖呢")[0]["citations"][0]["passage_id"] == "p1"


def test_a_sentence_that_announces_a_list_is_quoted_with_it(person, assistant):
    lead = Found("p0", "2020", HONOURS, "text", "但以下情形需注意：", 0.9)
    assistant.knows(Knowledge(情形=reply(lead)))
    (answer,) = person.say("金奖有哪些情形要注意")
    assert [each["passage_id"] for each in answer["citations"]] == ["p0", "p1", "p2"]


def test_what_is_told_around_a_question_does_not_hide_it(person, assistant):
    class Distracted(Knowledge):
        async def search(self, question, within=""):
            return await super().search("" if "十一点" in question else question, within)

    assistant.knows(Distracted(申报=reply(cited(1))))
    assert person.say("都十一点了我还没弄完！在哪里申报？")[0]["citations"][0]["passage_id"] == "p1"


def test_where_it_is_written(person):
    quoted = person.say("金奖奖金多少")[0]["citations"]
    (place,) = person.say("在哪里写的")
    assert (place["kind"], place["citations"]) == ("answer", quoted)
    assert "（七）奖励荣誉" in place["text"]


def test_the_whole_passage(person):
    person.say("金奖奖金多少")
    (whole,) = person.say("原文")
    assert whole["citations"][0]["quote"] == SECTION[0].text and SECTION[0].text in whole["text"]


@pytest.mark.parametrize("wanted", ["再说一遍", "In English please", "用中文说"])
def test_the_same_again(person, wanted):
    first = person.say("金奖奖金多少")
    (again,) = person.say(wanted)
    assert (again["text"], again["citations"]) == (first[0]["text"], first[0]["citations"])
    assert person.say("那银奖呢")[0]["trace"]["question"] == "银奖奖金多少"


def test_more_and_more_until_nothing_is_left(person):
    person.say("金奖奖金多少")
    read = [person.say(wanted)[0] for wanted in ("详细点", "还有吗", "还有吗")]
    assert [len(message.get("citations", ())) for message in read] == [3, 1, 0]
    assert read[-1]["kind"] == "no_answer"


def test_items_of_a_list_are_counted_from_both_ends_one_after_the_other(person):
    person.say("金奖奖金多少")
    for message, place in (("第三个", "p3"), ("中间那个", "p2"), ("倒数第三个呢", "p1"), ("最末一个", "p3")):
        assert [each["passage_id"] for each in person.say(message)[0]["citations"]] == [place], message


def test_why_looks_for_the_purpose(person, assistant):
    purpose = reply(cited(3), answer=approved("奖金的目的是鼓励。", cited(3)))
    assistant.knows(Knowledge(目的=purpose, 奖金=reply(cited(0))))
    person.say("金奖奖金多少")
    assert person.say("为什么")[0]["citations"][0]["passage_id"] == "p3"


@pytest.mark.parametrize(
    ("said", "kind"),
    [("公示不少于 5 个工作日。", "no_answer"), ("要对标，以便进一步体现领先性。", "answer")],
)
def test_only_what_gives_a_reason_answers_why(person, assistant, said, kind):
    assistant.knows(Knowledge(公示=reply(cited(0), answer=approved(said, cited(0)))))
    person.say("公示多久")
    assert person.say("为什么")[0]["kind"] == kind


def test_a_language_asked_for_before_anything_was_said_is_told_what_there_is(person):
    assert person.say("说中文")[0]["kind"] == "smalltalk"


def test_an_item_of_the_list_and_a_question_about_it(person):
    person.say("金奖奖金多少")
    assert person.say("第二个")[0]["citations"][0]["quote"] == SECTION[2].text
    person.say("金奖奖金多少")
    assert person.say("第一个要盖章吗")[0]["citations"][0]["quote"] == SECTION[1].text


def test_a_suggestion_chosen_by_its_place(person):
    person.say("相近的问题")
    assert person.say("第一个")[0]["citations"][0]["passage_id"] == "p0"


@pytest.mark.parametrize(("place", "kind"), [("最后一个", "handoff"), ("9", "no_answer")])
def test_a_button_that_asks_no_question_is_followed(person, place, kind):
    person.say("相近的问题")
    assert person.say(place)[0]["kind"] == kind


def test_the_check_chosen_by_its_place(person):
    person.say("你好")
    assert person.say("第四个")[-1]["card"]["type"] == "eligibility_question"


def test_what_opens_the_check_is_what_the_next_message_leans_on(person, assistant):
    knowledge = Knowledge()
    assistant.knows(knowledge)
    assert person.say("我们拿过金奖，还能再报吗")[-1]["kind"] == "question"
    assert person.say("要隔多久")[-1]["kind"] == "question"
    assert "我们拿过金奖，还能再报吗 要隔多久" in knowledge.asked


def test_what_the_check_asks_for_is_what_a_question_leans_on(person, assistant):
    knowledge = Knowledge()
    assistant.knows(knowledge)
    person.say("核对申报条件")
    assert "登记注册" in person.say("组织奖")[-1]["text"]
    assert person.say("要满几年")[-1]["kind"] == "question"
    assert "注册时间 要满几年" in knowledge.asked


def test_two_questions_get_two_answers(person):
    first, second = person.say("金奖奖金多少？答辩多久？")
    assert [first["citations"][0]["passage_id"], second["citations"][0]["passage_id"]] == ["p0", "p2"]


def test_the_second_question_leans_on_the_first(person):
    _, second = person.say("金奖奖金多少？银奖呢？")
    assert second["trace"]["question"] == "银奖奖金多少？"


def test_a_comma_parts_questions_only_when_each_is_answered(person):
    assert len(person.say("金奖奖金多少，火星有多远")) == 1


def test_a_word_alone_gets_an_overview_with_choices(person):
    (overview,) = person.say("奖金")
    assert overview["kind"] == "answer" and overview["citations"]
    assert len(overview["buttons"]) >= 3


def test_a_new_topic_is_not_forced_into_the_old(person):
    person.say("金奖奖金多少")
    assert person.say("答辩最多可以去几个人参加")[0]["citations"][0]["passage_id"] == "p2"


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("在哪里写的", "question"),  # of what?
        ("为什么", "question"),
        ("原文", "no_answer"),
        ("详细点", "no_answer"),
        ("第二个", "no_answer"),
        ("那银奖呢", "no_answer"),
    ],
)
def test_without_a_topic_nothing_breaks_and_nothing_leaks(person, assistant, message, kind):
    person.say("金奖奖金多少")
    (said,) = assistant.person().say(message)
    assert said["kind"] == kind and not said.get("citations")


def test_what_may_be_asked_next_is_offered_under_the_last_answer(person, assistant):
    knowledge = Knowledge(
        金奖奖金=reply(cited(0), answer=approved("二百万元", cited(0))), 答辩=reply(cited(2))
    )
    knowledge.next = ("银奖奖金多少？", "金奖奖金多少？", "再次获奖还发奖金吗？", "证书要盖章吗？")
    assistant.knows(knowledge)
    (answer,) = person.say("金奖奖金多少")
    assert [each["payload"] for each in answer["buttons"]] == [
        "银奖奖金多少？",
        "再次获奖还发奖金吗？",
        "证书要盖章吗？",
    ], "not what was just asked, three at most"
    first, second = person.say("金奖奖金多少？答辩多久？")
    assert not first.get("buttons") and second["buttons"]
    assert knowledge.related_to[-1] == (None, ("an-answer",)), "answers given are known"


def test_an_offer_is_chosen_by_its_place(person, assistant):
    away = Found("elsewhere", "2020", ("三、别处",), "text", "单独一句。", 0.9)
    knowledge = Knowledge(再次获奖=reply(cited(3)), 奖金=reply(away))
    knowledge.next = ("再次获奖还发吗？", "银奖奖金多少？")
    assistant.knows(knowledge)
    person.say("金奖奖金是多少呢")
    assert person.say("第一个")[0]["citations"][0]["passage_id"] == "p3", "the answer has no list of its own"
    person.say("奖金")
    assert person.say("第一个")[0]["trace"]["question"] == "再次获得金奖还发奖金吗？", (
        "a choice of the overview"
    )


def test_an_answer_does_not_fail_with_what_might_follow_it(person, assistant):
    knowledge = Knowledge(金奖奖金=reply(cited(0)))
    knowledge.next = ("down",)
    assistant.knows(knowledge)
    (answer,) = person.say("金奖奖金多少")
    assert answer["kind"] == "answer" and not answer.get("buttons")


def test_choices_of_an_overview_are_its_own(person, assistant):
    knowledge = Knowledge(奖金=reply(cited(0)))
    knowledge.next = ("银奖奖金多少？",)
    assistant.knows(knowledge)
    (overview,) = person.say("奖金")
    assert "银奖奖金多少？" not in [each["payload"] for each in overview["buttons"]]
    assert "您还想了解奖励的哪一点？" in overview["text"]
