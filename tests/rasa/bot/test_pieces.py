"""A message that asks for more than one answer holds, whether or not its parts look like questions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from assistant import Knowledge, approved, cited, reply

from actions.understanding.several import pieces_of

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
    assert ("时间要卡得死？", WHOLE) in knowledge.within


@pytest.fixture
def knowledge_of_losses():
    found = Knowledge(
        几个人=reply(cited(0), answer=approved("不超过 3 人。", cited(0))),
        亏=reply(cited(1), answer=approved("最近 3 年未发生亏损。", cited(1))),
        多久=reply(cited(2), answer=approved("不超过 40 分钟。", cited(2))),
    )
    found.pages = {"去年亏了一点，": found.pages["几个人"], **found.pages}
    return found


def test_what_a_piece_tells_is_not_said_to_have_been_asked(person_who, knowledge_of_losses):
    _, told, asked = person_who(knowledge_of_losses).say("去年亏了一点，答辩能带几个人？要讲多久？")
    assert "您说的情况，还有这一条：最近 3 年未发生亏损" in told["text"]
    assert "您还问到：不超过 40 分钟" in asked["text"]


def test_what_is_told_around_one_question_adds_nothing(person_who, knowledge_of_losses):
    assert len(person_who(knowledge_of_losses).say("去年亏了一点，答辩能带几个人？")) == 1


def test_whether_that_is_so_is_no_question_of_its_own(person_who, knowledge):
    assert len(person_who(knowledge).say("答辩能带几个人上去？真的假的？")) == 1


@pytest.mark.parametrize("confidence, messages", [(0.9, 2), (0.6, 1)])
def test_other_words_of_the_passage_quoted_are_added_where_they_are_surely_asked_for(
    person_who, knowledge, confidence, messages
):
    others = replace(cited(0), quote="100 万元、50 万元")
    knowledge.pages["时间"] = reply(
        others, answer=approved("不超过 40 分钟。", others, confidence=confidence)
    )
    assert len(person_who(knowledge).say(WHOLE)) == messages


def test_clauses_that_ask_are_answered_where_the_whole_is_not_settled(person_who, knowledge):
    """Though the whole has a likely answer too, which is not certain enough to be given."""

    class OnItsOwn(Knowledge):
        async def search(self, question, within=""):
            found = await super().search(question, within)
            return replace(found, answerable=False, probability=0.5) if within else found

    whole = "几个人上去，时间卡得严吗"
    unsure = replace(knowledge.pages["几个人"], answerable=False, probability=0.5)
    said = person_who(OnItsOwn(**{whole: unsure, **knowledge.pages})).say(whole)
    assert [each["kind"] for each in said] == ["answer", "answer"]


def test_a_piece_that_the_answer_holds_already_adds_nothing(person_who, knowledge):
    knowledge.pages["时间"] = knowledge.pages["几个人"]
    assert len(person_who(knowledge).say(WHOLE)) == 1


def test_a_piece_that_hardly_means_its_answer_adds_nothing(person_who, knowledge):
    knowledge.pages["时间"] = reply(cited(1), answer=approved("不超过 40 分钟。", cited(1), confidence=0.4))
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
    ],
)
def test_pieces(text, pieces):
    assert pieces_of(text) == pieces


@pytest.fixture
def person_who(assistant):
    def met(knowledge):
        assistant.knows(knowledge)
        return assistant.person()

    return met
