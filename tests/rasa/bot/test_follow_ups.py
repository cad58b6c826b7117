"""Messages that lean on the one before: what they mean in full, and what is said to them."""

from __future__ import annotations

import pytest
from assistant import HONOURS, SECTION, Knowledge, approved, cited, reply

from actions.knowledge_client import Found, Passage
from actions.understanding.followups import Before, Meanings, meanings, ordinal, wish
from actions.understanding.sections import (
    enumerated,
    heading_name,
    item,
    list_after,
    name_of,
    section_of,
    the_next,
    the_rest,
)
from actions.understanding.several import questions_in, the_question

# before, message, a way of completing it, the question completed, whether the message leans
COMPLETED = [
    ("金奖发多少钱", "那银奖呢", "exchanged", "银奖发多少钱", True),
    ("金奖发多少钱", "银的", "exchanged", "银奖发多少钱", True),
    ("奖金多少", "铜奖呢？", "exchanged", "铜奖奖金多少", True),
    ("经济类设哪些等次", "非经济类也一样吗", "exchanged", "非经济类设哪些等次", True),
    ("组织奖注册要几年", "不是，我问的是项目奖", "exchanged", "项目奖注册要几年", True),
    ("现场核查要多久", "换成社会评价呢", "exchanged", "社会评价要多久", True),
    ("金奖候选要到多少分", "那铜奖要多少", "exchanged", "铜奖候选要到多少分", True),
    ("经济类金奖有几个名额", "那铜奖有几个", "about", "经济类铜奖有几个", True),
    ("答辩最多去几个人", "多久", "about", "集中答辩多久", False),
    ("答辩最多去几个人", "多久", "both", "答辩最多去几个人 多久", False),
    ("要交什么", "上面说的材料要盖章吗", "about", "申报材料材料要盖章吗", True),
    ("金獎獎金多少", "咁銀獎呢", "exchanged", "银奖奖金多少", True),
    ("经济类面向谁", "其他几类呢", "exchanged", "非经济类面向谁", True),
    ("金奖有几名", "其余等次要几分", "exchanged", "银奖要几分", True),
    ("特别贡献奖限名额吗", "经济类的呢", "exchanged", "经济类限名额吗", True),
    ("how much is gold?", "What about silver?", "exchanged", "how much is silver?", True),
    ("how long is the defence", "and how many people", "about", "the defence how many people", True),
    (
        "which files can i upload",
        "how large may they be",
        "both",
        "which files can i upload how large may they be",
        True,
    ),
]
ALONE = [
    ("金奖发多少钱", "自评报告最多可以写多少个字"),
    ("金奖发多少钱", "请问市长质量奖一共分为几大类奖项"),
    ("how much is gold", "how long may the self-assessment report be"),
]


@pytest.mark.parametrize(("before", "message", "way", "full", "leaning"), COMPLETED)
def test_a_message_is_completed(before, message, way, full, leaning):
    meant = meanings(message, Before(before_spoken(before), ("申报材料",)))
    assert full in dict(meant.ways)[way]
    assert meant.leaning is leaning


def before_spoken(text: str) -> str:
    return text.translate(str.maketrans("獎", "奖"))


@pytest.mark.parametrize(("before", "message"), ALONE)
def test_a_question_of_its_own_is_left_alone(before, message):
    assert meanings(message, Before(before, ("奖励荣誉",))) == Meanings(message)


def test_the_first_message_is_left_alone():
    assert meanings("那银奖呢", Before("")) == Meanings("那银奖呢")


@pytest.mark.parametrize(
    ("wanted", "messages"),
    {
        "place": [
            "在哪里写的",
            "出处呢",
            "这是哪一条",
            "依据是什么",
            "喺邊度寫嘅",
            "Where does it say that?",
        ],
        "whole": ["原文", "看看原文", "原文是什么？", "給我看原文", "the full text"],
        "more": ["详细点", "具体一点", "还有吗", "詳細啲", "more details", "Tell me more"],
        "next": ["然后呢", "接下来呢", "之后呢", "评完之后呢", "之後點", "what happens next?"],
        "why": ["为什么", "为啥呀", "点解", "为什么这样规定", "Why?"],
        None: ["金奖原文写多少钱", "详细的申报流程", "为什么要答辩", "在哪里申报", "where do we apply", ""],
    }.items(),
)
def test_wishes(wanted, messages):
    assert {message: wish(message) for message in messages} == dict.fromkeys(messages, wanted)


