from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.text import clean, for_rasa, has_words

anything = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=200)


@given(anything)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(anything)
def test_nothing_invisible_is_left(text):
    cleaned = clean(text)
    assert all(char == "\n" or unicodedata.category(char) not in ("Cc", "Cf") for char in cleaned)
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)


@given(anything)
def test_rasa_never_sees_a_leading_slash(text):
    assert not for_rasa(clean(text)).startswith("/")


@pytest.mark.parametrize(
    "text, cleaned",
    [
        ("a\tb", "a b"),
        ("a\u2028b", "a\nb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeff问\u200b题", "问题"),
        ("\u2067abc\u2069", "abc"),
        ("\U000e0041x", "x"),
        ("\ud800", ""),
        ("ｅ", "ｅ"),
    ],
)
def test_clean(text, cleaned):
    assert clean(text) == cleaned


@pytest.mark.parametrize("text", ["1", "一", "a", "Ⅷ", "é", "٣", "👍 好"])
def test_words(text):
    assert has_words(text)


@pytest.mark.parametrize("text", ["", "👍", "…", "?!", "——", "🇨🇳", "☎", "©"])
def test_no_words(text):
    assert not has_words(text)
