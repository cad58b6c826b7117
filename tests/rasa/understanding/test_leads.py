"""What only leads in to something else answers no question that is pending: 不过，我们2019年拿过银奖."""

from datetime import date

import pytest

from actions.understanding.understand import understand

TODAY = date(2026, 6, 15)
LEADS = [
    "对了",
    "哦对了",
    "还有",
    "还有个事",
    "还有一点",
    "有一点",
    "有个情况",
    "有个问题",
    "另外",
    "不过",
    "但是",
    "补充一下",
    "忘了说",
    "差点忘了",
    "其实",
    "好的",
    "行",
    "ok",
    "是这样的",
    "不好意思",
    "by the way",
]
TOLD = {
    "我们2019年拿过银奖": {"previous_award", "previous_award_year"},
    "我们去年纳税全市第9名": {"city_rank"},
    "我们报服务类": {"category"},
}
PENDING = (
    "supported_industry",
    "leading_evidence",
    "loss_last_3_years",
    "social_contribution",
    "org_recommended",
    "policy_compliant",
    "good_reputation",
    "other_application",
    "sibling_application",
    "fully_fiscal_funded",
    "for_profit",
    "penalty_free",
    "accident_free",
    "env_dishonesty_free",
)


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("told", TOLD)
def test_it_answers_nothing(lead, told):
    for asked in PENDING:
        found = understand(f"{lead}，{told}", today=TODAY, asked=asked)
        assert set(found.facts) == TOLD[told], asked
        behind = understand(f"{told}，对吧", today=TODAY, asked=asked)
        assert set(behind.facts) == TOLD[told], asked
