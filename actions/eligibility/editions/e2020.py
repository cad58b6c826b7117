"""The 2020 edition of the guide: its numbers, and the clause each rule stands on.

Passages are those of knowledge/documents/2020; tests/eligibility/test_clauses.py holds every quote against them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from actions.eligibility.catalogue import FACTS, FOLLOW_UPS
from actions.eligibility.model import Article, Clause, Edition
from actions.eligibility.notices import CONSEQUENCES, WARNINGS
from actions.eligibility.rulebook import PROJECT, RULES


def _passage(passage_id: str, *path: str) -> Callable[[str], Clause]:
    """A passage of the guide, to be quoted from."""
    return lambda quote: Clause(passage_id, path, quote)


_ABOUT = "一、市长质量奖说明"
_CONDITIONS = (_ABOUT, "（六）申奖条件")
_ORGANIZATIONS = (*_CONDITIONS, "1．组织奖申报")
_PROJECTS = (*_CONDITIONS, "2．项目奖申报")

_special_award = _passage("2020-1.3.3-ee47f6", _ABOUT, "（三）奖项设置")
_fully_funded = _passage("2020-1.4.1-fce3b5", _ABOUT, "（四）奖励荣誉")
_gold_again = _passage("2020-1.4.3-02c1e0", _ABOUT, "（四）奖励荣誉")
_same_level_again = _passage("2020-1.4.4-0c989e", _ABOUT, "（四）奖励荣誉")
_one_class = _passage("2020-1.5-13d4b8", _ABOUT, "（五）申奖对象")
_economic = _passage("2020-1.5.1-472262", _ABOUT, "（五）申奖对象")
_other_classes = _passage("2020-1.5.2-beb89b", _ABOUT, "（五）申奖对象")
_everyone = _passage("2020-1.6-a51313", *_CONDITIONS)
_founded = _passage("2020-1.6.1.1-dd292b", *_ORGANIZATIONS)
_position = _passage("2020-1.6.1.2-d18188", *_ORGANIZATIONS)
_note = _passage("2020-1.6.1-2a4102", *_ORGANIZATIONS)
_project_applicant = _passage("2020-1.6.2-ca949f", *_PROJECTS)
_project_time = _passage("2020-1.6.2.1-b4f9fc", *_PROJECTS)
_project_value = _passage("2020-1.6.2.2-83414f", *_PROJECTS)
_one_application = _passage("2020-1.7.1-e41a38", _ABOUT, "（七）申报数量规定")
_one_of_a_group = _passage("2020-1.7.2-419232", _ABOUT, "（七）申报数量规定")
_review = _passage("2020-2.3-d5d3ae", "二、申奖流程", "3. 资格审查")
_publicity = _passage("2020-2.8-b06164", "二、申奖流程", "8. 社会公示")
_login = _passage("2020-3.2-394d30", "三、申报系统使用指引", "2.切换、登录")
_evidence = _passage("2020-4.1.3-4ae926", "四、申报准备", "（一）申报材料")

_whose_project = _project_applicant(
    "申请主体为项目所有者，应为在深圳市行政区域内合法注册的法人或其他组织，"
    "或者是申报项目的具体实施人、相关知识产权所有者。"
)
_COUNTED_BACK = (
    "指引没有写明“近 {{{years}}} 年”从哪一天算起，这里从申报之日往回数整年，满 {{{years}}} 年的当天即算已过。"
)
_BRANCHES = "没有法人资格的分支机构如何计算，指引没有写明，这里按您的回答处理。"

_ARTICLES = {
    "category_accepts_applicant": Article(_economic("经济类奖项只接受组织申报")),
    "registered_in_shenzhen": Article(
        _founded("在深圳市行政区域内登记注册 3年以上"),
        instead=((PROJECT, _whose_project),),
        see_also=(_evidence("异地注册单位还需提供本市纳税证明"),),
        interpretation="项目的具体实施人、相关知识产权所有者以“或者是”与所有者并列，字面上不要求在深圳注册；"
        "另外，申报材料一节要求“异地注册单位”提供本市纳税证明，与在深圳注册的条件并不一致。这里按字面处理。",
    ),
    "registered_3_years": Article(_founded("在深圳市行政区域内登记注册 3年以上")),
    "industry_position": Article(
        _position(
            "营利性组织属于战略性新兴产业、未来产业等政策扶持行业的，居于行业领先地位；"
            "属于其他行业的，其上年度营业收入、利润总额等主要经济效益指标位居市内同行业前列"
        ),
        see_also=(
            _note(
                "“居行业领先地位”，是指申报单位已纳入深圳市政府新兴产业统计监测企业名录库，或经相关权威机构证明其具有领先的行业地位"
            ),
            _note(
                "“居市内同行业前列”是指上年度产值、利润、纳税等主要业绩指标之一处于本市同行业（含细分行业）前 20 位"
            ),
        ),
        interpretation="“名录库”和“前 20 位”是指引对经济类申报单位的定义，这里用于各类别的营利性组织；"
        "指标取指引所引第五十七条的产值、利润、纳税等，有一项在前 20 位即可。",
    ),
    "no_loss_3_years": Article(
        _position(
            "属于其他行业的，其上年度营业收入、利润总额等主要经济效益指标位居市内同行业前列，最近 3年未发生亏损"
        ),
        interpretation="按句子结构，“最近 3年未发生亏损”只要求“属于其他行业”的营利性组织，不要求政策扶持行业的组织。",
    ),
    "social_contribution": Article(_position("非营利性组织社会贡献突出")),
    "organization_recommended": Article(
        _position("非营利性组织社会贡献突出并获业务主管（指导）部门或登记管理部门推荐")
    ),
    "project_applicant_role": Article(_whose_project),
    "project_1_year": Article(_project_time("项目应当建设完成并运行实施满 1年以上")),
    "project_serves_city": Article(_project_time("服务于本市经济社会发展")),
    "project_merit": Article(_project_value("项目应具有先进性、创造性和示范性，有应用推广价值")),
    "project_recommended": Article(_project_value("获得市级政府相关部门或行业协会推荐")),
    "policy_compliant": Article(_everyone("申报主体都需要符合国家产业、环保、质量等政策")),
    "no_penalty_1_year": Article(
        _everyone("近 1年没有因违反行业政策法规、人力资源和社会保障法律法规受到行政处罚的不良记录"),
        interpretation=_COUNTED_BACK.format(years="penalty_years"),
    ),
    "no_accident_3_years": Article(
        _everyone("近 3年没有安全生产较大及以上级别责任事故以及环保严重失信行为记录"),
        interpretation=_COUNTED_BACK.format(years="accident_years"),
    ),
    "no_env_dishonesty_3_years": Article(
        _everyone("近 3年没有安全生产较大及以上级别责任事故以及环保严重失信行为记录"),
        interpretation=_COUNTED_BACK.format(years="dishonesty_years"),
    ),
    "good_reputation": Article(_everyone("具有良好的诚信记录和社会声誉")),
    "single_application": Article(
        _one_application("同一个申报主体只允许以组织或项目申报同一个类别的奖项，不可多类别多奖项申报"),
        interpretation=_BRANCHES,
    ),
    "one_per_group": Article(
        _one_of_a_group(
            "同一集团公司或上级单位的（具有独立法人且独立运作、核算的）子公司或下设机构，业务相同或相似的申报单位数量不得超过一家"
        ),
        interpretation=_BRANCHES,
    ),
    "gold_waiting_period": Article(
        _gold_again("获得市长质量奖金奖的组织，自获奖年度起 3年后方可再次申请"),
        interpretation="“自获奖年度起 3年后”读作获奖年度之后的第三个年度起（例如 2017 年度获奖，2020 年起可以再次申请）；"
        "指引写的是“组织”，这里对项目同样适用。",
    ),
    "repeat_gold": Article(_gold_again("再次获得该奖的，授予证书和称号，不授予奖金，不占当年奖项名额")),
    "repeat_silver": Article(
        _same_level_again("再次获得同一等次奖项的，授予证书和称号，不授予奖金，不占当年奖项名额")
    ),
    "repeat_bronze": Article(
        _same_level_again("再次获得同一等次奖项的，授予证书和称号，不授予奖金，不占当年奖项名额")
    ),
    "fully_fiscal_funded": Article(_fully_funded("财政全额拨款的获奖组织只授予证书和称号，不予奖金奖励")),
    "economic_class_for_business": Article(_economic("主要面向企业和其他类型营利性组织")),
    "other_classes_are_broad": Article(_other_classes("主要面向党政机关、企事业单位、行业组织和其他组织")),
    "certificate_needs_seal": Article(_note("需加盖公章，申报单位及证明机构对其所提供材料的真实性负责")),
    "rank_is_checked": Article(_note("此项证明由秘书处会同有关部门查证")),
    "taken_at_word": Article(_review("向统计、安监、环保、社保等综合管理部门和申报组织所属行业主管部门核实")),
    "scope_not_checked": Article(
        _one_class("申报主体需根据其业务范围和所属行业对应申报一种类别的组织或者项目奖")
    ),
    "publicity_not_checked": Article(_publicity("查实有违法违规情形的，取消资格")),
    "special_award_not_checked": Article(_special_award("市政府可根据需要另设市长质量奖特别贡献奖")),
    "individuals_cannot_file": Article(_login("切换至“法人登录”（个人用户类型将无法进行申报）")),
}

EDITION = Edition(
    id="2020",
    title="《申报指引》2020 版",
    # The guide prints no period. It is the guide to the annual award (年度奖) of 2020.
    valid_from=date(2020, 1, 1),
    valid_until=date(2020, 12, 31),
    numbers={
        "registration_years": 3,
        "leading_rank": 20,
        "loss_years": 3,
        "project_years": 1,
        "penalty_years": 1,
        "accident_years": 3,
        "dishonesty_years": 3,
        "gold_wait_years": 3,
    },
    facts=FACTS,
    follow_ups=FOLLOW_UPS,
    rules=RULES,
    consequences=CONSEQUENCES,
    warnings=WARNINGS,
    articles=_ARTICLES,
)
