"""What the evaluation counts as said."""

from __future__ import annotations

import pytest

from eval.grading import stated


@pytest.mark.parametrize(
    ("fact", "said", "expected"),
    [
        ("3年", "须登记注册 3 年以上", True),
        ("三年", "过去三年的数据", True),
        ("3年", "须登记注册 2 年以上", False),
        ("200万元", "金獎 200 萬元", True),
        ("不是", "并非传统意义上的质量", True),
        ("不是", "可以这样做", False),
        ("成熟度评价", "采用“成熟度评价”的方法", True),
        ("成熟度评价", "采用符合性打分", False),
        ("可以", "接受组织和项目申报", True),
    ],
)
def test_a_fact_is_found_in_what_was_said(fact, said, expected):
    assert stated(fact, said) is expected
