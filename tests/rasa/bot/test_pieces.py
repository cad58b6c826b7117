"""A message that asks for more than one answer holds, whether or not its parts look like questions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assistant import Knowledge, approved, cited, reply

from actions.understanding.several import pieces_of, telling

WHOLE = "答辩能带几个人上去？时间要卡得死？"


@pytest.fixture
def knowledge():
    found = Knowledge(
        时间=reply(cited(1), answer=approved("不超过 40 分钟。", cited(1))),
        几个人=reply(cited(0), answer=approved("不超过 3 人。", cited(0))),
    )
    found.pages = {WHOLE: found.pages["几个人"], **found.pages}
    return found


def test_what_a_piece_asks_beyond_the_answer_is_added(person_who, knowledge):
    first, second = person_who(knowledge).say(WHOLE)
    assert [each["citations"][0]["passage_id"] for each in (first, second)] == ["p0", "p1"]
    assert "您还问到" in second["text"]  # 卡得死 asks in no word that is known to ask, but by its mark


def test_what_a_piece_tells_is_not_said_to_have_been_asked(person_who, knowledge):
    known = {"去年亏了一点": reply(cited(2), answer=approved("最近 3 年未发生亏损。", cited(2)))}
    knowledge.pages = knowledge.pages | known
    said = person_who(knowledge).say("去年亏了一点，时间要多久？")
    assert "相关的还有这一条：最近 3 年未发生亏损" in "".join(each["text"] for each in said[1:])


def test_what_is_only_told_is_not_said_to_be_unsettled(person_who, knowledge):
    knowledge.pages = {"纳税": reply(answerable=False)} | knowledge.pages
    text = "上年纳税排第十九，答辩能带几个人？时间要多久？"
    knowledge.pages = {text: knowledge.pages["几个人"]} | knowledge.pages
    assert [each["kind"] for each in person_who(knowledge).say(text)] == ["answer", "answer"]


def test_bare_words_ask(person_who):
    known = Knowledge(
        分数线=reply(cited(0), answer=approved("55%。", cited(0))),
        铜奖奖金=reply(cited(1), answer=approved("50 万元。", cited(1))),
    )
    _, second = person_who(known).say("银奖分数线 铜奖奖金")
    assert "您还问到：50 万元" in second["text"]


def test_what_a_piece_takes_for_given_is_corrected(person_who, knowledge):
    wrong = approved("不超过 40 分钟。", cited(1), correction=("figure", "1 小时"))
    knowledge.pages["时间"] = reply(cited(1), answer=wrong)
    _, second = person_who(knowledge).say("答辩能带几个人上去？时间是1小时对吧？")
    assert "不是 1 小时" in second["text"] or "不是1 小时" in second["text"]


def test_whether_that_is_so_is_no_question_of_its_own(person_who, knowledge):
    assert len(person_who(knowledge).say("答辩能带几个人上去？真的假的？")) == 1


def test_two_answers_for_one_piece_are_not_both_said_to_be_asked(person_who, knowledge):
    class Several(Knowledge):
        async def in_pieces(self, message, pieces, told):
            found = await super().in_pieces(message, pieces, told)
            may_be_meant = approved("陈述和提问。", cited(2))
            return replace(found, answers=(*found.answers, (may_be_meant, 2), (may_be_meant, 0)))

    said = person_who(Several(**knowledge.pages)).say(WHOLE)
    assert ["您还问到" in each["text"] for each in said] == [False, True, False]
    assert "您问的也可能是" in said[2]["text"]
    assert len(said) == 3  # and no more


def test_two_answers_for_one_piece_do_not_settle_the_whole(person_who, knowledge):
    class Several(Knowledge):
        async def in_pieces(self, message, pieces, told):
            found = await super().in_pieces(message, pieces, told)
            return replace(found, answers=(*found.answers, (approved("陈述和提问。", cited(2)), 2)))

    known = Several(**{"会给编号吗": reply(answerable=False), "时间": knowledge.pages["时间"]})
    assert [each["kind"] for each in person_who(known).say("交了会给编号吗，时间要多久？")] == ["no_answer"]


def test_a_passage_that_answers_the_whole_stays_beside_the_answers_to_its_pieces(person_who, knowledge):
    knowledge.pages[WHOLE] = reply(cited(3))
    said = person_who(knowledge).say(WHOLE)
    assert [each["citations"][0]["passage_id"] for each in said] == ["p3", "p0", "p1"]


def test_clauses_that_ask_are_answered_where_the_whole_is_not_settled(person_who, knowledge):
    """Though the whole has a likely answer too, which is not certain enough to be given."""

    class OnItsOwn(Knowledge):
        async def in_pieces(self, message, pieces, told):
            found = await super().in_pieces(message, pieces, told)
            unsure = [replace(each, answerable=False, probability=0.5) for each in found.pieces]
            return replace(found, pieces=tuple(unsure), answers=())

    whole = "几个人上去，时间卡得严吗"
    unsure = replace(knowledge.pages["几个人"], answerable=False, probability=0.5)
    said = person_who(OnItsOwn(**{whole: unsure, **knowledge.pages})).say(whole)
    assert [each["kind"] for each in said] == ["answer", "answer"]


def test_a_piece_that_the_answer_holds_already_adds_nothing(person_who, knowledge):
    knowledge.pages["时间"] = knowledge.pages["几个人"]
    assert len(person_who(knowledge).say(WHOLE)) == 1


def test_pieces_answer_where_the_whole_is_not_settled(person_who, knowledge):
    knowledge.pages[WHOLE] = reply(answerable=False)
    first, second = person_who(knowledge).say(WHOLE)
    assert (first["kind"], second["kind"]) == ("answer", "answer")
    assert "您还问到" not in first["text"]


def test_a_question_beside_an_answered_one_is_not_passed_over(person_who, knowledge):
    knowledge.pages = {"几个人上去？电话": knowledge.pages["几个人"], **knowledge.pages}
    answer, silence = person_who(knowledge).say("答辩能带几个人上去？电话是多少？")
    assert (answer["kind"], silence["kind"]) == ("answer", "no_answer")
    assert silence["text"].startswith("您还问到“电话是多少”：《申报指引》2020 版没有写到")


@pytest.mark.parametrize(("probability", "kinds"), [(0.95, ["answer", "no_answer"]), (0.85, ["no_answer"])])
def test_a_first_question_that_is_surely_answered_is_not_refused_for_the_second(
    person_who, knowledge, probability, kinds
):
    first = replace(knowledge.pages["几个人"], probability=probability)
    known = Knowledge(**{"上去，要": reply(answerable=False), "几个人": first})
    said = person_who(known).say("答辩能带几个人上去，要不要穿正装")
    assert [each["kind"] for each in said] == kinds


def test_a_second_question_does_not_speak_for_the_first(person_who, knowledge):
    known = Knowledge(**{"正装，": reply(answerable=False), "几个人": knowledge.pages["几个人"]})
    said = person_who(known).say("答辩要不要穿正装，能带几个人上去")
    assert [each["kind"] for each in said] == ["no_answer"]


@pytest.mark.parametrize(
    ("begins", "kinds"), [("最多三人上去。", ["no_answer"]), ("能不能三人上去？", ["answer", "no_answer"])]
)
def test_what_is_only_told_does_not_answer_what_is_asked(person_who, knowledge, begins, kinds):
    first = replace(knowledge.pages["几个人"], probability=0.95)
    known = Knowledge(**{"正装": reply(answerable=False), "三人": first})
    said = person_who(known).say(f"答辩{begins}要不要穿正装？能带手机吗？")
    assert [each["kind"] for each in said] == kinds


@pytest.mark.parametrize(("confidence", "said"), [(0.95, 2), (0.85, 1)])
def test_what_stands_beside_one_question_is_answered_where_it_is_as_sure_as_the_whole(
    person_who, knowledge, confidence, said
):
    class Sure(Knowledge):
        async def in_pieces(self, message, pieces, told):
            found = await super().in_pieces(message, pieces, told)
            (first, _), (second, number) = found.answers
            return replace(found, answers=((first, 0), (replace(second, confidence=confidence), number)))

    known = Sure(
        **{"去七个，": knowledge.pages["几个人"], "去七个": knowledge.pages["几个人"], **knowledge.pages}
    )
    assert len(person_who(known).say("答辩想去七个，时间卡得严吗")) == said
    assert len(person_who(known).say("答辩能带几个人上去，时间卡得严吗")) == 2, "both ask"


@pytest.mark.parametrize("more", ["能详细点吗？", "写在哪里？", "原文是什么？"])
def test_more_of_the_answer_may_be_asked_for_in_the_same_message(person_who, more):
    known = Knowledge(奖金=reply(cited(0), answer=approved("二百万元。", cited(0))))
    said = person_who(known).say(f"金奖奖金多少？{more}")
    assert {each["kind"] for each in said} == {"answer"} and "二百万元" in said[0]["text"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("答辩几个人？多久", ()),
        ("答辩几个人？要讲多久", ("答辩几个人？", "要讲多久")),
        ("金奖多少钱还有铜奖多少名", ("金奖多少钱", "铜奖多少名")),
        ("Which login do I need and where is the form?", ("Which login do I need", "where is the form?")),
        ("金奖奖金多少？", ()),
        ("服务水平和服务效率各举几个指标", ("服务水平举几个指标", "服务效率举几个指标")),
        ("管理、技术、业态这三个拿什么说话", ("管理拿什么说话", "技术拿什么说话", "业态拿什么说话")),
        ("金奖跟银奖分别多少钱", ("金奖多少钱", "银奖多少钱")),
        ("各类别分别有几个名额", ()),
        ("银奖分数线 铜奖奖金", ("银奖分数线", "铜奖奖金")),
        ("材料评审 谁组织", ()),
        ("有人打电话来，还是发短信？要等多久", ("有人打电话来，还是发短信？", "要等多久")),
        ("特别贡献 名额 占不占总数 有钱吗", ("特别贡献 名额", "占不占总数", "有钱吗")),
        ("要建的体系是哪三个 iso9001算哪个", ("要建的体系是哪三个", "iso9001算哪个")),
        ("自评报告 pdf 行不行", ()),
        ("word limit / max upload size", ("word limit", "max upload size")),
        ("It has 28,000 words. Is that fine?", ("It has 28,000 words", "Is that fine?")),
        ("评审打分法和答辩打分法都叫啥", ("评审打分法叫啥", "答辩打分法叫啥")),
        (
            "领导的结果和运营的结果都能拆开报，各按什么拆",
            ("领导的结果能拆开报按什么拆", "运营的结果能拆开报按什么拆"),
        ),
        ("标准体系和操作手册，一个管什么一个管什么？", ("标准体系管什么", "操作手册管什么")),
        ("请教两个：一、谁来打分；二、打完还审不审", ("请教两个：", "谁来打分", "打完还审不审")),
        ("纳税要不要另外证明，另外，表怎么交", ("纳税要不要另外证明", "表怎么交")),
        ("报名要交钱吗？还有没有别的费用", ("报名要交钱吗？", "还有没有别的费用")),
        ("请问，金奖跟银奖分别多少钱，公示几天", ("金奖多少钱", "银奖多少钱", "公示几天")),
        ("过程那两块怎么写然后答辩讲多久", ("过程那两块怎么写", "答辩讲多久")),
        ("先提交然后要等多久", ()),
        ("？" * 2000, ()),
        ("名录库/注册年限", ("名录库", "注册年限")),
        ("产品/服务怎么写", ()),
        (
            "做模具的，父子开厂，二十年了，头回听说，想报名，能自己报吗？只能网上报吗？",
            ("做模具的", "父子开厂", "二十年了", "能自己报吗？", "只能网上报吗？"),
        ),
    ],
)
def test_pieces(text, pieces):
    assert pieces_of(text) == pieces


class InTheLightOfAll(Knowledge):
    """Settles the second of two pieces in their message only where that is `beside`."""

    beside = False

    async def in_pieces(self, message, pieces, told):
        found = await super().in_pieces(message, pieces, told)
        both = (found.pieces[0], replace(found.pieces[1], answerable=self.beside))
        return replace(found, pieces=both, answers=found.answers if self.beside else ())


@pytest.mark.parametrize(
    ("asked", "beside", "kinds"),
    [
        ("答辩要多久？", True, ["answer", "no_answer"]),
        ("答辩要多久？", False, ["no_answer"]),
        ("要多久？", True, ["no_answer"]),  # of whatever the first question is about
    ],
)
def test_what_follows_an_unsettled_question_has_to_be_settled_beside_it(
    person_who, knowledge, asked, beside, kinds
):
    """要求他回避？怎么提 does not ask how to submit, though 怎么提 by itself does."""

    known = InTheLightOfAll(**{"回避": reply(answerable=False), "多久": knowledge.pages["时间"]})
    known.beside = beside
    said = person_who(known).say(f"可以要求评审员回避吗？{asked}")
    assert [each["kind"] for each in said] == kinds


def test_what_a_piece_may_have_meant_by_itself_is_not_offered_for_the_whole(person_who, knowledge):
    also = replace(knowledge.pages["时间"], also=approved("陈述和提问。", cited(2)))
    known = InTheLightOfAll(**{"回避": reply(answerable=False), "多久": also})
    assert len(person_who(known).say("可以要求评审员回避吗？要多久？")) == 1


def test_what_is_told_and_hardly_settled_is_what_the_next_question_is_about(person_who, knowledge):
    known = Knowledge(
        **{
            "评审员": reply(answerable=False),
            "找谁签": reply(cited(2), answer=approved("网上。", cited(2))),
        }
    )
    said = person_who(known).say("我想当评审员，要什么资格？找谁签？")
    assert [each["kind"] for each in said] == ["no_answer"]


def test_what_comes_next_leans_on_what_was_answered_beside_silence(person_who, knowledge):
    known = InTheLightOfAll(**{"回避": reply(answerable=False), "多久": knowledge.pages["时间"]})
    known.beside = True
    person = person_who(known)
    (citation,) = person.say("可以要求评审员回避吗？答辩要多久？")[0]["citations"]
    assert person.say("写在哪里")[0]["citations"] == [citation]


@pytest.fixture
def person_who(assistant):
    def met(knowledge):
        assistant.knows(knowledge)
        return assistant.person()

    return met


def test_bare_words_in_a_numbered_list_ask():
    assert telling(["金奖多少钱", "字数限制"]) == [2]
    assert telling(["金奖多少钱", "字数限制"], questions=("金奖多少钱", "字数限制")) == []
