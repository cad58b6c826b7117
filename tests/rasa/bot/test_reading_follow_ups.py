"""Messages that lean on the one before, by themselves: what they mean in full, and what they ask for."""

from __future__ import annotations

import pytest

from actions.understanding.followups import Before, Meanings, kind_named, meanings, ordinal, wish
from actions.understanding.several import questions_in, subjectless, telling, the_question

# before, message, a way of completing it, the question completed, whether the message leans
COMPLETED = [
    ("金奖发多少钱", "那银奖呢", "exchanged", "银奖发多少钱", True),
    ("金奖发多少钱", "银的", "exchanged", "银奖发多少钱", True),
    ("金奖发多少钱", "因奖呢", "exchanged", "银奖发多少钱", True),
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
    ("顧客嘅結果分邊兩類", "員工嗰part呢", "exchanged", "员工嘅结果分边两类", True),
    ("企业那类金奖最多几家", "文化的", "exchanged", "文化类金奖最多几家", True),
    ("经济类面向谁", "其他几类呢", "exchanged", "非经济类面向谁", True),
    ("金奖有几名", "其余等次要几分", "exchanged", "银奖要几分", True),
    ("特别贡献奖限名额吗", "经济类的呢", "exchanged", "经济类限名额吗", True),
    ("how much is gold?", "What about silver?", "exchanged", "how much is silver?", True),
    ("how long is the defence", "and how many people", "about", "the defence how many people", True),
    ("去年亏了一点点", "有影响吗", "certain", "去年亏了一点点 有影响吗", False),
    ("公示几天", "真的吗？我同事说是7天", "certain", "公示几天", True),
    ("公示几天", "Really? Somebody told us otherwise.", "certain", "公示几天", True),
    (
        "how many special contribution awards are there",
        "is there any cash with that one",
        "exchanged",
        "is there any cash with the special contribution award",
        True,
    ),
    ("非经济类过程怎么评", "另一半呢", "exchanged", "非经济类结果怎么评", True),
    ("理念要不要改", "哦还要定期评。那拿什么评", "both", "理念要不要改 拿什么评", True),
    (
        "which files can i upload",
        "how large may they be",
        "both",
        "which files can i upload how large may they be",
        True,
    ),
]
ALONE = [
    ("金奖发多少钱", "自评报告连图表在内最多可以写多少个汉字"),
    ("金奖发多少钱", "请问市长质量奖一共分为几大类奖项"),
    ("how much is gold", "how long may the self-assessment report be with all charts and figures"),
]


@pytest.mark.parametrize(("before", "message", "way", "full", "leaning"), COMPLETED)
def test_a_message_is_completed(before, message, way, full, leaning):
    meant = meanings(message, Before(before, ("申报材料",)))
    assert full in {**dict(meant.ways), "certain": meant.certain}[way]
    assert meant.leaning is leaning


@pytest.mark.parametrize(("before", "message"), ALONE)
def test_a_question_of_its_own_is_left_alone(before, message):
    assert meanings(message, Before(before, ("奖励荣誉",))) == Meanings(message)


