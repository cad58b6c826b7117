"""Characters mistaken for others of the same sound."""

from __future__ import annotations

import pytest

from knowledge.retrieve.spelling import Spelling

GUIDE = ["公示期不少于五个工作日", "秘书处组织资格审查", "公司提交申报表", "现场核查"] * 12
ASKED = ["公示期有几天", "资格审查的时间", "我们公司要挂牌", "现场核查那一步"] * 2


@pytest.fixture(scope="module")
def spelling(tmp_path_factory):
    file = tmp_path_factory.mktemp("release") / "spelling.json"
    Spelling.of(ASKED, GUIDE).save(file)
    return Spelling.load(file)


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("公是期几天", "公示期几天"),
        ("资格沈查的时间", "资格审查的时间"),
        ("现厂核查那一步", "现场核查那一步"),
        ("现常核查", "现场核查"),
        ("gongshi 公是期", "gongshi 公示期"),
    ],
)
def test_a_slip_of_the_input_method_is_seen(spelling, typed, meant):
    assert spelling.meant(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "公示期有几天",
        "公",
        "工时怎么算",  # of the same sound as 公示, but what follows never follows that
        "公示要挂多久",  # 示要 is new, and 公示 is right
        "天气怎么样",
        "gold award 2020",
    ],
)
def test_what_may_be_right_stays(spelling, typed):
    assert spelling.meant(typed) == typed
