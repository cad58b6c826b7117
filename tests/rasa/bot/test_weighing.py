"""Which passage a message means, by what each way of completing it finds."""

from __future__ import annotations

from dataclasses import replace

from assistant import CONDITIONS, HONOURS, approved, found, reply

from actions.dialogue.weighing import meant
from actions.understanding.followups import Meanings

SHORT = Meanings("多久", about=("答辩多久",), both=("答辩几个人 多久",))
CITED = [{"passage_id": "p", "path": list(HONOURS)}]


def chosen(meanings, replies, citations=(), in_context=None):
    return [each.quote for each in meant(meanings, replies, citations, in_context).quoted]


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
    assert not meant(SHORT, replies, []).found.answerable
    said = meant(SHORT, replies, [], in_context=reply(found("四十分钟", 0.9)))
    assert said.found.answerable and said.quoted[0].quote == "四十分钟"


def test_what_is_found_in_context_counts_and_is_leant_on_with_what_it_was_asked_after():
    replies = {
        "多久": reply(found("一天", 0.3)),
        "答辩多久": reply(found("一天", 0.1)),
        "答辩几个人 多久": reply(found("四十分钟", 0.2)),
    }
    assert chosen(SHORT, replies) == ["一天"]
    said = meant(SHORT, replies, [], in_context=reply(found("四十分钟", 0.9)))
    assert (said.question, said.quoted[0].quote) == ("答辩几个人 多久", "四十分钟")


def test_a_question_that_names_its_own_subject_changes_the_topic():
    named = Meanings("公示几天", about=("金奖公示几天",), both=("金奖多少钱 公示几天",), named=True)
    old, new = found("二百万", 0.9), found("五个工作日", 0.6)
    replies = {
        "公示几天": reply(new),
        "金奖公示几天": reply(old),
        "金奖多少钱 公示几天": reply(old),
    }
    assert chosen(named, replies, CITED) == ["五个工作日"]


def test_a_message_that_does_not_lean_counts_more_by_itself():
    replies = {
        "几个人": reply(found("三人", 0.7)),
        "答辩几个人": reply(found("四十分钟", 0.6), found("三人", 0.1)),
        "答辩多久 几个人": reply(found("四十分钟", 0.6)),
    }
    asked = Meanings("几个人", about=("答辩几个人",), both=("答辩多久 几个人",))
    assert chosen(asked, replies, CITED)[0] == "三人"
    assert chosen(replace(asked, leaning=True), replies, CITED)[0] == "四十分钟"


def test_a_name_alone_asks_of_it_what_was_asked_before():
    wait, money = found("银奖、铜奖的组织", 0.7), found("银奖 100 万元", 0.4)
    paid = approved("100 万元。", money, wait, confidence=0.95)
    waits = replace(approved("没有写等待期。", wait, confidence=0.95), id="another")
    replies = {
        "银奖": reply(money, wait, answer=paid),
        "银奖几年能再报": reply(wait, answer=waits),
        "金奖几年能再报 银奖": reply(wait),
    }
    asked = Meanings("银奖", exchanged=("银奖几年能再报",), both=("金奖几年能再报 银奖",), leaning=True)
    assert meant(replace(asked, only_names=True), replies, CITED).answer == waits
    assert meant(asked, replies, CITED).answer == paid


def test_what_a_message_that_names_nothing_finds_by_itself_settles_nothing():
    chance, little = reply(found("一天", 0.5)), reply(found("四十分钟", 0.05), answerable=False)
    replies = {"多久": chance, "答辩多久": little, "答辩几个人 多久": little}
    assert not meant(SHORT, replies, []).found.answerable
    assert meant(SHORT, replies | {"答辩多久": reply(found("四十分钟", 0.5))}, []).found.answerable
