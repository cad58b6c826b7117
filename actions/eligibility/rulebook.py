"""The conditions of the award, in the order of the report: whom each binds, when it is met, and how that is said.

The numbers in braces and the quoted clauses belong to the edition of the guide (`editions/`).
"""

from __future__ import annotations

from actions.eligibility.conditions import ALWAYS, AllOf, AnyOf, AtMost, Either, Is, Not
from actions.eligibility.model import Rule, When
from actions.eligibility.timed import NOT_STARTED, FullYears, NoneWithin, Waited

ORGANIZATION = Is("applicant", "organization")
PROJECT = Is("applicant", "project")
FOR_PROFIT = Is("for_profit", True)
SUPPORTED = Is("supported_industry", True)

RULES = (
    Rule(
        id="category_accepts_applicant",
        title="申报类别接受该申报主体",
        applies=ALWAYS,
        passes=Not(AllOf(Is("category", "economic"), PROJECT)),
        met=(
            When(ORGANIZATION, "组织可以申报任何一个类别。"),
            When(ALWAYS, "非经济类接受组织和项目申报。"),
        ),
        broken="经济类只接受组织申报，不接受项目申报。",
        remedy="可以改以组织申报经济类，或者以项目申报文化、社会、生态、管理、服务类之一。",
    ),
    Rule(
        id="registered_in_shenzhen",
        title="在深圳市登记注册",
        scope="组织奖，以及由项目所有者申报的项目奖",
        # An owner's registration counts for a project, and an organisation's for itself whatever its role.
        applies=AnyOf(ORGANIZATION, Is("project_role", "owner")),
        passes=Is("registered_in_shenzhen", True),
        met="申报主体在深圳市登记注册。",
        broken="申报主体没有在深圳市登记注册。",
        remedy="须由在深圳市登记注册的主体申报；项目奖也可以由项目的具体实施人或相关知识产权所有者申报。",
    ),
    Rule(
        id="registered_3_years",
        title="在深圳登记注册满 {registration_years} 年",
        scope="组织奖",
        applies=ORGANIZATION,
        passes=FullYears("registration_date", "registration_years"),
        met="到 {as_of}，在深圳登记注册已满 {registration_years} 年。",
        broken="到 {as_of}，在深圳登记注册不满 {registration_years} 年。",
        remedy="{from_date}起登记注册满 {registration_years} 年，符合这一条。",
    ),
    Rule(
        id="industry_position",
        title="行业地位领先或位居前列",
        scope="营利性组织申报组织奖",
        applies=AllOf(ORGANIZATION, FOR_PROFIT),
        passes=Either(
            SUPPORTED,
            then=Not(Is("leading_evidence", "none")),
            otherwise=AtMost("city_rank", "leading_rank"),
        ),
        met=(
            When(SUPPORTED, "属于政策扶持行业，且有材料证明居于行业领先地位。"),
            When(Not(SUPPORTED), "上年度主要业绩指标之一在本市同行业（含细分行业）前 {leading_rank} 位。"),
            When(ALWAYS, "无论是否属于政策扶持行业，行业地位都达到要求。"),
        ),
        broken=(
            When(
                SUPPORTED,
                "属于政策扶持行业，但既未纳入新兴产业统计监测企业名录库，也没有权威机构的盖章证明。",
            ),
            When(Not(SUPPORTED), "上年度主要业绩指标均未进入本市同行业（含细分行业）前 {leading_rank} 位。"),
            When(ALWAYS, "无论是否属于政策扶持行业，行业地位都没有达到要求。"),
        ),
        remedy=(
            When(
                SUPPORTED,
                "纳入深圳市新兴产业统计监测企业名录库，或者取得权威机构出具并加盖公章的行业领先地位证明后，符合这一条。",
            ),
            When(
                Not(SUPPORTED),
                "产值、利润、纳税等主要业绩指标之一在上年度进入本市同行业前 {leading_rank} 位后，符合这一条；"
                "细分行业的名次也算，可以先核对。",
            ),
            When(
                ALWAYS,
                "先确认是否属于政策扶持行业：属于的，需纳入名录库或取得权威机构盖章证明；"
                "不属于的，需有一项主要业绩指标进入本市同行业（含细分行业）前 {leading_rank} 位。",
            ),
        ),
    ),
    Rule(
        id="no_loss_3_years",
        title="最近 {loss_years} 年未发生亏损",
        scope="不属于政策扶持行业的营利性组织申报组织奖",
        applies=AllOf(ORGANIZATION, FOR_PROFIT, Not(SUPPORTED)),
        passes=Is("loss_last_3_years", False),
        met="最近 {loss_years} 年没有发生亏损。",
        broken="最近 {loss_years} 年发生过亏损。",
        remedy="最近 {loss_years} 年都没有亏损时，符合这一条。",
    ),
    Rule(
        id="social_contribution",
        title="社会贡献突出",
        scope="非营利性组织申报组织奖",
        applies=AllOf(ORGANIZATION, Not(FOR_PROFIT)),
        passes=Is("social_contribution", True),
        met="社会贡献突出。",
        broken="非营利性组织需要社会贡献突出。",
        remedy="指引没有写明“突出”的标准，可以先向业务主管（指导）部门或秘书处咨询。",
    ),
    Rule(
        id="organization_recommended",
        title="获得主管部门或登记管理部门推荐",
        scope="非营利性组织申报组织奖",
        applies=AllOf(ORGANIZATION, Not(FOR_PROFIT)),
        passes=Is("org_recommended", True),
        met="已获得业务主管（指导）部门或登记管理部门推荐。",
        broken="没有业务主管（指导）部门或登记管理部门的推荐。",
        remedy="取得业务主管（指导）部门或登记管理部门的推荐后，符合这一条。",
    ),
    Rule(
        id="project_applicant_role",
        title="申请主体是项目的所有者、实施人或知识产权所有者",
        scope="项目奖",
        applies=PROJECT,
        passes=Not(Is("project_role", "none")),
        met="申请主体是项目的所有者、具体实施人或相关知识产权所有者。",
        broken="申请主体既不是项目所有者，也不是具体实施人或相关知识产权所有者。",
        remedy="请由项目所有者、具体实施人或相关知识产权所有者申报。",
    ),
    Rule(
        id="project_1_year",
        title="项目建成并运行满 {project_years} 年",
        scope="项目奖",
        applies=PROJECT,
        passes=FullYears("project_start_date", "project_years"),
        met="到 {as_of}，项目建成并运行已满 {project_years} 年。",
        broken=(
            When(Is("project_start_date", NOT_STARTED), "项目尚未建设完成，或者尚未投入运行。"),
            When(ALWAYS, "到 {as_of}，项目建成并运行不满 {project_years} 年。"),
        ),
        remedy=(
            When(
                Is("project_start_date", NOT_STARTED),
                "项目建设完成、投入运行并满 {project_years} 年后，符合这一条。",
            ),
            When(ALWAYS, "{from_date}起项目运行满 {project_years} 年，符合这一条。"),
        ),
    ),
    Rule(
        id="project_serves_city",
        title="项目服务于本市经济社会发展",
        scope="项目奖",
        applies=PROJECT,
        passes=Is("project_serves_city", True),
        met="项目服务于本市经济社会发展。",
        broken="项目没有服务于本市经济社会发展。",
        remedy="项目服务于深圳的经济社会发展后，符合这一条。",
    ),
    Rule(
        id="project_merit",
        title="项目先进、有创造性和示范性，有推广价值",
        scope="项目奖",
        applies=PROJECT,
        passes=Is("project_merit", True),
        met="项目具有先进性、创造性和示范性，有应用推广价值。",
        broken="项目需要同时具有先进性、创造性和示范性，并有应用推广价值。",
        remedy="指引没有写明衡量的标准，可以先向秘书处或推荐单位咨询。",
    ),
    Rule(
        id="project_recommended",
        title="项目获得市级部门或行业协会推荐",
        scope="项目奖",
        applies=PROJECT,
        passes=Is("project_recommended", True),
        met="项目已获得市级政府相关部门或行业协会推荐。",
        broken="项目没有市级政府相关部门或行业协会的推荐。",
        remedy="取得市级政府相关部门或行业协会的推荐后，符合这一条。",
    ),
    Rule(
        id="policy_compliant",
        title="符合国家产业、环保、质量等政策",
        applies=ALWAYS,
        passes=Is("policy_compliant", True),
        met="符合国家产业、环保、质量等政策。",
        broken="不符合国家产业、环保、质量等政策。",
        remedy="完成整改、符合国家产业、环保、质量等政策后，符合这一条。",
    ),
    Rule(
        id="no_penalty_1_year",
        title="近 {penalty_years} 年没有相关行政处罚",
        applies=ALWAYS,
        passes=NoneWithin("penalty_free", "last_penalty_date", "penalty_years"),
        met="近 {penalty_years} 年没有因违反行业政策法规、人力资源和社会保障法律法规受到行政处罚。",
        broken="近 {penalty_years} 年因违反行业政策法规或人力资源和社会保障法律法规受到过行政处罚。",
        remedy="{from_date}起距最近一次处罚满 {penalty_years} 年，其间没有新的处罚即符合这一条。",
    ),
    Rule(
        id="no_accident_3_years",
        title="近 {accident_years} 年没有较大及以上级别责任事故",
        applies=ALWAYS,
        passes=NoneWithin("accident_free", "last_accident_date", "accident_years"),
        met="近 {accident_years} 年没有安全生产较大及以上级别责任事故。",
        broken="近 {accident_years} 年发生过安全生产较大及以上级别责任事故。",
        remedy="{from_date}起距最近一次事故满 {accident_years} 年，其间没有新的事故即符合这一条。",
    ),
    Rule(
        id="no_env_dishonesty_3_years",
        title="近 {dishonesty_years} 年没有环保严重失信行为记录",
        applies=ALWAYS,
        passes=NoneWithin("env_dishonesty_free", "last_env_dishonesty_date", "dishonesty_years"),
        met="近 {dishonesty_years} 年没有环保严重失信行为记录。",
        broken="近 {dishonesty_years} 年有环保严重失信行为记录。",
        remedy="{from_date}起距最近一次记录满 {dishonesty_years} 年，其间没有新的记录即符合这一条。",
    ),
    Rule(
        id="good_reputation",
        title="诚信记录和社会声誉良好",
        applies=ALWAYS,
        passes=Is("good_reputation", True),
        met="具有良好的诚信记录和社会声誉。",
        broken="诚信记录或社会声誉达不到要求。",
        remedy="诚信记录和社会声誉恢复良好后，符合这一条。",
    ),
    Rule(
        id="single_application",
        title="同一主体只申报一个类别的一个奖项",
        applies=ALWAYS,
        passes=Is("other_application", False),
        met="今年没有另外申报其他类别或奖项。",
        broken="同一申报主体今年还申报了其他类别或奖项。",
        remedy="只保留一个类别的一个奖项（组织或项目），撤回其余申报。",
    ),
    Rule(
        id="one_per_group",
        title="同一集团业务相同或相似的单位只报一家",
        applies=ALWAYS,
        passes=Is("sibling_application", False),
        met="同一集团或上级单位没有业务相同或相似的其他单位申报。",
        broken="同一集团或上级单位已有业务相同或相似的单位申报。",
        remedy="由集团或上级单位协调，业务相同或相似的只由一家申报。",
    ),
    Rule(
        id="gold_waiting_period",
        title="获得金奖后满 {gold_wait_years} 年",
        applies=ALWAYS,
        passes=Waited("previous_award", "gold", "previous_award_year", "gold_wait_years"),
        met=(
            When(Is("previous_award", "gold"), "距获得金奖的年度已满 {gold_wait_years} 年。"),
            When(ALWAYS, "没有需要等待的金奖。"),
        ),
        broken="曾获金奖，距获奖年度不满 {gold_wait_years} 年。",
        remedy="{from_date}起可以再次申请。",
    ),
)
