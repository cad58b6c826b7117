"""What a bare number chooses, and the short names of places."""

from __future__ import annotations

import pytest

from bot.gateway.wechat.numbers import Choice, chosen
from bot.gateway.wechat.places import place

CHOICES = [Choice(f"选项{number}", f"答{number}") for number in range(1, 13)]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("2", 2), ("２", 2), ("②", 2), ("2.", 2), ("2。", 2), ("（2）", 2), ("二", 2), ("两", 2), ("选2", 2), ("選擇2", 2),
        ("我选第二个", 2), ("第2项", 2), ("十二", 12), ("12", 12), (" 3 ", 3), ("选项3", 3),
    ],
)  # fmt: skip
def test_it_chooses(said, number):
    assert chosen(said, CHOICES) == f"答{number}"


@pytest.mark.parametrize(
    "said", ["", "0", "13", "2个", "2年", "二等奖", "2 3", "200", "-1", "1.5", "第", "选"]
)
def test_it_does_not_choose(said):
    assert chosen(said, CHOICES) is None


def test_without_choices_a_number_is_a_number():
    assert chosen("1", []) is None


@pytest.mark.parametrize(
    ("passage", "path", "quote", "name"),
    [
        ("2020-1.6.1-9c41e2", ["一、说明", "（六）申报"], "1．在深圳", "一（六）1"),
        ("2020-1.4-5d0e7a", ["一、说明", "（四）奖励"], "200 万元", "一（四）"),
        ("2020-x", ["附件"], "文字", "附件"),
        ("2020-x", [], "文字", ""),
    ],
)
def test_places(passage, path, quote, name):
    assert place(passage, path, quote) == name