def test_keywords_before_are_no_case():
    assert meanings("几个人", Before("答辩时间")).certain == ()


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
            "原文在哪一条",
            "你这个在哪里写的",
            "Where does it say that?",
        ],
        "whole": [
            "原文",
            "看看原文",
            "那这一条的原文给我",
            "那条原文",
            "Quote the clause please",
            "原文是什么？",
            "原话是啥",
            "給我看原文",
            "the full text",
            "原文贴一下",
            "請把近三年那句原文貼出來",
            "原文那句贴给我",
            "原文照抄给我，一块别漏",
            "原文发来",
        ],
        "more": [
            "详细点",
            "具体一点",
            "还有吗",
            "詳細啲",
            "more details",
            "Tell me more",
            "详细点，列出来",
            "不止審計吧，請繼續列",
            "没看懂，详细点",
        ],
        "again": ["再说一遍", "没听清", "用中文说", "請用繁體", "In English please", "can you repeat that"],
        "next": [
            "然后呢",
            "接下来呢",
            "之后呢",
            "评完之后呢",
            "之後點",
            "跟住呢",
            "跟住點做",
            "what happens next?",
            "And the one after it?",
        ],
        "previous": ["前一步呢", "上一个环节是什么", "之前呢", "and the one before that?"],
        "why": ["为什么", "为啥呀", "点解", "为什么这样规定", "Why?"],
        None: [
            "银奖，详细点",
            "流程，详细点",
            "奖金多少，详细点",
            "金奖原文写多少钱",
            "详细的申报流程",
            "可以用英文吗",
            "材料要写中文吗",
            "为什么要答辩",
            "在哪里申报",
            "where do we apply",
            "",
        ],
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
        ("最后那份里头写什么", (-1, "里头写什么")),
        ("最后一天", None),
        ("the second one", (2, "")),
        ("第三步是什么", (3, "是什么")),
        ("你刚说的第三步是啥", (3, "是啥")),
        ("倒数第二个呢", (-2, "")),
        ("頭一個是什麼", (1, "是什么")),
        ("中间那个讲什么", (0, "讲什么")),
        ("second to last", (-2, "")),
        ("后者要几年", (-1, "要几年")),
        ("先回我第二个", (2, "")),
        ("最尾嗰樣即係乜", (-1, "即是什么")),
        ("the former", (1, "")),
        ("头一类要不要趋势", None),
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
        ("奖金多少，还有证书吗", ("奖金多少", "证书吗"), True),
        ("再拿一次金奖还有奖金吗", (), True),
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
    ("question", "leans"),
    [
        ("找谁递", True),
        ("他们看几天", True),
        ("去邊度拎", True),
        ("and how many a year?", True),
        ("Where do I get it", True),
        ("奖金多少", False),
        ("去哪报名", False),
        ("要不要钱", False),
        ("怎么交", False),
        ("要不要盖章", False),
        ("How long is the defence?", False),
    ],
)
def test_a_question_that_does_not_say_what_it_is_about(question, leans):
    assert subjectless(question) is leans


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("都十一点了还没弄完。在哪里申报？", "在哪里申报"),
        ("Hi, it's late. Where do we apply?", "Where do we apply"),
        ("在哪里申报？", None),
        ("在哪里申报？金奖多少钱？", None),
        ("都十一点了，急死人", None),
        ("", None),
        ("Our defect rate dropped by half. Is that gold level?", None),
        ("废品率降了一半。这个够不够金奖水平？", None),
        ("昨晚才看到通知。应该去哪里申报？", "应该去哪里申报"),
    ],
)
def test_the_question_among_what_is_told(message, question):
    assert the_question(message) == question


def test_keywords_ask_where_nothing_else_is_settled():
    pieces = ["金奖奖金", "答辩几个人", "答辩三个人", "我们学校"]
    assert telling(pieces) == [1, 3, 4]
    assert telling(pieces, keywords_ask=True) == [3, 4]


def test_no_more_than_five_questions_are_taken_up():
    assert len(questions_in("几天？几个？多少？哪里？谁？几时？").questions) == 5


def test_a_question_beside_the_wish_for_the_whole_text_is_not_swallowed():
    assert wish("原文发我，公示多久") is None


def test_the_end_of_what_was_asked_about_asks_for_what_comes_next():
    before = Before("公示多久", ("社会公示",))
    assert wish("公示完了呢", before) == "next"
    assert wish("公示结束之后呢", before) == "next"
    assert wish("答辩完了呢", before) is None, "not what was asked about"


def test_what_may_lean_is_also_looked_up_in_the_light_of_what_was_spoken_of():
    assert meanings("多久", Before("答辩几个人", ("申奖流程", "集中答辩"))).context == "答辩几个人 集中答辩"
    assert meanings("不是铜奖，我说银奖", Before("铜奖多少钱")).context == "铜奖多少钱"
    assert not meanings("多久", Before("")).context


def test_results_are_those_of_what_was_spoken_of():
    assert not meanings("结果分几种", Before("员工这一块讲什么")).named
    assert meanings("战略分几种", Before("员工这一块讲什么")).named


def test_a_case_is_kept_whole_where_its_question_does_not_lean():
    told = "我们是一所民办的国际学校，总共要交些什么呢"
    assert meanings(told, Before("金奖多少钱")) == Meanings(told)


def test_what_one_should_do_is_no_pronoun():
    assert not meanings("应该报哪一类", Before("答辩最多去几个人", ("集中答辩",))).leaning
    assert "申报表要盖章吗" in meanings("该表要盖章吗", Before("要交什么", ("申报",))).about


def test_a_kind_that_the_quote_counts_is_no_item_of_a_list():
    quotes = ["战略的结果可分为两类，第一类是与战略行动有关的结果"]
    assert kind_named("第一類必須有趨勢圖嗎", "", quotes) == "第一类必须有趋势图吗"
    assert kind_named("第二类呢", "", quotes) is None and kind_named("第一个呢", "", quotes) is None
    assert kind_named("第二类也可以没有？", "第一类可以没趋势对吧", []) == "第二类也可以没有"
