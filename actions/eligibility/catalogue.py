"""Every fact the rules ask for, in the order in which they are asked.

What fails most often for the fewest questions comes first (measured by `python -m eval.eligibility_questions`). A fact
that decides whether a rule applies stands before the facts of that rule, and a yes/no before its date: so nothing is
asked that a later answer makes idle.
"""

from __future__ import annotations

from actions.eligibility.facts import Choice, Day, Fact, Whole, YesNo
from actions.eligibility.timed import FIRST_AWARD_YEAR, NOT_STARTED

FACTS: tuple[Fact, ...] = (
    Choice("applicant", "申报组织奖还是项目奖", ("organization", "project")),
    YesNo("project_recommended", "项目是否获得市级政府相关部门或行业协会推荐"),
    Day("project_start_date", "项目建成并投入运行的日期", instead=NOT_STARTED),
    Choice("category", "申报类别", ("economic", "culture", "society", "ecology", "management", "service")),
    Day("registration_date", "在深圳登记注册的日期"),
    YesNo("for_profit", "是否属于营利性组织"),
    YesNo("supported_industry", "是否属于战略性新兴产业、未来产业等政策扶持行业"),
    Choice(
        "leading_evidence",
        "能证明行业领先地位的材料（已纳入名录库，或权威机构盖章证明）",
        ("directory", "certificate", "none"),
    ),
    Whole("city_rank", "上年度产值、利润、纳税等指标在本市同行业（含细分行业）的最好名次", 1, 1_000_000),
    YesNo("org_recommended", "是否获得业务主管（指导）部门或登记管理部门推荐"),
    YesNo("loss_last_3_years", "最近 {loss_years} 年是否发生过亏损"),
    YesNo("social_contribution", "社会贡献是否突出"),
    YesNo("sibling_application", "同一集团或上级单位是否另有业务相同或相似的单位申报"),
    YesNo("other_application", "同一申报主体今年是否还申报其他类别或奖项"),
    Choice("project_role", "申报主体与项目的关系", ("owner", "implementer", "ip_owner", "none")),
    YesNo("registered_in_shenzhen", "是否在深圳市登记注册"),
    YesNo("project_merit", "项目是否具有先进性、创造性和示范性，有应用推广价值"),
    YesNo("project_serves_city", "项目是否服务于本市经济社会发展"),
    YesNo("good_reputation", "是否具有良好的诚信记录和社会声誉"),
    YesNo(
        "penalty_free", "近 {penalty_years} 年是否没有因违反行业政策、人力资源和社会保障法律法规受过行政处罚"
    ),
    Day("last_penalty_date", "最近一次受到行政处罚的日期", follows="penalty_free"),
    YesNo("policy_compliant", "是否符合国家产业、环保、质量等政策"),
    YesNo("accident_free", "近 {accident_years} 年是否没有安全生产较大及以上级别责任事故"),
    Day("last_accident_date", "最近一次较大及以上级别责任事故的日期", follows="accident_free"),
    YesNo("env_dishonesty_free", "近 {dishonesty_years} 年是否没有环保严重失信行为记录"),
    Day("last_env_dishonesty_date", "最近一次环保严重失信行为的日期", follows="env_dishonesty_free"),
    Choice("previous_award", "以往获得过的市长质量奖最高等次", ("none", "gold", "silver", "bronze")),
    Whole("previous_award_year", "该奖项的获奖年度", FIRST_AWARD_YEAR, follows="previous_award"),
    # No rule asks for it: it changes the prize only.
    YesNo("fully_fiscal_funded", "是否由财政全额拨款"),
)

# Asked once the verdict is eligible: the prize and the application material depend on them.
FOLLOW_UPS = ("category", "previous_award", "fully_fiscal_funded")
