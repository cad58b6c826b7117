"""Which passage a message means, by what each way of completing it finds."""

from __future__ import annotations

from assistant import CONDITIONS, HONOURS, approved, found, reply

from actions.dialogue.weighing import meant
from actions.understanding.followups import Meanings

SHORT = Meanings("多久", about=("答辩多久",), both=("答辩几个人 多久",))
CITED = [{"passage_id": "p", "path": list(HONOURS)}]


def chosen(meanings, replies, citations=()):
    return [each.quote for each in meant(meanings, replies, citations).quoted]


def test_ways_that_agree_outweigh_the_message_alone():
    replies = {
        "多久": reply(found("一天", 0.5), found("四十分钟", 0.3)),
        "答辩多久": reply(found("四十分钟", 0.9)),
        "答辩几个人 多久": reply(found("四十分钟", 0.8)),
    }
    assert chosen(SHORT, replies) == ["四十分钟"]


def test_two_that_cannot_be_told_apart_are_both_quoted():
    replies = {
        "多久": reply(found("一天", 0.5), found("四十分钟", 0.4)),
        "答辩多久": reply(found("四十分钟", 0.5), found("一天", 0.5)),
        "答辩几个人 多久": reply(found("一天", 0.5), found("四十分钟", 0.5)),
    }
    assert chosen(SHORT, replies) == ["一天", "四十分钟"]


def test_the_section_talked_about_counts():
    elsewhere, here = found("一天", 0.5, path=CONDITIONS), found("四十分钟", 0.4, path=HONOURS)
    replies = dict.fromkeys(("多久", "答辩多久", "答辩几个人 多久"), reply(elsewhere, here))
    assert chosen(SHORT, replies)[0] == "一天"
    assert chosen(SHORT, replies, CITED)[0] == "四十分钟"


def test_little_evidence_leaves_the_silence_alone():
    nothing = reply(found("一天", 0.02), answerable=False)
    said = meant(SHORT, dict.fromkeys(("多久", "答辩多久", "答辩几个人 多久"), nothing), CITED)
    assert (said.question, said.found.answerable) == ("多久", False)


def test_much_evidence_answers_what_the_message_alone_does_not():
    replies = {
        "多久": reply(found("四十分钟", 0.3), answerable=False),
        "答辩多久": reply(found("四十分钟", 0.9)),
        "答辩几个人 多久": reply(found("四十分钟", 0.9)),
    }
    said = meant(SHORT, replies, [])
    assert said.found.answerable and said.quoted[0].quote == "四十分钟"


def test_a_question_that_names_its_own_subject_changes_the_topic():
    named = Meanings("公示几天", about=("金奖公示几天",), both=("金奖多少钱 公示几天",), named=True)
    old, new = found("二百万", 0.9), found("五个工作日", 0.6)
    replies = {
        "公示几天": reply(new),
        "金奖公示几天": reply(old),
        "金奖多少钱 公示几天": reply(old),
    }
    assert chosen(named, replies, CITED) == ["五个工作日"]


def test_what_says_what_it_asks_is_not_completed_where_its_own_answer_is_sure():
    whole = Meanings(
        "答辩最多几个人",
        exchanged=("答辩多久",),
        leaning=True,
        named=True,
        whole=True,
        both=("核查多久 答辩最多几个人",),
    )
    people, minutes = found("三人", 0.6), found("四十分钟", 0.9)
    replies = {
        "答辩最多几个人": reply(people, answer=approved("三人。", people, confidence=0.95)),
        "答辩多久": reply(minutes),
        "核查多久 答辩最多几个人": reply(minutes),
    }
    assert chosen(whole, replies) == ["三人"]
    replies["答辩最多几个人"] = reply(people, answer=approved("三人。", people, confidence=0.6))
    assert chosen(whole, replies) == ["四十分钟"]
