"""What is written in the letters of its sound."""

import pytest

from knowledge.retrieve.romanised import Romanised

ASKED = (
    "自评报告最多多少字",
    "自评报告多少字",
    "自己评",
    "答辩最多几个人去",
    "申报表要盖公章吗",
    "你要盖章么",
    "核对过没有",
    "上传文件大小限制是多少",
    "金奖奖金多少",
    "现场核查要几天",
    "长期规划",
)


@pytest.fixture(scope="module")
def romanised():
    return Romanised(ASKED)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zipingbaogao zui duo duoshao zi", "自评报告最多多少字"),
        ("jin jiang jiang jin duo shao", "金奖奖金多少"),
        ("shenbaobiao yao gai gongzhang ma", "申报表要盖公章吗"),
        ("sangcuan wenjian daxiao xianzhi", "上传文件大小限制"),  # as many speak
        ("大辩 zui duo ji ge ren qu", "大辩最多几个人去"),
        ("上传wenjian大小", "上传文件大小"),
        ("changqi guihua", "长期规划"),
    ],
)
def test_letters_are_read_as_what_people_write(romanised, typed, meant):
    assert romanised.written(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "金奖奖金多少",
        "how many people may go",
        "can you change a name",  # syllables all of them, but nothing that anybody asks
        "iso9001",
        "pdf格式可以吗",
        "jj",
        "jinjiang",
        "logo要放吗",
        "team成员几个",
        "'",
        "a" * 1000,  # as a cat types
        "zi" * 61,
        "na" * 59 + "k",
    ],
)
def test_what_is_written_as_it_is_meant_stays(romanised, typed):
    assert romanised.written(typed) == typed


def test_nothing_is_read_where_nothing_was_asked():
    assert Romanised(()).written("zipingbaogao zuiduo") == "zipingbaogao zuiduo"
