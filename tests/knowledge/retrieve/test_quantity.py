import pytest

from knowledge.retrieve import quantity
from knowledge.retrieve.normalise import comparable


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("现场核查来几个人", {"people"}),
        ("答辩讲几耐", {"time"}),
        ("金奖多少钱", {"money"}),
        ("外包一年要考核几次", {"frequency"}),
        ("員工離職率低於多少才算及格", {"share"}),
        ("报告写几万字，最多几页", {"extent", "most"}),
        ("公示最长几天", {"time", "most"}),
        ("接触点至少找出几个", {"least"}),
        ("大讲堂讲几次才说得过去", {"frequency", "least"}),
        ("How many assessors come?", {"people"}),
        ("How long does it take?", {"time"}),
        ("谁来参加答辩", set()),
        ("几个人各写一章，读起来怎么才像一份", set()),
        ("排队等几耐，这种数归到哪项", set()),
        ("把过去几年的活动列出来", set()),
        ("服务了几人次", set()),
    ],
)
def test_what_is_asked_for(text, kinds):
    assert quantity.asked(comparable(text)) == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("答辩人数不超过 3 人", {"people", "most"}),
        ("现场核查时间不超过1天", {"time", "most"}),
        ("分别给予奖金 200 万元", {"money"}),
        ("候选名单评分不低于标准总分的 60%", {"share", "least"}),
        ("自评报告不超过三万字", {"extent", "most"}),
        ("每年评一次", {"frequency", "time"}),
        ("对外包方定期考核", set()),
    ],
)
def test_what_is_stated(text, kinds):
    assert quantity.stated(comparable(text)) == kinds
