"""From Rasa's utterances to the contract's messages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.messages import GuideLinks, Utterance, localise, render

L = {"zh-Hans": "奖", "zh-Hant": "獎", "en": "prize"}


@pytest.mark.parametrize(
    "value, locale, said",
    [
        ("奖", "en", "奖"),
        (L, "zh-Hans", "奖"),
        (L, "zh-Hant", "獎"),
        (L, "en", "prize"),
        ({"zh-Hans": "奖"}, "en", "奖"),
        ({"en": "prize"}, "zh-Hant", ""),
        ([L, {"title": L, "value": 1}], "en", ["prize", {"title": "prize", "value": 1}]),
        ({}, "en", {}),
        (None, "en", None),
        ({"en": "x", "other": "y"}, "en", {"en": "x", "other": "y"}),
    ],
)
def test_localise(value, locale, said):
    assert localise(value, locale) == said


def test_a_card_is_localised_and_its_citations_linked():
    citation = {"passage_id": "2020-1-a", "edition": "2020", "path": ["一、"], "quote": "奖金"}
    utterance = Utterance(
        kind="report",
        text=L,
        card={
            "type": "eligibility_report",
            "title": L,
            "rules": [{"id": "r", "citation": citation}, {"citation": None}],
        },
    )
    card = render(utterance, "en", GuideLinks("https://q.example")).model_dump()["card"]
    assert card["title"] == "prize"
    assert card["rules"][0]["citation"] == {
        **citation,
        "url": "https://q.example/guide/2020?passage=2020-1-a&quote=%E5%A5%96%E9%87%91#2020-1-a",
    }
    assert card["rules"][1] == {"citation": None}


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), min_size=1))
def test_a_link_is_ascii_and_has_one_fragment(quote):
    link = GuideLinks().to("2020", "2020-1-a", quote)
    assert link.isascii()
    assert link.count("#") == 1
    assert not set(link) & set(" \"'<>")
