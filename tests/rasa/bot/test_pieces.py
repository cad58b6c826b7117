"""A message that asks for more than one answer holds, whether or not its parts look like questions."""

from __future__ import annotations

import pytest
from assistant import Knowledge, approved, cited, reply

from actions.understanding.several import pieces_of

WHOLE = "答辩能带几个人上去？时间卡多死"


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
    assert "您说的情况" in second["text"]  # 卡多死 asks in no word that is known to ask
    assert ("时间卡多死", WHOLE) in knowledge.within


def test_what_a_piece_tells_is_not_said_to_have_been_asked(person_who):
    known = Knowledge(
        几个人=reply(cited(0), answer=approved("不超过 3 人。", cited(0))),
        亏=reply(cited(1), answer=approved("最近 3 年未发生亏损。", cited(1))),
    )
    known.pages = {"去年亏了一点，答辩能带几个人": known.pages["几个人"], **known.pages}
    _, second = person_who(known).say("去年亏了一点，答辩能带几个人")
    assert "您说的情况，还有这一条：最近 3 年未发生亏损" in second["text"]


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


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("答辩几个人？多久", ()),
        ("答辩几个人？要讲多久", ("答辩几个人", "要讲多久")),
        ("金奖多少钱还有铜奖多少名", ("金奖多少钱", "铜奖多少名")),
        ("Which login do I need and where is the form?", ("Which login do I need", "where is the form")),
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
