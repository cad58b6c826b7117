import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.retrieve.normalise import comparable, readable, simplified, terms
from knowledge.retrieve.numerals import arabic

MIXED = st.text(
    st.sampled_from(
        "乾著於后裏發髮只隻幹〇零一二两三十百千万亿年个名步分之%0123456789.:，。 \t\u200b\u3000①½㎡Ａａüß"
    )
)
NUMERALS = st.text(st.sampled_from("〇零一二两三四五六七八九十百千万亿年个0123456789.%分之"), max_size=14)


@pytest.mark.parametrize("normalise", [readable, comparable, simplified, lambda text: " ".join(terms(text))])
@given(text=st.one_of(st.text(), MIXED))
def test_any_text_is_normalised(normalise, text):
    normalise(text)


@pytest.mark.parametrize("normalise", [readable, comparable, simplified])
@given(text=st.one_of(st.text(), MIXED))
def test_once_is_enough(normalise, text):
    assert normalise(normalise(text)) == normalise(text)


@given(NUMERALS)
def test_numbers_are_written_once(text):
    assert arabic(arabic(text)) == arabic(text)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("二百万", "2000000"),
        ("200万", "2000000"),
        ("1.5万元", "15000元"),
        ("1万2千", "12000"),
        ("一亿三千万", "130000000"),
        ("一百零五", "105"),
        ("二〇二〇年", "2020年"),
        ("二零二零", "2020"),
        ("百分之三十", "30%"),
        ("第十一章第五十七条", "第11章第57条"),
        ("十年", "10年"),
        ("两家", "2家"),
        ("九项理念", "9项理念"),
    ],
)
def test_a_number_has_one_spelling(written, number):
    assert arabic(written) == number


@pytest.mark.parametrize(
    "word",
    [
        "统一",
        "唯一",
        "一般",
        "进一步",
        "万一",
        "千方百计",
        "二三级",
        "五六个",
        "三高",
        "一是",
        "",
        "3",
        "2:1",
    ],
)
def test_what_is_no_number_stays(word):
    assert arabic(word) == word


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("獎金２００萬元", "奖金 200 万元"),
        ("金奖不超过 2名", "金奖不超过二名"),
        ("ＩＳＯ 9001", "iso 9001"),
        ("近１年", "近一年"),
    ],
)
def test_spellings_of_the_same_meet(text, other):
    assert comparable(text) == comparable(other)


def test_terms_are_characters_and_pairs_words_and_numbers():
    assert terms("獎金 A-D-L-I 200万") == ["奖", "金", "奖金", "a-d-l-i", "2000000"]


@pytest.mark.parametrize("text", ["", " ", "？！", "\u202e\u200b", "🏆"])
def test_nothing_said_has_no_terms(text):
    assert terms(text) == []
