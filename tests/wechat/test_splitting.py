"""Long text is cut where a reader would cut it, and nothing is lost."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gateway.wechat.splitting import LIMIT, head, split

MORE = "\n\n（还没完，回复“继续”看后面）"
FAMILY, FLAG, RARE = "👨‍👩‍👧‍👦", "🇨🇳", "𠮷"
LINK = "https://mqa.example.gov.cn/guide/2020#2020-1.6.1-9c41e2"
PIECES = st.sampled_from(
    [
        "质",
        "奖",
        "。",
        "，",
        "\n",
        "\n\n",
        " ",
        "a",
        "e\u0301",
        FAMILY,
        FLAG,
        RARE,
        f"{LINK} ",
        "“继续”",
        "1. ",
    ]
)
TEXTS = st.lists(PIECES, max_size=400).map("".join)


def without_space(text):
    return "".join(text.split())


def parts_of(text, limit):
    parts, rest = [], text
    while rest:
        part, rest = head(rest, MORE, limit)
        parts.append(part.removesuffix(MORE))
        assert len(part.encode()) <= limit
    return parts


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, limit=st.integers(130, 600))
def test_nothing_is_lost_doubled_or_torn(text, limit):
    parts = parts_of(text, limit)
    assert without_space("".join(parts)) == without_space(text)
    assert sum(part.count(LINK) for part in parts) == text.count(LINK)
    for whole in (FAMILY, "e\u0301"):
        assert sum(part.count(whole) for part in parts) == text.count(whole)
    assert all(part.strip() for part in parts) or not text.strip()


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=300), limit=st.integers(8, 100))
def test_any_text_at_all(text, limit):
    parts = split(text, limit)
    assert all(len(part.encode()) <= limit for part in parts)
    assert without_space("".join(parts)) == without_space(text)


def test_exactly_full_is_one_part():
    text = "质" * 682 + "aa"
    assert len(text.encode()) == LIMIT
    assert head(text, MORE) == (text, "")


def test_one_byte_more_is_two_and_says_so():
    first, rest = head("质" * 682 + "aaa", MORE)
    assert first.endswith(MORE)
    assert rest


@pytest.mark.parametrize("end", ["。", "！", "？", "；", "。”", "\n"])
def test_a_cut_is_at_the_end_of_a_sentence(end):
    text = ("句" * 100 + end) * 10
    first, _ = head(text, MORE)
    assert first.removesuffix(MORE).endswith(end.strip() or "句")
    assert len(regex.findall("句", first)) % 100 == 0


def test_a_link_that_is_too_long_for_any_message_still_ends():
    assert "".join(split("https://a.example/" + "b" * 5000)) == "https://a.example/" + "b" * 5000
