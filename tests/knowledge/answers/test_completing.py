"""What is suggested while somebody types, over the approved answers themselves."""

from __future__ import annotations

import time
from datetime import date

import pytest

from knowledge.answers import sounds
from knowledge.answers.offered import LOCALES, Offered, closed, well_formed
from knowledge.model import ApprovedAnswer, AuthoredQuestion


def texts(offering, typed, locale="zh-Hans"):
    return [each.text for each in offering.complete(typed, locale)]


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("金", "金奖奖金是多少？"),
        ("金奖", "金奖奖金是多少？"),
        ("獎金多少", "金奖的奖金是多少？"),
        ("yinjiang", "银奖奖金是多少？"),
        ("yinj", "银奖奖金是多少？"),
        ("yjjj", "银奖奖金是多少？"),
        ("jjjj", "金奖奖金是多少？"),
        ("jin奖", "金奖奖金是多少？"),
        ("答辨", "集中答辩采用什么汇报形式？"),
        ("公是", "拟奖名单的公示期不少于多少天？"),
        ("gold", "金奖的奖金是多少？"),
        ("现场核察", "现场核查采用哪些形式？"),
    ],
)
def test_it_is_found_by_beginning_words_sound_initials_and_misspelt(offering, typed, among):
    found = texts(offering, typed)
    assert among in found
    assert len(found) <= 5


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("我们公司亏损", "亏"),
        ("我们亏损了还能报吗", "亏"),
        ("一等奖", "奖"),
        ("医院", "医院"),
        ("盖章", "章"),
        ("3年", "年"),
    ],
)
def test_a_reader_sees_why_each_is_there(offering, typed, about):
    found = texts(offering, typed)
    assert found and all(about in text for text in found), found


@pytest.mark.parametrize("typed", ["jjq", "yhj", "游泳池"])
def test_a_chance_likeness_is_not_offered(offering, typed):
    assert texts(offering, typed) == []


def test_synonyms_lead_to_the_guides_word(offering):
    assert all("答辩" in text for text in texts(offering, "面试"))
    assert texts(offering, "面试")


@pytest.mark.parametrize(
    ("typed", "locale", "word"),
    [
        ("gold", "en", "gold"),
        ("defnece", "en", "defence"),
        ("金奖", "zh-Hant", "獎"),
        ("jinjiang", "zh-Hant", "獎"),
    ],
)
def test_it_speaks_the_readers_language(offering, typed, locale, word):
    found = texts(offering, typed, locale)
    assert found and any(word in text for text in found)
    assert all(text.isascii() == (locale == "en") for text in found)


@pytest.mark.parametrize(
    "typed", ["", " ", "？？", "🏆", "qqqq", "xkcd zzz", "13800138000", "金" * 61, "(((", "\\"]
)
@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_made_up(offering, typed, locale):
    assert texts(offering, typed, locale) == []


def test_every_answer_appears_once_and_the_same_every_time(offering):
    for typed in ("奖", "申报", "shenbao", "what", "报告"):
        for locale in LOCALES:
            found = offering.complete(typed, locale)
            assert len({each.answer for each in found}) == len(found)
            assert found == offering.complete(typed, locale)


def test_every_answer_has_a_wording_in_every_language(guide, offering):
    for locale in LOCALES:
        assert len(offering.headings(locale)) == len(guide.answers)
    for each in offering.headings("zh-Hans"):
        assert each.text.endswith("？") and well_formed(each.text)
    assert all(each.text.endswith("?") and each.text.isascii() for each in offering.headings("en"))


def test_a_wording_leads_to_its_own_answer(guide, offering):
    """Nothing is offered that its answer's authors did not write for it; converted characters aside."""
    written = {(each.answer, closed(each.text)) for each in guide.questions if each.answer}
    for locale in ("zh-Hans", "en"):
        for each in offering.headings(locale):
            assert (each.answer, each.text) in written


def test_it_is_quick(offering):
    """Of the processor; what is left of the fifty milliseconds is for the network and busy machines."""
    times = []
    for typed in ("金", "jj", "奖金", "yinjiang", "申报表要不要盖章", "defnece", "how much", "公是"):
        for _ in range(5):
            begun = time.process_time()
            offering.complete(typed, "zh-Hans")
            times.append(time.process_time() - begun)
    assert sorted(times)[len(times) // 2] < 0.025


def test_keywords_half_sentences_and_cantonese_are_not_shown():
    answer = ApprovedAnswer("a", {"zh-Hans": "是。"}, (), ())
    asked = (
        "申报主体 个人",
        "我一個人報得唔得",
        "个人奖",
        "个人可以申报吗",
        "個人能參加嗎",
        "Can I apply?",
        "Me apply?",
    )
    offered = Offered([answer], [AuthoredQuestion(text, ("p",), ("q",), "a") for text in asked])
    assert [offered.wordings("a", locale) for locale in LOCALES] == [
        ("个人可以申报吗？",),
        ("個人能參加嗎？",),
        ("Can I apply?",),
    ]


def test_an_answer_that_is_not_given_today_is_not_offered():
    over = ApprovedAnswer("a", {"zh-Hans": "是。"}, (), (), valid_until=date(2020, 12, 31))
    offered = Offered([over], [AuthoredQuestion("个人可以申报吗", ("p",), ("q",), "a")])
    assert offered.heading("a", "zh-Hans") is None


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("jj", "金奖", True),
        ("jinj", "金奖", True),
        ("jjiang", "金奖", True),
        ("inj", "金奖", False),
        ("jinjiangs", "金奖", False),
        ("金将", "金奖", True),
        ("金j", "金奖", True),
        ("j奖", "金奖", True),
        ("iso", "iso9001认证", True),
    ],
)
def test_sounds(typed, text, found):
    assert bool(sounds.pattern(typed).search(sounds.sound(text))) == found


def test_signs_have_no_sound():
    assert sounds.pattern("？！") is None


# ── what is asked next ──


def test_related_questions_are_other_ones_of_the_same_part(guide, offering):
    cited = {answer.id: answer.citations[0].passage_id for answer in guide.answers}
    part = {passage.id: passage.path[:1] for passage in guide.passages}
    for answer in guide.answers:
        for locale in LOCALES:
            related = offering.related(answer.id, locale)
            assert 1 <= len(related) <= 3, answer.id
            assert answer.id not in {each.answer for each in related}
            assert len({each.text for each in related}) == len(related)
            assert all(part[cited[each.answer]] == part[cited[answer.id]] for each in related)


def test_what_was_answered_before_is_not_offered_again(guide, offering):
    answer = guide.answers[0].id
    first, second, *_ = (each.answer for each in offering.related(answer, "zh-Hans"))
    again = {each.answer for each in offering.related(answer, "zh-Hans", known=(first,))}
    assert first not in again and second in again


def test_an_answer_is_known_by_what_it_cites(guide, offering):
    for answer in guide.answers:
        passages = list(dict.fromkeys(each.passage_id for each in answer.citations))
        known = offering.of_passages(passages)
        found = next(each for each in guide.answers if each.id == known)
        assert {each.passage_id for each in found.citations} & set(passages)
    assert offering.of_passages(["2020-none"]) is None
    assert offering.of_passages([]) is None
    assert offering.related("none", "en") == []