@pytest.mark.parametrize(
    ("message", "meant"),
    [
        ("第二个", (2, "")),
        ("第二个有字数要求吗", (2, "有字数要求吗")),
        ("2", (2, "")),
        ("选3", (3, "")),
        ("最后一个", (-1, "")),
        ("the second one", (2, "")),
        ("第三步是什么", None),
        ("2020年", None),
        ("第五十七条", None),
        ("金奖第二个条件", None),
    ],
)
def test_ordinals(message, meant):
    assert ordinal(message) == meant


@pytest.mark.parametrize(
    ("message", "questions", "sure"),
    [
        ("金奖多少钱？答辩多久？", ("金奖多少钱？", "答辩多久？"), True),
        ("奖金多少，还有公示几天", ("奖金多少", "公示几天"), True),
        ("奖金多少，公示几天", ("奖金多少", "公示几天"), False),
        ("我们是服务类的。要交什么？答辩多久？", ("我们是服务类的，要交什么？", "答辩多久？"), True),
        (
            "How much is gold? How long is the defence?",
            ("How much is gold?", "How long is the defence?"),
            True,
        ),
        ("金奖多少钱", (), True),
        ("你好，金奖多少钱", (), True),
        ("？？？", (), True),
        ("", (), True),
    ],
)
def test_two_questions_in_a_message(message, questions, sure):
    several = questions_in(message)
    assert several.questions == questions
    assert several.sure is sure


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("都十一点了还没弄完。在哪里申报？", "在哪里申报"),
        ("Hi, it's late. Where do we apply?", "Where do we apply"),
        ("在哪里申报？", None),
        ("在哪里申报？金奖多少钱？", None),
        ("都十一点了，急死人", None),
        ("", None),
    ],
)
def test_the_question_among_what_is_told(message, question):
    assert the_question(message) == question


def test_no_more_than_three_questions_are_taken_up():
    assert len(questions_in("几天？几个？多少？哪里？谁？").questions) == 3


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
    assert [each.passage_id for each in the_next(STAGES, quoted)] == onward


def test_nothing_comes_next_where_a_chapter_is_no_sequence():
    assert the_next(SECTION, "p0") == []


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


@pytest.fixture
def person(assistant):
    assistant.knows(
        Knowledge(
            **{
                "证书要盖章": reply(cited(2)),
                "银奖奖金": reply(cited(1)),
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
        async def search(self, question, k=5):
            return await super().search("" if "十一点" in question else question, k)

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


def test_more_and_more_until_nothing_is_left(person):
    person.say("金奖奖金多少")
    read = [person.say(wanted)[0] for wanted in ("详细点", "还有吗", "还有吗")]
    assert [len(message.get("citations", ())) for message in read] == [3, 1, 0]
    assert read[-1]["kind"] == "no_answer"


def test_why_looks_for_the_purpose(person):
    person.say("金奖奖金多少")
    assert person.say("为什么")[0]["citations"][0]["passage_id"] == "p3"


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


@pytest.mark.parametrize("message", ["在哪里写的", "原文", "详细点", "为什么", "第二个", "那银奖呢"])
def test_without_a_topic_nothing_breaks_and_nothing_leaks(person, assistant, message):
    person.say("金奖奖金多少")
    (said,) = assistant.person().say(message)
    assert said["kind"] == "no_answer"


def test_the_end_of_what_was_asked_about_asks_for_what_comes_next():
    before = Before("公示多久", ("社会公示",))
    assert wish("公示完了呢", before) == "next"
    assert wish("公示结束之后呢", before) == "next"
    assert wish("答辩完了呢", before) is None, "not what was asked about"


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("具有三大特性：系统性、独特性和可推广性。", 2, "独特性"),
        ("具有三大特性：系统性、独特性和可推广性。", -1, "可推广性"),
        ("具有三大特性：系统性、独特性和可推广性。", 4, None),
        ("注意：同时符合条件。", 1, None),
    ],
)
def test_an_item_of_a_list_inside_a_sentence(text, number, name):
    assert enumerated(text, number) == name


def test_a_heading_is_shown_with_what_stands_under_it():
    heading = Passage("h", "2020", ("二、流程",), "heading", "3. 资格审查")
    under = Passage("t", "2020", ("二、流程", "3. 资格审查"), "text", "秘书处核实。")
    assert section_of([heading, under], heading) == [under]
    assert section_of([heading], heading) == [heading]


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
    assert person.say("第一个")[0]["trace"]["question"] == "再次获奖还发奖金吗？", "a choice of the overview"


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
