import pytest

from knowledge.retrieve.naming import unnamed
from knowledge.retrieve.normalise import comparable


@pytest.mark.parametrize(
    ("asked", "as_if"),
    [
        ("深圳市市长质量奖几年评一次", "这个奖几年评1次"),
        ("深圳市长质量奖谁能报", "这个奖谁能报"),
        ("质量奖能拿多少钱", "这个奖能拿多少钱"),
        ("那个质量奖评上了", "这个奖评上了"),
        ("我们想报市长质量奖", "我们想报这个奖"),
        ("華為是哪一年拿的市長質量獎", "华为是哪1年拿的这个奖"),
        ("市长呢个质量奖搞咗几耐", "这个奖搞咗几耐"),
        ("市掌质量奖想领着单位往哪走", "这个奖想领着单位往哪走"),
        ("How much is the Mayor's Quality Award?", "how much is this award?"),
    ],
)
def test_the_awards_own_name_is_this_award(asked, as_if):
    assert unnamed(comparable(asked)) == as_if


@pytest.mark.parametrize(
    ("asked", "as_if"),
    [
        ("市长质量奖金奖多少钱", "金奖多少钱"),
        ("市长质量奖奖金多少", "奖金多少"),
        ("市长质量奖金多少", "奖金多少"),
    ],
)
def test_what_follows_the_name_stands_for_itself(asked, as_if):
    assert unnamed(comparable(asked)) == as_if


@pytest.mark.parametrize(
    "asked",
    [
        "上海市长质量奖几年评一次",
        "绍兴市市长质量奖",
        "罗湖区那个质量奖怎么弄",
        "佛山质量奖多少名额",
        "广东省政府质量奖金奖发多少",
        "省长质量奖有没有奖金",
        "产品质量奖",
        "foshan city quality award",
    ],
)
def test_anothers_keeps_its_name(asked):
    assert unnamed(comparable(asked)) == comparable(asked)


def test_anothers_beside_ours_keeps_its_name():
    assert unnamed(comparable("中国质量奖跟市长质量奖能同时报吗")) == "中国质量奖跟这个奖能同时报吗"
